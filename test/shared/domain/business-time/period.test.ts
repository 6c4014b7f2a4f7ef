import { describe, expect, it } from 'vitest';
import {
  addMonths,
  monthOf,
  monthPeriod,
  nextMonth,
  parseMonth,
  previousMonth,
} from '../../../../shared/domain/business-time/period.ts';
import { AMSTERDAM, HOUR } from './calendars.ts';

describe('monthPeriod', () => {
  it.each([
    ['March 2026 in Amsterdam is 743 hours', '2026-03', AMSTERDAM, 743],
    ['October 2026 in Amsterdam is 745 hours', '2026-10', AMSTERDAM, 745],
    ['April 2026 in Amsterdam is 720 hours', '2026-04', AMSTERDAM, 720],
    ['February 2028 has 29 days', '2028-02', AMSTERDAM, 29 * 24],
    ['March 2026 in UTC is 744 hours', '2026-03', 'UTC', 744],
    ['March 2026 in New York is 743 hours', '2026-03', 'America/New_York', 743],
    ['October 2026 on Lord Howe is 743.5 hours', '2026-10', 'Australia/Lord_Howe', 743.5],
  ])('%s', (_, month, zone, hours) => {
    const { start, end } = monthPeriod(month, zone);
    expect(end - start).toBe(hours * HOUR);
  });

  it('begins and ends at local midnight', () => {
    expect(monthPeriod('2026-03', AMSTERDAM)).toEqual({
      start: Date.parse('2026-03-01T00:00+01:00'),
      end: Date.parse('2026-04-01T00:00+02:00'),
    });
  });

  it('begins later where a clock change skips its first midnight', () => {
    expect(monthPeriod('2014-10', 'America/Asuncion').start).toBe(Date.parse('2014-10-01T00:00-04:00'));
    expect(monthPeriod('2017-10', 'America/Asuncion').start).toBe(Date.parse('2017-10-01T01:00-03:00'));
  });

  it('consecutive months touch and do not overlap, for ten years', () => {
    for (let month = '2020-01'; month < '2030-01'; month = nextMonth(month)) {
      expect(monthPeriod(nextMonth(month), AMSTERDAM).start).toBe(monthPeriod(month, AMSTERDAM).end);
    }
  });

  it.each(['2026-00', '2026-13', '2026-3', '202603', '1969-12', '2201-01', ''])('refuses %j', (month) => {
    expect(() => monthPeriod(month, AMSTERDAM)).toThrow(expect.objectContaining({ code: 'VALIDATION' }));
    expect(() => parseMonth(month, ['month'])).toThrow(expect.objectContaining({ path: ['month'] }));
  });

  it('refuses a zone that is no region', () => {
    expect(() => monthPeriod('2026-03', 'CET')).toThrow(expect.objectContaining({ code: 'VALIDATION' }));
  });
});

describe('monthOf', () => {
  it.each([
    ['the last millisecond of March belongs to March', '2026-03-31T23:59:59.999+02:00', AMSTERDAM, '2026-03'],
    ['the first of April belongs to April', '2026-04-01T00:00+02:00', AMSTERDAM, '2026-04'],
    ['the same instant is March in UTC', '2026-04-01T00:00+02:00', 'UTC', '2026-03'],
    ['new year comes with the zone', '2025-12-31T23:30Z', AMSTERDAM, '2026-01'],
  ])('%s', (_, at, zone, expected) => {
    expect(monthOf(Date.parse(at), zone)).toBe(expected);
  });
});

describe('addMonths', () => {
  it.each([
    ['2026-01', 1, '2026-02'],
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-05', -12, '2025-05'],
    ['2026-05', 0, '2026-05'],
    ['2026-05', 20, '2028-01'],
  ])('%s and %i months is %s', (month, count, expected) => {
    expect(addMonths(month, count)).toBe(expected);
  });

  it('steps back to the month before', () => {
    expect(previousMonth('2026-01')).toBe('2025-12');
  });

  it.each([
    ['2200-12', 1],
    ['1970-01', -1],
    ['2026-01', 0.5],
  ])('refuses to go from %s by %d', (month, count) => {
    expect(() => addMonths(month, count)).toThrow(expect.objectContaining({ code: 'VALIDATION' }));
  });
});
