import { type Path, ValidationError } from '../errors.ts';
import { DAY_MS, epochDayOf, formatDate, HOUR_MS, MINUTE_MS, show } from './civil-date.ts';
import { assertInstant, formatLocal } from './zone.ts';

const FORM =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3})0*)?)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * An instant from its text with zone or offset (RFC 3339; seconds may be left out).
 * @param text such as `2026-05-08T15:30:00+02:00` or `2026-05-08T13:30:00Z`
 * @returns UTC epoch ms
 * @throws ValidationError (with `path`) for another form, a date the calendar does not have, a fraction finer than a
 *   millisecond, or a year outside 1970..2200
 */
export function parseInstant(text: unknown, path: Path = []): number {
  const match = typeof text === 'string' ? FORM.exec(text) : null;
  if (match === null) {
    throw new ValidationError(
      `${show(text)} is not an instant; write date, time and zone, to the millisecond at the finest, such as 2026-05-08T13:30:00Z or 2026-05-08T15:30:00+02:00`,
      { path },
    );
  }
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match;
  const epochDay = epochDayOf(Number(year), Number(month), Number(day));
  const date = `${year}-${month}-${day}`;
  if (formatDate(epochDay) !== date) throw new ValidationError(`${date} does not exist in the calendar`, { path });
  const local =
    epochDay * DAY_MS +
    Number(hour) * HOUR_MS +
    Number(minute) * MINUTE_MS +
    Number(second ?? 0) * 1_000 +
    Number((fraction ?? '').padEnd(3, '0'));
  const offset =
    sign === undefined
      ? 0
      : (sign === '-' ? -1 : 1) * (Number(offsetHour) * HOUR_MS + Number(offsetMinute) * MINUTE_MS);
  assertInstant(local - offset, path);
  return local - offset;
}

/** An instant in UTC: `2026-05-08T13:30:00Z`, with milliseconds only when there are any. */
export function formatInstant(at: number): string {
  return formatLocal(at, 'UTC');
}
