import { formatLocal, localDateOf } from '../business-time/zone.ts';
import type { VatCategory } from '../contract/contract.ts';
import { PreconditionError } from '../errors.ts';
import { parsePercent } from '../money/percent.ts';
import { availability, partsPerMillion } from '../objective/availability.ts';
import type { Statement } from '../statement/statement.ts';
import type { CreditCalculation, ServiceCredit } from './service-credit.ts';
import type { CreditEvidence, ServiceCreditIssued, ServiceCreditLine } from './service-credit-issued.ts';

export interface CreditEventOptions {
  /** At least the statement's own text. */
  readonly evidence: readonly CreditEvidence[];
  readonly documentNumber?: string | undefined;
}

/**
 * The event of the credit that a statement issues.
 * @throws PreconditionError when the statement issues none, or its credit still needs approval
 * Source: billing hand-over: what the event must carry so that nobody has to ask back
 */
export function serviceCreditIssued(statement: Statement, options: CreditEventOptions): ServiceCreditIssued {
  const { serviceCredit: credit, credit: calculation, inputs, period } = statement;
  if (credit === null || calculation === null) {
    throw new PreconditionError(`statement ${statement.statementId} issues no credit`);
  }
  if (credit.state !== 'issued') {
    throw new PreconditionError(`credit ${credit.creditId} revision ${credit.revision} still needs approval`);
  }
  const { terms } = inputs;
  const { creditId, revision, idempotencyKey, kind, settlement, treatment, numberingAuthority } = credit;
  const { externalRefs = {}, ...customer } = terms.customer;
  return {
    schemaVersion: '1.0',
    creditId,
    revision,
    idempotencyKey,
    kind,
    settlement,
    treatment,
    numberingAuthority,
    ...(options.documentNumber !== undefined && { documentNumber: options.documentNumber }),
    issueDate: localDateOf(credit.approval?.at ?? credit.determinedAt, terms.timeZone),
    determinedAt: formatLocal(credit.determinedAt, 'UTC'),
    seller: terms.seller,
    customer: { ...customer, externalRefs },
    contract: { ref: credit.contractRef, version: credit.contractVersion, serviceRef: credit.serviceRef },
    servicePeriod: {
      start: localDateOf(period.start, terms.timeZone),
      endExclusive: localDateOf(period.end, terms.timeZone),
      timezone: terms.timeZone,
    },
    invoiceRefs: (inputs.invoices ?? []).map(({ number, issueDate, externalRefs: refs = {} }) => ({
      number,
      ...(issueDate !== undefined && { issueDate }),
      externalRefs: refs,
      lines: [],
    })),
    ...(terms.buyerReference !== undefined && { buyerReference: terms.buyerReference }),
    ...(terms.purchaseOrderRef !== undefined && { purchaseOrderRef: terms.purchaseOrderRef }),
    totals: totalsOf(credit),
    lines: [lineOf(statement, credit, calculation)],
    evidence: options.evidence,
    ...(credit.correctionOf !== undefined && { correctionOf: credit.correctionOf }),
    ...(credit.approval !== undefined && {
      approval: { by: credit.approval.by, at: formatLocal(credit.approval.at, 'UTC') },
    }),
  };
}

function totalsOf(credit: ServiceCredit): ServiceCreditIssued['totals'] {
  const { currency, netMinor, taxMinor, grossMinor, vat } = credit;
  const group = { category: vat.category, rateBasisPoints: basisPoints(vat.rate), netMinor, taxMinor };
  return { currency, netMinor, taxMinor, grossMinor, taxBreakdown: [group] };
}

function lineOf(statement: Statement, credit: ServiceCredit, calculation: CreditCalculation): ServiceCreditLine {
  const { contracted, derivation, period } = statement;
  const { band } = calculation;
  const { category, rate } = credit.vat;
  return {
    lineId: '1',
    code: 'availability',
    description: description(statement, credit, calculation),
    baseMinor: calculation.base.minor,
    creditBasisPoints: band === null ? 0 : basisPoints(band.percent),
    netMinor: credit.netMinor,
    capped: credit.capped,
    tax: { category, rateBasisPoints: basisPoints(rate), ...exemption(category) },
    measurement: {
      metric: 'availability',
      targetPpm: contracted.target === null ? null : Math.floor(parsePercent(contracted.target) / 100),
      actualPpm:
        contracted.totalMs === 0 ? null : partsPerMillion(availability(contracted.totalMs, contracted.downtimeMs)),
      tierId: band === null ? null : band.below === undefined ? `atOrBelow:${band.atOrBelow}` : `below:${band.below}`,
      downtimeMs: contracted.downtimeMs,
      excludedMs: contracted.excludedMs,
      incidentIds: derivation.outages
        .filter(({ counts, start, end }) => counts && start < period.end && end > period.start)
        .map(({ id }) => id),
    },
  };
}

function description(
  { contracted, month, inputs }: Statement,
  { kind }: ServiceCredit,
  { band }: CreditCalculation,
): ServiceCreditLine['description'] {
  const { name } = inputs.terms.service;
  const percent = contracted.percent ?? '–';
  const share = band?.percent ?? '0';
  const nl = { original: 'Servicecredit', supplement: 'Aanvulling servicecredit', reversal: 'Terugname servicecredit' };
  const en = {
    original: 'Service credit',
    supplement: 'Supplement to service credit',
    reversal: 'Reversal of service credit',
  };
  return {
    nl: `${nl[kind]} ${name}, ${month}: beschikbaarheid ${percent.replace('.', ',')} %, ${share.replace('.', ',')} % van de vergoeding`,
    en: `${en[kind]} ${name}, ${month}: availability ${percent} %, ${share} % of the fee`,
  };
}

/** Codes of the VATEX list that EN 16931 knows for categories without VAT of their own. */
function exemption(category: VatCategory): { readonly exemptionReasonCode?: string } {
  if (category === 'AE') return { exemptionReasonCode: 'VATEX-EU-AE' };
  return category === 'O' ? { exemptionReasonCode: 'VATEX-EU-O' } : {};
}

function basisPoints(percent: string): number {
  return parsePercent(percent) / 10_000;
}

/**
 * What keeps an event from becoming a document, in sentences; empty when nothing does.
 * Source: billing hand-over, rules across fields; NL-R-001: a Dutch supplier's credit note references an invoice
 */
export function creditEventProblems(event: ServiceCreditIssued): readonly string[] {
  const problems: string[] = [];
  const sum = event.lines.reduce((total, { netMinor }) => total + netMinor, 0);
  const { netMinor, taxMinor, grossMinor, taxBreakdown } = event.totals;
  if (event.invoiceRefs.length === 0 && event.settlement !== 'next-invoice') {
    problems.push(`settlement "${event.settlement}" needs the number of the invoice that is reduced`);
  }
  if (event.treatment === 'compensation' && event.lines.some(({ tax }) => tax.category !== 'O')) {
    problems.push('compensation lies outside VAT: every line must have category O');
  }
  if (sum !== netMinor) problems.push(`lines add up to ${sum}, the total says ${netMinor}`);
  const taxes = taxBreakdown.reduce((total, group) => total + group.taxMinor, 0);
  if (taxes !== taxMinor) problems.push(`VAT adds up to ${taxes}, the total says ${taxMinor}`);
  if (netMinor + taxMinor !== grossMinor) problems.push(`net and VAT make ${netMinor + taxMinor}, not ${grossMinor}`);
  return problems;
}
