import { type Path, ValidationError } from '../errors.ts';
import { DAY_MS, MINUTE_MS, parseDate, show, WEEKDAYS, type Weekday, weekdayIndexOf } from './civil-date.ts';
import { assertIanaZone } from './zone.ts';

export type { Weekday };

/** `YYYY-MM-DD` in the calendar's zone. */
export type LocalDate = string;

/** Opening and closing wall time of one span, `HH:MM`; `24:00` may end a day. */
export type Span = readonly [open: string, close: string];

/** Opening hours as a contract states them. `24x7` has no zone: its days are UTC days and it never closes. */
export type CalendarDefinition =
  | '24x7'
  | {
      /** IANA region name, or `UTC`. */
      readonly timeZone: string;
      /** Weekly hours; a weekday that is left out is closed. */
      readonly hours: Readonly<Partial<Record<Weekday, readonly Span[]>>>;
      /** Closed dates, `YYYY-MM-DD`. They win over the weekly hours. */
      readonly holidays: readonly LocalDate[];
      /** Hours of single dates, by `YYYY-MM-DD`; `[]` closes the date. They win over holidays. */
      readonly exceptions: Readonly<Record<LocalDate, readonly Span[]>>;
    };

/** Spans of one day, flattened: opening and closing in ms of wall time since midnight, disjoint and in order. */
export type DaySpans = readonly number[];

/** Which rule gave a date its hours. */
export type DayRule = 'weekly' | 'holiday' | 'exception';

/** A checked calendar. Make one with `compileCalendar` and keep it: it remembers the years already worked out. */
export interface Calendar {
  readonly definition: CalendarDefinition;
  readonly timeZone: string;
  readonly alwaysOpen: boolean;
  /** By weekday index, Monday first. */
  readonly week: readonly DaySpans[];
  readonly holidays: ReadonlySet<number>;
  readonly exceptions: ReadonlyMap<number, DaySpans>;
  readonly years: Map<number, YearTable>;
}

/** One local year of a calendar as instants. Spans that touch, over midnight too, are one. */
export interface YearTable {
  readonly year: number;
  /** First instant of the local year and of the next one, UTC epoch ms. */
  readonly start: number;
  readonly end: number;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Open ms of the year before each span; one element more than there are spans, the last being the year's total. */
  readonly before: Float64Array;
  readonly totalMs: number;
  /** Days since 1970-01-01 of the dates that open at all, in order. */
  readonly openDays: Int32Array;
}

const CLOSED: DaySpans = [];

/**
 * Checks a calendar and makes it ready for arithmetic.
 * @param path where the definition stands in its document; every error's path begins with it
 * @throws ValidationError naming the exact place: an unknown zone or weekday, a malformed, reversed or overlapping span,
 *   an impossible date, or a calendar that never opens
 * Reading: dated exceptions win over holidays, holidays over weekly hours
 */
export function compileCalendar(definition: CalendarDefinition, path: Path = []): Calendar {
  if (definition === '24x7') {
    const none = { week: [], holidays: new Set<number>(), exceptions: new Map<number, DaySpans>() };
    return { definition, timeZone: 'UTC', alwaysOpen: true, ...none, years: new Map() };
  }
  if (!isRecord(definition)) {
    throw new ValidationError(`${show(definition)} is not a calendar; write "24x7" or a zone with hours`, { path });
  }
  const timeZone = assertIanaZone(definition.timeZone, [...path, 'timeZone']);
  const week = compileWeek(definition.hours ?? {}, [...path, 'hours']);
  const holidays = compileHolidays(definition.holidays ?? [], [...path, 'holidays']);
  const exceptions = compileExceptions(definition.exceptions ?? {}, [...path, 'exceptions']);
  if (![...week, ...exceptions.values()].some((spans) => spans.length > 0)) {
    throw new ValidationError('the calendar never opens; give at least one weekday opening hours', {
      path: [...path, 'hours'],
    });
  }
  return { definition, timeZone, alwaysOpen: false, week, holidays, exceptions, years: new Map() };
}

/** Which rule governs a date (days since 1970-01-01) of a calendar that is not `24x7`. */
export function dayRule(calendar: Calendar, epochDay: number): DayRule {
  if (calendar.exceptions.has(epochDay)) return 'exception';
  return calendar.holidays.has(epochDay) ? 'holiday' : 'weekly';
}

/** The hours of a date (days since 1970-01-01) in wall time. */
export function daySpans(calendar: Calendar, epochDay: number): DaySpans {
  if (calendar.alwaysOpen) return [0, DAY_MS];
  const exception = calendar.exceptions.get(epochDay);
  if (exception !== undefined) return exception;
  if (calendar.holidays.has(epochDay)) return CLOSED;
  return calendar.week[weekdayIndexOf(epochDay)] ?? CLOSED;
}

function compileWeek(hours: unknown, path: Path): readonly DaySpans[] {
  if (!isRecord(hours)) throw new ValidationError(`${show(hours)} is not a list of hours by weekday`, { path });
  for (const key of Object.keys(hours)) {
    if ((WEEKDAYS as readonly string[]).includes(key)) continue;
    throw new ValidationError(`"${key}" is not a weekday; allowed are ${WEEKDAYS.join(', ')}`, {
      path: [...path, key],
    });
  }
  return WEEKDAYS.map((weekday) => compileSpans(hours[weekday] ?? [], [...path, weekday]));
}

function compileHolidays(list: unknown, path: Path): ReadonlySet<number> {
  if (!Array.isArray(list)) throw new ValidationError(`${show(list)} is not a list of dates`, { path });
  return new Set(list.map((date, i) => parseDate(date, [...path, i])));
}

function compileExceptions(byDate: unknown, path: Path): ReadonlyMap<number, DaySpans> {
  if (!isRecord(byDate)) throw new ValidationError(`${show(byDate)} is not a list of hours by date`, { path });
  const entries = Object.entries(byDate);
  return new Map(
    entries.map(([date, spans]) => [parseDate(date, [...path, date]), compileSpans(spans, [...path, date])]),
  );
}

/** Sorts, refuses overlaps, and joins spans that touch. */
function compileSpans(list: unknown, path: Path): DaySpans {
  if (!Array.isArray(list)) throw new ValidationError(`${show(list)} is not a list of spans`, { path });
  const spans = list.map((span, i) => compileSpan(span, [...path, i])).sort((x, y) => x.open - y.open);
  const flat: number[] = [];
  for (const { open, close, at } of spans) {
    const previous = flat.at(-1);
    if (previous !== undefined && open < previous) {
      throw new ValidationError(`the span ${show(list[at])} overlaps another one of the same day`, {
        path: [...path, at],
      });
    }
    if (open === previous) flat[flat.length - 1] = close;
    else flat.push(open, close);
  }
  return flat;
}

function compileSpan(span: unknown, path: Path): { open: number; close: number; at: number } {
  if (!Array.isArray(span) || span.length !== 2) {
    throw new ValidationError(`${show(span)} is not a span; write [open, close] as HH:MM`, { path });
  }
  const open = parseTime(span[0], '23:59', [...path, 0]);
  const close = parseTime(span[1], '24:00', [...path, 1]);
  if (close <= open) {
    throw new ValidationError(`${show(span)} does not close after it opens; a night takes a span on each date`, {
      path,
    });
  }
  return { open, close, at: path.at(-1) as number };
}

function parseTime(text: unknown, latest: '23:59' | '24:00', path: Path): number {
  if (typeof text === 'string' && (/^([01]\d|2[0-3]):[0-5]\d$/.test(text) || text === latest)) {
    return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE_MS;
  }
  throw new ValidationError(`${show(text)} is not a time; allowed are 00:00 to ${latest} as HH:MM`, { path });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
