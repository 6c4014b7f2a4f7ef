import { show } from '../business-time/civil-date.ts';
import type { Target } from '../business-time/deadline.ts';
import { parseTarget } from '../contract/durations.ts';
import { type Path, ValidationError } from '../errors.ts';

/** A target that is a length of time. @throws ValidationError (with `path`) for anything else, `by agreement` too */
export function parseTimeTarget(text: string, path: Path = []): Target {
  const target = parseTarget(text, path);
  if (target !== null) return target;
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
