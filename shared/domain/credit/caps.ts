import { addMonths } from '../business-time/period.ts';
import type { CreditCap } from '../contract/agreement.ts';
import { capOf } from '../money/money.ts';
import { parsePercent } from '../money/percent.ts';
import type { AppliedCap, EarlierCredit } from './service-credit.ts';

/** The fees a cap may be a share of, in minor units. */
export interface CapBases {
  /** Of the period: pro rata in a partial month. */
  readonly period: { readonly serviceMinor: number; readonly contractMinor: number };
  /** Of a whole month. */
  readonly monthly: { readonly serviceMinor: number; readonly contractMinor: number };
}

/**
 * Applies the contract's caps to a credit line, one after the other.
 *
 * A cap on the service's fee counts the credits of that service, one on the contract's fee those of all its services.
 * A monthly cap is a share of the fee of the period. A cap per rolling 12 months is a share of one whole month's fee, as
 * the documents state fees by the month, and holds in every span of twelve months in a row that contains the month: a
 * late correction may not overfill a span that later months have already used.
 * @param earlier credits of the same contract, signed, without those of the same service and month
 * @returns each cap as applied; `reduced` where it took something off what earlier caps had left
 * Source: semantics, credit: a cap is rounded down; caps exist per month and per rolling 12 months
 */
export function applyCaps(
  lineMinor: number,
  caps: readonly CreditCap[],
  bases: CapBases,
  serviceRef: string,
  month: string,
  earlier: readonly EarlierCredit[],
): { readonly caps: readonly AppliedCap[]; readonly cappedMinor: number } {
  let cappedMinor = lineMinor;
  const applied = caps.map((cap): AppliedCap => {
    const { clause, per, percent, of } = cap;
    const base = per === 'month' ? bases.period : bases.monthly;
    const baseMinor = of === 'service-fee' ? base.serviceMinor : base.contractMinor;
    const capMinor = capOf(baseMinor, parsePercent(percent));
    const counted = of === 'service-fee' ? earlier.filter((credit) => credit.serviceRef === serviceRef) : earlier;
    const { usedMinor, from, to } = per === 'month' ? usedIn(counted, month, month) : fullestSpan(counted, month);
    const roomMinor = Math.max(0, capMinor - usedMinor);
    const reduced = cappedMinor > roomMinor;
    if (reduced) cappedMinor = roomMinor;
    return { clause, per, percent, of, baseMinor, capMinor, usedMinor, from, to, roomMinor, reduced };
  });
  return { caps: applied, cappedMinor };
}

interface Used {
  readonly usedMinor: number;
  readonly from: string;
  readonly to: string;
}

/** Of the twelve spans of twelve months that contain the month, the one with most credit; the one it ends, among equals. */
function fullestSpan(credits: readonly EarlierCredit[], month: string): Used {
  let fullest = usedIn(credits, addMonths(month, -11), month);
  for (let later = 1; later <= 11; later++) {
    const span = usedIn(credits, addMonths(month, later - 11), addMonths(month, later));
    if (span.usedMinor > fullest.usedMinor) fullest = span;
  }
  return fullest;
}

function usedIn(credits: readonly EarlierCredit[], from: string, to: string): Used {
  let usedMinor = 0;
  for (const { month, netMinor } of credits) if (month >= from && month <= to) usedMinor += netMinor;
  return { usedMinor, from, to };
}
