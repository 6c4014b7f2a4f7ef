import { DAY_MS, HOUR_MS, MINUTE_MS, show } from '../business-time/civil-date.ts';
import type { Target } from '../business-time/deadline.ts';
import { type Path, ValidationError } from '../errors.ts';

const FORM = /^([1-9][0-9]{0,6}) (business )?(second|minute|hour|day)s?$/;
const UNIT_MS = { second: 1000, minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS } as const;

/**
 * A target as an agreement writes it: `8 hours`, `8 business hours`, `5 business days` or `by agreement`.
 * @throws ValidationError (with `path`) for any other text
 */
export function parseTarget(text: string, path: Path = []): Target | 'by-agreement' {
  if (text === 'by agreement') return 'by-agreement';
  const match = FORM.exec(text);
  if (match === null) {
    throw new ValidationError(
      `${show(text)} is not a target; write it as "8 hours", "8 business hours", "5 business days" or "by agreement"`,
      { path },
    );
  }
  const count = Number(match[1]);
  const unit = match[3] as keyof typeof UNIT_MS;
  if (match[2] === undefined) return { clockMs: count * UNIT_MS[unit] };
  return unit === 'day' ? { businessDays: count } : { businessMs: count * UNIT_MS[unit] };
}

/** A target that is a length of time. @throws ValidationError (with `path`) for `by agreement` too */
export function parseTimeTarget(text: string, path: Path = []): Target {
  const target = parseTarget(text, path);
  if (target !== 'by-agreement') return target;
  throw new ValidationError('"by agreement" is not a length of time', { path });
}

/**
 * A percentage as parts per million: `75` is 750,000.
 * @throws ValidationError (with `path`) outside 0 to 100 or with more than four places
 */
export function parseShare(percent: string, path: Path = []): number {
  const match = /^([0-9]{1,3})(?:\.([0-9]{1,4}))?$/.exec(percent);
  const ppm = match === null ? Number.NaN : Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0'));
  if (ppm <= 1_000_000) return ppm;
  throw new ValidationError(`${show(percent)} is not a share; allowed are 0 to 100 with at most four places`, { path });
}
