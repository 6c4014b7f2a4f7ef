import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../../shared/domain/business-time/calendar.ts';
import { deadlineOf, explainDeadline, type Target } from '../../../../shared/domain/business-time/deadline.ts';
import { formatLocal } from '../../../../shared/domain/business-time/zone.ts';
import { ALWAYS, AMSTERDAM, calendar, HOLIDAYS_2026, HOUR, OFFICE, OFFICE_TO_FIVE, weekdays } from './calendars.ts';

const at = (text: string) => Date.parse(text);
const hours = (n: number): Target => ({ businessMs: n * HOUR });
const days = (n: number): Target => ({ businessDays: n });

describe('deadlineOf, by hand from the agreements', () => {
  it.each<[string, Calendar, Target, string, string]>([
    [
      '8 business hours from Thursday 16:00 end on Friday 15:30',
      OFFICE,
      hours(8),
      '2026-05-07T16:00+02:00',
      '2026-05-08T15:30:00+02:00',
    ],
    [
      '16 business hours from Thursday 16:00 end on Monday 15:00',
      OFFICE,
      hours(16),
      '2026-05-07T16:00+02:00',
      '2026-05-11T15:00:00+02:00',
    ],
    [
      '8 business hours from a Saturday end on Monday 17:00',
      OFFICE,
      hours(8),
      '2026-05-09T12:00+02:00',
      '2026-05-11T17:00:00+02:00',
    ],
    [
      '5 business days from a Saturday, with Ascension, end on Tuesday 09:00',
      OFFICE,
      days(5),
      '2026-05-09T12:00+02:00',
      '2026-05-19T09:00:00+02:00',
    ],
    [
      '8 hours on the clock over the change to summer time',
      OFFICE,
      { clockMs: 8 * HOUR },
      '2026-03-28T22:00+01:00',
      '2026-03-29T07:00:00+02:00',
    ],
    [
      '8 hours on the clock over the change to winter time',
      OFFICE,
      { clockMs: 8 * HOUR },
      '2026-10-24T22:00+02:00',
      '2026-10-25T05:00:00+01:00',
    ],
    [
      '8 office hours from Wednesday 16:30 with Ascension end on Friday 16:30',
      OFFICE_TO_FIVE,
      hours(8),
      '2026-05-13T16:30+02:00',
      '2026-05-15T16:30:00+02:00',
    ],
    [
      '16 business hours used up exactly at closing end at closing',
      OFFICE,
      hours(16),
      '2026-05-18T10:00+02:00',
      '2026-05-19T17:30:00+02:00',
    ],
    [
      '8 hours on the clock do not wait for opening hours',
      OFFICE,
      { clockMs: 8 * HOUR },
      '2026-05-09T12:00+02:00',
      '2026-05-09T20:00:00+02:00',
    ],
    [
      '24x7 business hours are hours on the clock',
      ALWAYS,
      hours(8),
      '2026-03-28T22:00+01:00',
      '2026-03-29T07:00:00+02:00',
    ],
  ])('%s', (_, hoursOf, target, start, expected) => {
    expect(formatLocal(deadlineOf(hoursOf, target, at(start)), AMSTERDAM)).toBe(expected);
  });

  it('a report on Friday 17:30 after closing starts on Monday, not at once', () => {
    const nine = calendar({ hours: weekdays(['09:00', '17:30']) });
    expect(formatLocal(deadlineOf(nine, hours(0.5), at('2026-06-05T17:30+02:00')), AMSTERDAM)).toBe(
      '2026-06-08T09:30:00+02:00',
    );
  });

  it('a later edit of a calendar is another calendar: the old one still gives the old deadline', () => {
    const before = calendar({ hours: weekdays(['09:00', '17:30']), holidays: HOLIDAYS_2026 });
    const after = calendar({ hours: weekdays(['09:00', '17:30']), holidays: [...HOLIDAYS_2026, '2026-05-15'] });
    const start = at('2026-05-13T17:00+02:00');
    const first = deadlineOf(before, hours(8), start);
    expect(deadlineOf(after, hours(8), start)).toBeGreaterThan(first);
    expect(deadlineOf(before, hours(8), start)).toBe(first);
  });

  it.each<[string, Target]>([
    ['no target at all', {} as Target],
    ['negative time on the clock', { clockMs: -1 }],
    ['a fraction of a millisecond', { clockMs: 0.5 }],
    ['negative business time', { businessMs: -1 }],
    ['half a day', { businessDays: 0.5 }],
    ['a deadline beyond the supported years', { clockMs: 1e13 }],
  ])('refuses %s', (_, target) => {
    expect(() => deadlineOf(OFFICE, target, at('2026-05-07T16:00+02:00'))).toThrow(
      expect.objectContaining({ code: 'VALIDATION' }),
    );
  });
});

describe('explainDeadline', () => {
  it('shows the hours counted and the days skipped, each with its reason', () => {
    const shown = explainDeadline(
      calendar({ hours: weekdays(['09:00', '17:00']), holidays: HOLIDAYS_2026, exceptions: { '2026-05-15': [] } }),
      hours(8),
      at('2026-05-13T16:30+02:00'),
    );
    expect(shown.start.local).toBe('2026-05-13T16:30:00+02:00');
    expect(shown.deadline).toEqual({ at: at('2026-05-18T16:30+02:00'), local: '2026-05-18T16:30:00+02:00' });
    expect(shown.spans.map(({ start, end, ms }) => [start.local, end.local, ms])).toEqual([
      ['2026-05-13T16:30:00+02:00', '2026-05-13T17:00:00+02:00', 0.5 * HOUR],
      ['2026-05-18T09:00:00+02:00', '2026-05-18T16:30:00+02:00', 7.5 * HOUR],
    ]);
    expect(shown.countedMs).toBe(8 * HOUR);
    expect(shown.skipped).toEqual([
      { date: '2026-05-14', weekday: 'thu', reason: 'holiday' },
      { date: '2026-05-15', weekday: 'fri', reason: 'exception' },
      { date: '2026-05-16', weekday: 'sat', reason: 'closed-weekday' },
      { date: '2026-05-17', weekday: 'sun', reason: 'closed-weekday' },
    ]);
  });

  it('shows when counting begins for a start outside opening hours', () => {
    const shown = explainDeadline(OFFICE, days(1), at('2026-05-09T12:00+02:00'));
    expect(shown.begins.local).toBe('2026-05-11T09:00:00+02:00');
    expect(shown.deadline.local).toBe('2026-05-12T09:00:00+02:00');
    expect(shown.countedMs).toBe(8.5 * HOUR);
  });

  it('shows one span and skips nothing for time on the clock', () => {
    const shown = explainDeadline(OFFICE, { clockMs: 8 * HOUR }, at('2026-05-09T12:00+02:00'));
    expect(shown.spans).toHaveLength(1);
    expect([shown.countedMs, shown.skipped]).toEqual([8 * HOUR, []]);
  });

  it('shows UTC for a calendar around the clock', () => {
    const shown = explainDeadline(ALWAYS, hours(1), at('2026-05-09T12:00Z'));
    expect([shown.timeZone, shown.deadline.local, shown.skipped]).toEqual(['UTC', '2026-05-09T13:00:00Z', []]);
  });
});
