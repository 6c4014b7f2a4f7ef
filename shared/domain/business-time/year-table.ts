import { ValidationError } from '../errors.ts';
import { type Calendar, daySpans, type YearTable } from './calendar.ts';
import { DAY_MS, epochDayOf, FIRST_YEAR, LAST_YEAR } from './civil-date.ts';
import { instantOfLocal } from './zone.ts';

const MEAN_YEAR_MS = 31_556_952_000;

/**
 * The table of a local year, worked out on first use.
 * @throws ValidationError outside the supported years; one year more on either side belongs to zones off UTC
 */
export function yearTable(calendar: Calendar, year: number): YearTable {
  let table = calendar.years.get(year);
  if (table === undefined) {
    if (year < FIRST_YEAR - 1 || year > LAST_YEAR + 1) {
      throw new ValidationError(
        `the calendar has no such opening within the supported years ${FIRST_YEAR} to ${LAST_YEAR}`,
      );
    }
    table = buildYear(calendar, year);
    calendar.years.set(year, table);
  }
  return table;
}

/** The table of the local year that holds an instant. */
export function yearTableAt(calendar: Calendar, at: number): YearTable {
  const table = yearTable(calendar, Math.floor(at / MEAN_YEAR_MS) + 1970);
  if (at < table.start) return yearTable(calendar, table.year - 1);
  return at >= table.end ? yearTable(calendar, table.year + 1) : table;
}

/** Index of the first span that ends after `at`; the number of spans when there is none. */
export function spanAfter(table: YearTable, at: number): number {
  return firstAbove(table.ends, at);
}

/** Index of the first element greater than `value`; the length when there is none. */
export function firstAbove(sorted: Float64Array | Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Open ms of the table's year before `at`. */
export function openBefore(table: YearTable, at: number): number {
  const i = spanAfter(table, at);
  if (i === table.starts.length) return table.totalMs;
  return (table.before[i] as number) + Math.max(at - (table.starts[i] as number), 0);
}

function buildYear(calendar: Calendar, year: number): YearTable {
  const zone = calendar.timeZone;
  const firstDay = epochDayOf(year, 1, 1);
  const endDay = epochDayOf(year + 1, 1, 1);
  const starts: number[] = [];
  const ends: number[] = [];
  const openDays: number[] = [];
  for (let day = firstDay; day < endDay; day++) {
    const spans = daySpans(calendar, day);
    let isOpen = false;
    for (let i = 0; i < spans.length; i += 2) {
      const start = instantOfLocal(zone, day * DAY_MS + (spans[i] as number));
      const end = instantOfLocal(zone, day * DAY_MS + (spans[i + 1] as number));
      if (start === end) continue;
      isOpen = true;
      if (start === ends.at(-1)) ends[ends.length - 1] = end;
      else {
        starts.push(start);
        ends.push(end);
      }
    }
    if (isOpen) openDays.push(day);
  }
  const before = new Float64Array(starts.length + 1);
  for (let i = 0; i < starts.length; i++) {
    before[i + 1] = (before[i] as number) + (ends[i] as number) - (starts[i] as number);
  }
  return {
    year,
    start: instantOfLocal(zone, firstDay * DAY_MS),
    end: instantOfLocal(zone, endDay * DAY_MS),
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
    before,
    totalMs: before[starts.length] as number,
    openDays: Int32Array.from(openDays),
  };
}
