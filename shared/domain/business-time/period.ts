import { type Path, ValidationError } from '../errors.ts';
import type { Interval } from '../interval/interval.ts';
import { civilDateOf, DAY_MS, epochDayOf, FIRST_YEAR, LAST_YEAR, show, twoDigits } from './civil-date.ts';
import { assertIanaZone, assertInstant, instantOfLocal, localMsAt } from './zone.ts';

/** A calendar month, `YYYY-MM`. Text order is time order. */
export type Month = string;

const cache = new Map<string, Interval>();

/**
 * A calendar month in a zone. March 2026 in Europe/Amsterdam lasts 743 hours.
 * @param month `YYYY-MM`
 * @param zone IANA region name or `UTC`
 * @returns from the first instant of the month to the first instant of the next one
 * @throws ValidationError for a malformed month, one outside 1970..2200, or an unknown zone
 * Source: fellow (availability per calendar month); reading: the month of the contract's own zone, never 30 days
 */
export function monthPeriod(month: Month, zone: string): Interval {
  const key = `${month} ${zone}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const index = monthIndex(month);
  assertIanaZone(zone);
  const period = { start: firstInstant(index, zone), end: firstInstant(index + 1, zone) };
  cache.set(key, period);
  return period;
}

/** The month in which an instant falls in a zone. */
export function monthOf(at: number, zone: string): Month {
  assertIanaZone(zone);
  assertInstant(at);
  const { year, month } = civilDateOf(Math.floor(localMsAt(zone, at) / DAY_MS));
  return `${year}-${twoDigits(month)}`;
}

/**
 * @param count whole number of months, negative to go back
 * @throws ValidationError when an argument is malformed or the result leaves the supported years
 */
export function addMonths(month: Month, count: number): Month {
  if (!Number.isSafeInteger(count)) throw new ValidationError(`${count} is not a whole number of months`);
  const index = monthIndex(month) + count;
  const result = `${String(Math.floor(index / 12)).padStart(4, '0')}-${twoDigits((((index % 12) + 12) % 12) + 1)}`;
  monthIndex(result);
  return result;
}

export function nextMonth(month: Month): Month {
  return addMonths(month, 1);
}

export function previousMonth(month: Month): Month {
  return addMonths(month, -1);
}

/** `text` as a month. @throws ValidationError (with `path`) when it is none */
export function parseMonth(text: unknown, path: Path = []): Month {
  monthIndex(text, path);
  return text as Month;
}

/** Months since year 0. */
function monthIndex(text: unknown, path: Path = []): number {
  const match = typeof text === 'string' ? /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) : null;
  if (!match) throw new ValidationError(`${show(text)} is not a month; write YYYY-MM`, { path });
  const year = Number(match[1]);
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new ValidationError(`${text} lies outside the supported years ${FIRST_YEAR} to ${LAST_YEAR}`, { path });
  }
  return year * 12 + Number(match[2]) - 1;
}

function firstInstant(index: number, zone: string): number {
  return instantOfLocal(zone, epochDayOf(Math.floor(index / 12), (index % 12) + 1, 1) * DAY_MS);
}
