import { ValidationError } from '../errors.ts';
import type { Interval } from '../interval/interval.ts';
import { addBusinessDays, addBusinessMs, nextOpening, openSpans } from './business-time.ts';
import { type Calendar, type DayRule, dayRule, daySpans, type LocalDate, type Weekday } from './calendar.ts';
import { DAY_MS, formatDate, show, weekdayOf } from './civil-date.ts';
import { assertInstant, formatLocal, localMsAt } from './zone.ts';

/** How long something may take: business time, business days, or time on the clock. Exactly one of the three. */
export type Target = { readonly businessMs: number } | { readonly businessDays: number } | { readonly clockMs: number };

/**
 * The instant by which a target that starts at `start` must be met; met exactly at it is met.
 * @param calendar opening hours; a target on the clock does not look at them
 * @param start UTC epoch ms
 * @returns UTC epoch ms
 * @throws ValidationError when the target or the start is not allowed, or the hours do not suffice up to the year 2200
 * Source: go2people §2.2: hours, business hours and business days side by side
 */
export function deadlineOf(calendar: Calendar, target: Target, start: number): number {
  if ('businessMs' in target) return addBusinessMs(calendar, start, target.businessMs);
  if ('businessDays' in target) return addBusinessDays(calendar, start, target.businessDays);
  if (!('clockMs' in target)) {
    throw new ValidationError(`${show(target)} is not a target; allowed are businessMs, businessDays or clockMs`);
  }
  const { clockMs } = target;
  if (!Number.isSafeInteger(clockMs) || clockMs < 0) {
    throw new ValidationError(`${clockMs} ms on the clock cannot be counted; give a whole number, not negative`, {
      path: ['clockMs'],
    });
  }
  assertInstant(start);
  assertInstant(start + clockMs);
  return start + clockMs;
}

/** An instant for machines and for people: UTC epoch ms, and wall time with offset in the calendar's zone. */
export interface Moment {
  readonly at: number;
  readonly local: string;
}

/** A piece of time that was counted. */
export interface CountedSpan {
  readonly start: Moment;
  readonly end: Moment;
  readonly ms: number;
}

/** A local date between start and deadline on which the calendar stayed closed. */
export interface SkippedDay {
  readonly date: LocalDate;
  readonly weekday: Weekday;
  readonly reason: 'holiday' | 'closed-weekday' | 'exception';
}

/** Everything a person needs to recompute a deadline by hand. */
export interface DeadlineExplanation {
  readonly target: Target;
  readonly timeZone: string;
  readonly start: Moment;
  /** When counting began: the start, or the next opening. */
  readonly begins: Moment;
  readonly deadline: Moment;
  readonly spans: readonly CountedSpan[];
  /** Sum of the spans. */
  readonly countedMs: number;
  readonly skipped: readonly SkippedDay[];
}

const REASON: Readonly<Record<DayRule, SkippedDay['reason']>> = {
  weekly: 'closed-weekday',
  holiday: 'holiday',
  exception: 'exception',
};

/**
 * Why a deadline is where it is.
 * @param start UTC epoch ms
 * @throws ValidationError as `deadlineOf` does
 */
export function explainDeadline(calendar: Calendar, target: Target, start: number): DeadlineExplanation {
  const deadline = deadlineOf(calendar, target, start);
  const onClock = 'clockMs' in target;
  const begins = onClock ? start : nextOpening(calendar, start);
  const counted: Interval = { start: begins, end: deadline };
  const spans = onClock ? [counted].filter((piece) => piece.start < piece.end) : openSpans(calendar, counted);
  const moment = (at: number): Moment => ({ at, local: formatLocal(at, calendar.timeZone) });
  return {
    target,
    timeZone: calendar.timeZone,
    start: moment(start),
    begins: moment(begins),
    deadline: moment(deadline),
    spans: spans.map((piece) => ({
      start: moment(piece.start),
      end: moment(piece.end),
      ms: piece.end - piece.start,
    })),
    countedMs: spans.reduce((sum, piece) => sum + piece.end - piece.start, 0),
    skipped: onClock || calendar.alwaysOpen ? [] : skippedDays(calendar, { start, end: deadline }),
  };
}

function skippedDays(calendar: Calendar, { start, end }: Interval): readonly SkippedDay[] {
  const first = Math.floor(localMsAt(calendar.timeZone, start) / DAY_MS);
  const last = Math.floor(localMsAt(calendar.timeZone, end) / DAY_MS);
  const skipped: SkippedDay[] = [];
  for (let day = first; day <= last; day++) {
    if (daySpans(calendar, day).length > 0) continue;
    skipped.push({ date: formatDate(day), weekday: weekdayOf(day), reason: REASON[dayRule(calendar, day)] });
  }
  return skipped;
}
