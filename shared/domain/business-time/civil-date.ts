import { type Path, ValidationError } from '../errors.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Years for which dates and instants are understood; a search that leaves them ends in a ValidationError. */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2200;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01 of a date in the proleptic Gregorian calendar. */
export function epochDayOf(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

/** The inverse of `epochDayOf`, by the 400-year cycle counted from 1 March of year 0. */
export function civilDateOf(epochDay: number): CivilDate {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** Index into `WEEKDAYS`; 1970-01-01 was a Thursday. */
export function weekdayIndexOf(epochDay: number): number {
  return (((epochDay + 3) % 7) + 7) % 7;
}

export function weekdayOf(epochDay: number): Weekday {
  return WEEKDAYS[weekdayIndexOf(epochDay)] as Weekday;
}

/**
 * @param text `YYYY-MM-DD`
 * @returns days since 1970-01-01
 * @throws ValidationError (with `path`) for another form, a day the month does not have, or a year outside 1970..2200
 */
export function parseDate(text: unknown, path: Path = []): number {
  const match = typeof text === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) : null;
  if (!match) throw new ValidationError(`${show(text)} is not a date; write YYYY-MM-DD`, { path });
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new ValidationError(`${text} lies outside the supported years ${FIRST_YEAR} to ${LAST_YEAR}`, { path });
  }
  const epochDay = epochDayOf(year, month, day);
  if (formatDate(epochDay) !== text) throw new ValidationError(`${text} does not exist in the calendar`, { path });
  return epochDay;
}

/** `YYYY-MM-DD`. */
export function formatDate(epochDay: number): string {
  const { year, month, day } = civilDateOf(epochDay);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/** A value as it should appear in an error message. */
export function show(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
}
