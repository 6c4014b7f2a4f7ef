import { type Calendar, compileCalendar } from '../business-time/calendar.ts';
import type { Path } from '../errors.ts';
import type { CalendarRule } from './agreement.ts';

/** Few calendars serve thousands of contracts; the bound only guards against hostile variety. */
const REMEMBERED = 1_000;
const known = new Map<string, Calendar>();

/**
 * A document's calendar, ready for arithmetic. Equal rules in one zone share one compiled calendar, and with it the years
 * already worked out.
 * @param path where the rule stands in its document
 * @throws ValidationError naming the exact place
 */
export function calendarOf(rule: CalendarRule, timeZone: string, path: Path = []): Calendar {
  const { hours, holidays = [], exceptions = {} } = rule;
  const key = JSON.stringify([timeZone, hours, holidays, exceptions]);
  let calendar = known.get(key);
  if (calendar === undefined) {
    calendar = compileCalendar({ timeZone, hours, holidays, exceptions }, path);
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, calendar);
  }
  return calendar;
}
