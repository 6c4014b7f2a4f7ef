import {
  type Calendar,
  type CalendarDefinition,
  compileCalendar,
  type Span,
} from '../../../../shared/domain/business-time/calendar.ts';

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const AMSTERDAM = 'Europe/Amsterdam';

/** Dutch public holidays of 2026 as the contracts freeze them; Good Friday and 5 May are ordinary working days. */
export const HOLIDAYS_2026 = [
  '2026-01-01',
  '2026-04-05',
  '2026-04-06',
  '2026-04-27',
  '2026-05-14',
  '2026-05-24',
  '2026-05-25',
  '2026-12-25',
  '2026-12-26',
];

type Parts = Exclude<CalendarDefinition, '24x7'>;

/** Monday to Friday with the given spans. */
export function weekdays(...spans: readonly Span[]): Parts['hours'] {
  return { mon: spans, tue: spans, wed: spans, thu: spans, fri: spans };
}

export function calendar(parts: Partial<Parts>): Calendar {
  return compileCalendar({ timeZone: AMSTERDAM, hours: {}, holidays: [], exceptions: {}, ...parts });
}

/** Office hours 09:00 to 17:30 in Amsterdam with the frozen holidays. */
export const OFFICE = calendar({ hours: weekdays(['09:00', '17:30']), holidays: HOLIDAYS_2026 });
/** Office hours 09:00 to 17:00 in Amsterdam with the frozen holidays. */
export const OFFICE_TO_FIVE = calendar({ hours: weekdays(['09:00', '17:00']), holidays: HOLIDAYS_2026 });
export const ALWAYS = compileCalendar('24x7');
