import { ValidationError } from '../errors.ts';
import { parsePercent, WHOLE } from '../money/percent.ts';

const WHOLE_N = BigInt(WHOLE);
/** Ten-thousandths of a percent in 100 %: shown figures have four places. */
const SHOWN_N = 1_000_000n;

/** An availability as an exact fraction, 0 ≤ up ≤ of, of > 0. */
export interface Availability {
  readonly up: bigint;
  readonly of: bigint;
}

/** Measured time in whole ms. */
export interface MeasuredTime {
  readonly totalMs: number;
  readonly downtimeMs: number;
}

/**
 * @throws ValidationError when a value is no whole number of ms, the total is not above zero, or downtime exceeds it
 * Source: semantics, availability: (total − downtime) / total, an exact fraction of integers
 */
export function availability(totalMs: number, downtimeMs: number): Availability {
  if (!Number.isSafeInteger(totalMs) || totalMs <= 0) {
    throw new ValidationError(`${totalMs} ms cannot be judged; the total must be whole ms above zero`, {
      path: ['totalMs'],
    });
  }
  if (!Number.isSafeInteger(downtimeMs) || downtimeMs < 0 || downtimeMs > totalMs) {
    throw new ValidationError(`${downtimeMs} ms of downtime do not fit into ${totalMs} ms`, { path: ['downtimeMs'] });
  }
  return { up: BigInt(totalMs - downtimeMs), of: BigInt(totalMs) };
}

/** An availability that somebody states as an exact percentage, such as "99.41". */
export function statedAvailability(percent: string): Availability {
  return { up: BigInt(parsePercent(percent)), of: WHOLE_N };
}

/**
 * Compares without dividing.
 * @param microPercent from `parsePercent`
 * @returns negative below the threshold, 0 exactly on it, positive above
 */
export function compareTo({ up, of }: Availability, microPercent: number): -1 | 0 | 1 {
  const left = up * WHOLE_N;
  const right = BigInt(microPercent) * of;
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The figure people see: cut to four places, never rounded up.
 * @returns such as "99.8990" for 45 minutes down in March 2026
 * @throws ValidationError as `availability`
 * Source: semantics, availability: shown values are cut
 */
export function percentText(totalMs: number, downtimeMs: number): string {
  return shownPercent(availability(totalMs, downtimeMs));
}

/** As `percentText`, of a fraction. */
export function shownPercent({ up, of }: Availability): string {
  const digits = String((up * SHOWN_N) / of).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** Cut to whole parts per million, for consumers that want an integer. */
export function partsPerMillion({ up, of }: Availability): number {
  return Number((up * 1_000_000n) / of);
}

/**
 * Downtime that still meets a target, in ms: one ms more misses it.
 * @param totalMs whole ms
 * @param microPercent the target, from `parsePercent`
 */
export function errorBudgetMs(totalMs: number, microPercent: number): number {
  return totalMs - Number(ceilDiv(BigInt(totalMs) * BigInt(microPercent), WHOLE_N));
}

/** Least downtime in ms at which the availability lies strictly below the threshold: a target is missed from here. */
export function missedFromMs(totalMs: number, microPercent: number): number {
  return errorBudgetMs(totalMs, microPercent) + 1;
}

/** Least downtime in ms at which the availability is at the threshold or below it. */
export function reachedFromMs(totalMs: number, microPercent: number): number {
  return totalMs - Number((BigInt(totalMs) * BigInt(microPercent)) / WHOLE_N);
}

/**
 * Several periods as one: added up in ms, never averaged from percentages.
 * @returns zeros for no period at all
 * Source: semantics, availability: longer spans are added up
 */
export function addMeasured(periods: readonly MeasuredTime[]): MeasuredTime {
  let totalMs = 0;
  let downtimeMs = 0;
  for (const period of periods) {
    totalMs += period.totalMs;
    downtimeMs += period.downtimeMs;
  }
  return { totalMs, downtimeMs };
}

function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
