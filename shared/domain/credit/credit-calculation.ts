import type { CreditRule } from '../contract/agreement.ts';
import { parseAmount, proRata, shareOf } from '../money/money.ts';
import { parsePercent } from '../money/percent.ts';
import { chargedRate, vatOf } from '../money/vat.ts';
import type { Availability } from '../objective/availability.ts';
import { deepestBand } from '../objective/bands.ts';
import { applyCaps } from './caps.ts';
import type { Amounts, CreditCalculation, CreditVat, EarlierCredit } from './service-credit.ts';

/** Monthly fees of a contract as its document words them. */
export interface ContractFees {
  readonly service: { readonly ref: string; readonly fee: string; readonly vat: CreditVat };
  readonly fees: readonly { readonly serviceRef: string; readonly fee: string }[];
}

export interface CreditSituation {
  readonly rule: CreditRule;
  readonly fees: ContractFees;
  readonly month: string;
  readonly periodMs: number;
  readonly monthMs: number;
  /** null: the contract left no time to measure, so no band can hold. */
  readonly figure: Availability | null;
  /** Credits of the same contract around this month; those of the same service and month are passed over. */
  readonly earlier: readonly EarlierCredit[];
  /** What earlier revisions of this service and month have issued in total. */
  readonly issuedBefore: Amounts;
}

const NOTHING: Amounts = { netMinor: 0, taxMinor: 0, grossMinor: 0 };

/**
 * From a measured availability to what is due for the month, in this order: base, band, line half up, caps, minimum, VAT.
 *
 * The approval threshold is compared with the month's whole net amount and with what this revision changes, whichever
 * is more, so that neither splitting nor reversing goes round it.
 * @throws ValidationError for a malformed fee, percentage or band
 * Source: semantics, credit; money rules half up per line, cap down, VAT once on the total
 */
export function calculateCredit(situation: CreditSituation): CreditCalculation {
  const { rule, fees, periodMs, monthMs, figure, issuedBefore } = situation;
  const serviceMinor = parseAmount(fees.service.fee, ['service', 'fee']);
  const contractMinor = fees.fees.reduce((sum, { fee }, i) => sum + parseAmount(fee, ['fees', i, 'fee']), 0);
  const monthly = { serviceMinor, contractMinor };
  const period = {
    serviceMinor: proRata(serviceMinor, periodMs, monthMs),
    contractMinor: proRata(contractMinor, periodMs, monthMs),
  };
  const ofService = rule.base === 'service-fee';
  const baseMinor = ofService ? period.serviceMinor : period.contractMinor;
  const band = figure === null ? undefined : deepestBand(figure, rule.bands);
  const lineMinor = band === undefined ? 0 : shareOf(baseMinor, parsePercent(band.percent));
  const { caps, cappedMinor } = capped(situation, lineMinor, { period, monthly });
  const minimum = rule.minimumAmount === undefined ? undefined : parseAmount(rule.minimumAmount, ['minimumAmount']);
  const netMinor = minimum !== undefined && cappedMinor < minimum ? 0 : cappedMinor;
  const vat = creditVat(rule, fees.service.vat);
  const due = netMinor === 0 ? NOTHING : withVat(netMinor, vat);
  const above = rule.approvalAbove === undefined ? undefined : parseAmount(rule.approvalAbove, ['approvalAbove']);
  return {
    clause: rule.clause,
    base: {
      of: rule.base,
      monthlyMinor: ofService ? serviceMinor : contractMinor,
      periodMs,
      monthMs,
      minor: baseMinor,
    },
    band: band === undefined ? null : stated(band),
    lineMinor,
    caps,
    cappedMinor,
    capped: cappedMinor < lineMinor,
    ...(minimum !== undefined && { minimum: { minor: minimum, reached: cappedMinor >= minimum } }),
    vat,
    due,
    issuedBefore,
    ...(above !== undefined && {
      approval: {
        aboveMinor: above,
        needed:
          due.netMinor !== issuedBefore.netMinor &&
          Math.max(due.netMinor, Math.abs(due.netMinor - issuedBefore.netMinor)) > above,
      },
    }),
  };
}

function capped(
  { rule, fees, month, earlier }: CreditSituation,
  lineMinor: number,
  bases: Parameters<typeof applyCaps>[2],
): ReturnType<typeof applyCaps> {
  if (rule.caps === undefined || rule.caps.length === 0) return { caps: [], cappedMinor: lineMinor };
  const { ref } = fees.service;
  const others = earlier.filter((credit) => credit.serviceRef !== ref || credit.month !== month);
  return applyCaps(lineMinor, rule.caps, bases, ref, month, others);
}

/** A price reduction carries the VAT of the invoice it reduces; compensation lies outside VAT. */
function creditVat(rule: CreditRule, vat: CreditVat): CreditVat {
  if (rule.treatment === 'compensation') return { category: 'O', rate: '0' };
  return { category: vat.category, rate: chargedRate(vat.category, vat.rate, ['vat']) };
}

function withVat(netMinor: number, vat: CreditVat): Amounts {
  const taxMinor = vatOf({ ...vat, netMinor });
  return { netMinor, taxMinor, grossMinor: netMinor + taxMinor };
}

function stated({ clause, percent, below, atOrBelow }: CreditRule['bands'][number]): CreditCalculation['band'] {
  return {
    clause,
    percent,
    ...(below !== undefined && { below }),
    ...(atOrBelow !== undefined && { atOrBelow }),
  };
}
