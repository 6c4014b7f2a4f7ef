import { type Path, ValidationError } from '../errors.ts';
import { WHOLE } from './percent.ts';

/**
 * A decimal amount as integer minor units: "249.00" is 24 900.
 * @param text not negative, a point and at most two places; no sign, no thousands separators
 * @throws ValidationError (with `path`) for anything else, or an amount beyond the safe integers
 */
export function parseAmount(text: unknown, path: Path = []): number {
  const match = typeof text === 'string' ? /^(0|[1-9]\d*)(?:\.(\d{1,2}))?$/.exec(text) : null;
  const minor = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number.NaN;
  if (!Number.isSafeInteger(minor)) {
    throw new ValidationError(
      `${JSON.stringify(text) ?? String(text)} is not an amount; write a decimal that is not negative with at most two places, such as "249.00"`,
      { path },
    );
  }
  return minor;
}

/** Minor units as decimal text with two places; a negative amount carries a minus sign. */
export function formatAmount(minor: number): string {
  const size = String(Math.abs(assertMinor(minor))).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${size.slice(0, -2)}.${size.slice(-2)}`;
}

/**
 * The quotient rounded to the nearest whole number, ties away from zero: the one rounding of a line and of VAT.
 * @throws ValidationError when the divisor is not above zero or the result is no safe integer
 * Source: semantics, credit: a line is rounded half up, once
 */
export function halfUp(numerator: bigint, denominator: bigint): number {
  if (denominator <= 0n) throw new ValidationError(`${denominator} cannot divide; the divisor must be above zero`);
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const rounded = (2n * size + denominator) / (2n * denominator);
  return assertMinor(Number(negative ? -rounded : rounded));
}

/**
 * A percentage of an amount, half up: 10 % of 24 900 is 2 490.
 * @param amountMinor integer minor units
 * @param microPercent from `parsePercent`
 * @throws ValidationError when an argument or the result is no safe integer
 */
export function shareOf(amountMinor: number, microPercent: number): number {
  return halfUp(BigInt(assertMinor(amountMinor)) * BigInt(microPercent), BigInt(WHOLE));
}

/**
 * A percentage of an amount, rounded down: a cap that is never exceeded. 40 % of 4 999 is 1 999.
 * @param amountMinor integer minor units, not negative
 * @throws ValidationError when the amount is negative or no safe integer
 * Source: semantics, credit: a cap is rounded down
 */
export function capOf(amountMinor: number, microPercent: number): number {
  if (assertMinor(amountMinor) < 0) throw new ValidationError(`${amountMinor} minor units cannot carry a cap`);
  return Number((BigInt(amountMinor) * BigInt(microPercent)) / BigInt(WHOLE));
}

/**
 * The fee of a part of a month, half up of fee × part / month.
 * @param feeMinor the whole month's fee in minor units, not negative
 * @throws ValidationError when the part is longer than the month or a value is not allowed
 * Source: semantics, time: a fee pro rata to its length in milliseconds
 */
export function proRata(feeMinor: number, partialMs: number, monthMs: number): number {
  if (assertMinor(feeMinor) < 0) throw new ValidationError(`${feeMinor} minor units is not a fee`);
  if (!Number.isSafeInteger(partialMs) || !Number.isSafeInteger(monthMs) || partialMs < 0 || partialMs > monthMs) {
    throw new ValidationError(`${partialMs} ms is not part of a month of ${monthMs} ms`);
  }
  if (partialMs === monthMs) return feeMinor;
  return halfUp(BigInt(feeMinor) * BigInt(partialMs), BigInt(monthMs));
}

/**
 * Splits an amount by weights without losing a cent: every part is within one unit of its exact share, and units left
 * over go to the largest remainders, earlier parts first.
 * @param totalMinor integer minor units, not negative
 * @param weights whole numbers, not negative, at least one above zero
 * @returns one part per weight; they add up to the total
 * @throws ValidationError when an argument is not allowed
 */
export function allocate(totalMinor: number, weights: readonly number[]): readonly number[] {
  if (assertMinor(totalMinor) < 0) throw new ValidationError(`${totalMinor} minor units cannot be split`);
  for (const [i, weight] of weights.entries()) {
    if (Number.isSafeInteger(weight) && weight >= 0) continue;
    throw new ValidationError(`${weight} is not a weight; allowed are whole numbers, not negative`, { path: [i] });
  }
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n);
  if (sum === 0n) throw new ValidationError('an amount cannot be split over weights that are all zero');
  const exact = weights.map((weight) => BigInt(totalMinor) * BigInt(weight));
  const parts = exact.map((share) => Number(share / sum));
  let left = totalMinor - parts.reduce((total, part) => total + part, 0);
  const order = exact
    .map((share, i) => ({ remainder: share % sum, i }))
    .sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1));
  for (const { i } of order) {
    if (left === 0) break;
    parts[i] = (parts[i] as number) + 1;
    left--;
  }
  return parts;
}

function assertMinor(minor: number): number {
  if (Number.isSafeInteger(minor)) return minor;
  throw new ValidationError(
    `${minor} is not an amount; it must be a whole number of minor units within the safe integers`,
  );
}
