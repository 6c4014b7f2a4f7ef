import type { CreditCalculation } from '../credit/service-credit.ts';
import type { Pen } from './pen.ts';
import type { Statement } from './statement.ts';

/** The arithmetic of the credit, one line per step. */
export function explainCredit({ credit, serviceCredit, inputs }: Statement, pen: Pen): readonly string[] {
  const { say, words, write } = pen;
  const rule = inputs.terms.credits;
  if (credit === null || rule === undefined) return [say.noCredits];
  const { band, due, issuedBefore } = credit;
  return [
    say.credit(credit.clause),
    baseLine(credit, pen),
    ...(band === null ? [say.noBand] : [bandLine(credit, band, pen), ...capLines(credit, pen)]),
    ...(credit.minimum === undefined || band === null
      ? []
      : [say.minimum(write.money(credit.minimum.minor), credit.minimum.reached)]),
    say.vat(
      write.money(due.netMinor),
      credit.vat.category,
      write.percent(credit.vat.rate),
      write.money(due.taxMinor),
      write.money(due.grossMinor),
    ),
    ...(inputs.corrects === undefined
      ? []
      : [say.issuedBefore(write.money(issuedBefore.netMinor), write.money(issuedBefore.grossMinor))]),
    ...(serviceCredit === null
      ? [say.nothingIssued]
      : [
          say.issued(
            words.kind[serviceCredit.kind],
            `${serviceCredit.creditId} (${serviceCredit.revision})`,
            write.money(serviceCredit.netMinor),
            write.money(serviceCredit.taxMinor),
            write.money(serviceCredit.grossMinor),
          ),
          say.settlement(
            words.settlement[serviceCredit.settlement],
            words.treatment[serviceCredit.treatment],
            words.numbering[serviceCredit.numberingAuthority],
          ),
          ...(serviceCredit.approval === undefined
            ? []
            : [say.approved(serviceCredit.approval.by, write.instant(serviceCredit.approval.at))]),
        ]),
  ];
}

function baseLine({ base }: CreditCalculation, { say, words, write }: Pen): string {
  const of = words.fee[base.of];
  if (base.periodMs === base.monthMs) return say.base(of, write.money(base.minor));
  return say.partialBase(of, write.money(base.monthlyMinor), base.periodMs, base.monthMs, write.money(base.minor));
}

function bandLine(
  { base, lineMinor }: CreditCalculation,
  band: NonNullable<CreditCalculation['band']>,
  { say, write }: Pen,
): string {
  const boundary = band.below === undefined ? 'atOrBelow' : 'below';
  return say.band(
    write.percent((band.below ?? band.atOrBelow) as string),
    boundary,
    band.clause,
    write.money(base.minor),
    write.percent(band.percent),
    write.money(lineMinor),
  );
}

function capLines({ caps }: CreditCalculation, { say, words, write }: Pen): readonly string[] {
  return caps.map((cap) =>
    say.cap(
      cap.clause,
      cap.from === cap.to ? cap.from : `${cap.from} – ${cap.to}`,
      `${write.percent(cap.percent)} × ${write.money(cap.baseMinor)} (${words.fee[cap.of]})`,
      write.money(cap.capMinor),
      write.money(cap.usedMinor),
      write.money(cap.roomMinor),
      cap.reduced,
    ),
  );
}
