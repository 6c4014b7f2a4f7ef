import { type Path, ValidationError } from '../errors.ts';

/** Micro-percent in 100 %. */
export const WHOLE = 100_000_000;

/** Texts repeat without end (a contract has a handful); the bound only guards against hostile variety. */
const REMEMBERED = 10_000;
const known = new Map<string, number>();

/**
 * An exact percentage as an integer: "99.9" is 99 900 000 micro-percent.
 * @param text decimal from "0" to "100" with a point and at most six places; no sign, no leading zeros, no white space
 * @returns micro-percent, 0 ≤ result ≤ 100 000 000
 * @throws ValidationError (with `path`) for anything else
 * Source: semantics, availability: percentages in contracts are exact decimals with up to 6 places
 */
export function parsePercent(text: unknown, path: Path = []): number {
  const remembered = known.get(text as string);
  if (remembered !== undefined) return remembered;
  const match = typeof text === 'string' ? /^(0|[1-9]\d{0,2})(?:\.(\d{1,6}))?$/.exec(text) : null;
  const micro = match ? Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0')) : Number.NaN;
  if (!(micro <= WHOLE)) {
    throw new ValidationError(
      `${JSON.stringify(text) ?? String(text)} is not a percentage; write an exact decimal from "0" to "100" with at most six places, such as "99.9"`,
      { path },
    );
  }
  if (known.size >= REMEMBERED) known.clear();
  known.set(text as string, micro);
  return micro;
}

/**
 * @param micro micro-percent, 0 ≤ micro ≤ 100 000 000
 * @returns the shortest text that `parsePercent` reads back: 99 900 000 is "99.9"
 * @throws ValidationError when it is no whole number in that range
 */
export function formatPercent(micro: number): string {
  if (!Number.isSafeInteger(micro) || micro < 0 || micro > WHOLE) {
    throw new ValidationError(
      `${micro} micro-percent is not a percentage; allowed are whole numbers from 0 to ${WHOLE}`,
    );
  }
  const places = String(micro % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = Math.floor(micro / 1_000_000);
  return places === '' ? `${whole}` : `${whole}.${places}`;
}
