import { ValidationError } from '../errors.ts';
import type { Interval } from '../interval/interval.ts';
import { type Calendar, daySpans } from './calendar.ts';
import { civilDateOf, DAY_MS } from './civil-date.ts';
import { firstAbove, openBefore, spanAfter, yearTable, yearTableAt } from './year-table.ts';
import { assertInstant, instantOfLocal, localMsAt } from './zone.ts';

/**
 * The instant itself when the calendar is open at it, otherwise the next opening.
 * @param at UTC epoch ms
 * @throws ValidationError when `at` is no supported instant, or nothing opens after it up to the year 2200
 */
export function nextOpening(calendar: Calendar, at: number): number {
  assertInstant(at);
  if (calendar.alwaysOpen) return at;
  let table = yearTableAt(calendar, at);
  for (;;) {
    const i = spanAfter(table, at);
    if (i < table.starts.length) return Math.max(at, table.starts[i] as number);
    table = yearTable(calendar, table.year + 1);
  }
}

/**
 * Business time inside `[from, to)`: physical time that falls into opening hours.
 * @param from UTC epoch ms
 * @param to UTC epoch ms, not before `from`
 * @returns whole ms, 0 ≤ result ≤ to − from
 * @throws ValidationError when a bound is no supported instant or `to` lies before `from`
 * Reading: inside an open span elapsed time counts, so one over a clock change is longer or shorter
 */
export function elapsedOpenMs(calendar: Calendar, from: number, to: number): number {
  assertBounds(from, to);
  if (calendar.alwaysOpen) return to - from;
  let table = yearTableAt(calendar, from);
  let sum = -openBefore(table, from);
  while (to >= table.end) {
    sum += table.totalMs;
    table = yearTable(calendar, table.year + 1);
  }
  return sum + openBefore(table, to);
}

/**
 * The opening hours inside an interval.
 * @returns disjoint pieces in order, cut to the interval; hours that touch over midnight are one piece
 * @throws ValidationError when a bound is no supported instant or the interval is reversed
 */
export function openSpans(calendar: Calendar, { start, end }: Interval): readonly Interval[] {
  assertBounds(start, end);
  if (start === end) return [];
  if (calendar.alwaysOpen) return [{ start, end }];
  const spans: { start: number; end: number }[] = [];
  for (let table = yearTableAt(calendar, start); ; table = yearTable(calendar, table.year + 1)) {
    for (let i = spanAfter(table, start); i < table.starts.length; i++) {
      const opens = Math.max(start, table.starts[i] as number);
      if (opens >= end) return spans;
      const closes = Math.min(end, table.ends[i] as number);
      const previous = spans.at(-1);
      if (previous?.end === opens) previous.end = closes;
      else spans.push({ start: opens, end: closes });
    }
    if (end <= table.end) return spans;
  }
}

/**
 * The instant at which a clock started at `start` has used `ms` of business time. Used up exactly at closing time gives
 * the closing instant; 0 ms gives the instant itself or the next opening.
 * @param start UTC epoch ms
 * @param ms whole ms, not negative
 * @throws ValidationError when an argument is not allowed or the hours do not suffice up to the year 2200
 * Source: go2people §2.2 ("werkuren"), sensey (office hours)
 */
export function addBusinessMs(calendar: Calendar, start: number, ms: number): number {
  assertAmount(ms, 'ms of business time');
  if (ms === 0) return nextOpening(calendar, start);
  assertInstant(start);
  if (calendar.alwaysOpen) return supported(start + ms);
  let table = yearTableAt(calendar, start);
  let goal = openBefore(table, start) + ms;
  while (goal > table.totalMs) {
    goal -= table.totalMs;
    table = yearTable(calendar, table.year + 1);
  }
  // Sums are whole, so the first one above goal − 1 is the first that reaches the goal: the closing instant when exact.
  const i = firstAbove(table.before, goal - 1) - 1;
  return (table.starts[i] as number) + goal - (table.before[i] as number);
}

/**
 * The same wall time `days` open days later: from the next opening if closed, clamped into that day's hours, and in a
 * break moved to the end of the break. A break begins at its closing instant.
 * @param start UTC epoch ms
 * @param days whole number, not negative; 0 gives the instant itself or the next opening
 * @throws ValidationError when an argument is not allowed or there are not enough open days up to the year 2200
 * Source: go2people §2.2 ("werkdagen"), which leaves the hour of the day open
 */
export function addBusinessDays(calendar: Calendar, start: number, days: number): number {
  assertAmount(days, 'business days');
  const from = nextOpening(calendar, start);
  if (days === 0) return from;
  if (calendar.alwaysOpen) return supported(from + days * DAY_MS);
  const local = localMsAt(calendar.timeZone, from);
  const day = Math.floor(local / DAY_MS);
  return clampIntoDay(calendar, openDayAfter(calendar, day, days), local - day * DAY_MS);
}

/** The `count`-th open date after a date, both in days since 1970-01-01. */
function openDayAfter(calendar: Calendar, epochDay: number, count: number): number {
  let table = yearTable(calendar, civilDateOf(epochDay).year);
  let index = firstAbove(table.openDays, epochDay) + count - 1;
  while (index >= table.openDays.length) {
    index -= table.openDays.length;
    table = yearTable(calendar, table.year + 1);
  }
  return table.openDays[index] as number;
}

function clampIntoDay(calendar: Calendar, epochDay: number, wallMs: number): number {
  const zone = calendar.timeZone;
  const midnight = epochDay * DAY_MS;
  const wanted = instantOfLocal(zone, midnight + wallMs);
  const spans = daySpans(calendar, epochDay);
  let closing = wanted;
  for (let i = 0; i < spans.length; i += 2) {
    const start = instantOfLocal(zone, midnight + (spans[i] as number));
    const end = instantOfLocal(zone, midnight + (spans[i + 1] as number));
    if (start === end) continue;
    if (wanted < end) return Math.max(wanted, start);
    closing = end;
  }
  return closing;
}

function supported(at: number): number {
  assertInstant(at);
  return at;
}

function assertBounds(from: number, to: number): void {
  assertInstant(from);
  assertInstant(to);
  if (to < from) throw new ValidationError(`the interval ends at ${to}, before it starts at ${from}`);
}

function assertAmount(amount: number, unit: string): void {
  if (Number.isSafeInteger(amount) && amount >= 0) return;
  throw new ValidationError(`${amount} ${unit} cannot be counted; give a whole number, not negative`);
}
