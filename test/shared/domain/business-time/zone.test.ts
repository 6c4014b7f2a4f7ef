import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilDateOf,
  epochDayOf,
  formatDate,
  parseDate,
  weekdayOf,
} from '../../../../shared/domain/business-time/civil-date.ts';
import {
  assertIanaZone,
  formatLocal,
  instantOfLocal,
  localDateOf,
  localMsAt,
  offsetAt,
  startOfLocalDay,
} from '../../../../shared/domain/business-time/zone.ts';
import { AMSTERDAM, HOUR } from './calendars.ts';

const ZONES = [
  AMSTERDAM,
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
];

describe('local time to instant', () => {
  it.each([
    ['an ordinary time', AMSTERDAM, '2026-05-08T09:00', '2026-05-08T09:00+02:00'],
    [
      'a time that does not exist is the next existing instant',
      AMSTERDAM,
      '2026-03-29T02:30',
      '2026-03-29T03:00+02:00',
    ],
    ['so is the last one that does not exist', AMSTERDAM, '2026-03-29T02:59', '2026-03-29T03:00+02:00'],
    ['a time that occurs twice is the first', AMSTERDAM, '2026-10-25T02:30', '2026-10-25T02:30+02:00'],
    ['New York in spring', 'America/New_York', '2026-03-08T02:30', '2026-03-08T03:00-04:00'],
    ['New York in autumn', 'America/New_York', '2026-11-01T01:30', '2026-11-01T01:30-04:00'],
    ['Lord Howe moves by half an hour: spring', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-04T02:30+11:00'],
    ['Lord Howe moves by half an hour: autumn', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-05T01:45+11:00'],
    [
      'a date that was skipped whole is the next midnight',
      'Pacific/Apia',
      '2011-12-30T12:00',
      '2011-12-31T00:00+14:00',
    ],
  ])('%s', (_, zone, local, expected) => {
    expect(instantOfLocal(zone, Date.parse(`${local}Z`))).toBe(Date.parse(expected));
  });

  it('reads the same wall clock as the platform at any instant', () => {
    const formats = new Map(
      ZONES.map((timeZone) => [
        timeZone,
        new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
      ]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 2_500_000_000 }), (zone, seconds) => {
        const at = seconds * 1000;
        expect(formatLocal(at, zone).slice(0, 19).replace('T', ' ')).toBe(formats.get(zone)?.format(at));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the first instant at which the wall clock has come that far', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 2_500_000_000 }), (zone, seconds) => {
        const local = seconds * 1000 + 24 * HOUR;
        const at = instantOfLocal(zone, local);
        expect(localMsAt(zone, at)).toBeGreaterThanOrEqual(local);
        expect(localMsAt(zone, at - 1)).toBeLessThan(local);
        expect(at).toBeLessThanOrEqual(local - offsetAt(zone, at) + 24 * HOUR);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('formatLocal', () => {
  it.each([
    ['summer', '2026-05-08T13:30:00Z', AMSTERDAM, '2026-05-08T15:30:00+02:00'],
    ['winter', '2026-01-08T13:30:00Z', AMSTERDAM, '2026-01-08T14:30:00+01:00'],
    ['milliseconds only when there are any', '2026-01-08T13:30:00.007Z', 'UTC', '2026-01-08T13:30:00.007Z'],
    ['west of Greenwich, with a half hour', '2026-01-08T13:30:00Z', 'America/St_Johns', '2026-01-08T10:00:00-03:30'],
    ['London in winter is not UTC but +00:00', '2026-01-08T13:30:00Z', 'Europe/London', '2026-01-08T13:30:00+00:00'],
  ])('%s', (_, at, zone, expected) => {
    expect(formatLocal(Date.parse(at), zone)).toBe(expected);
    expect(Date.parse(formatLocal(Date.parse(at), zone))).toBe(Date.parse(at));
  });

  it('refuses an instant that is none', () => {
    expect(() => formatLocal(Number.NaN, AMSTERDAM)).toThrow(expect.objectContaining({ code: 'VALIDATION' }));
  });
});

describe('local days', () => {
  it('start at local midnight, or at the first instant after it', () => {
    expect(startOfLocalDay('2026-03-29', AMSTERDAM)).toBe(Date.parse('2026-03-29T00:00+01:00'));
    expect(startOfLocalDay('2018-11-04', 'America/Sao_Paulo')).toBe(Date.parse('2018-11-04T01:00-02:00'));
  });

  it('are the date on the wall', () => {
    expect(localDateOf(Date.parse('2026-03-31T22:00Z'), AMSTERDAM)).toBe('2026-04-01');
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', 'yesterday', '2201-01-01'])('refuse %j with its path', (date) => {
    expect(() => parseDate(date, ['startsOn'])).toThrow(expect.objectContaining({ path: ['startsOn'] }));
  });
});

describe('dates', () => {
  it('count days and weekdays through leap years and centuries', () => {
    expect([weekdayOf(0), weekdayOf(-1), weekdayOf(parseDate('2026-05-14'))]).toEqual(['thu', 'wed', 'thu']);
    for (let day = epochDayOf(1969, 1, 1); day < epochDayOf(2202, 1, 1); day++) {
      const { year, month, day: ofMonth } = civilDateOf(day);
      if (epochDayOf(year, month, ofMonth) !== day) expect(formatDate(day)).toBe('another day');
    }
  });
});

describe('assertIanaZone', () => {
  it.each([
    'CET',
    'EST',
    'GMT',
    'EST5EDT',
    'Z',
    '',
    '+02:00',
    'Etc/GMT+1',
    'Europe/Nowhere',
    'EUROPE/AMSTERDAM',
    1,
    null,
  ])('refuses %j', (zone) => {
    expect(() => assertIanaZone(zone, ['timeZone'])).toThrow(expect.objectContaining({ path: ['timeZone'] }));
  });

  it.each(ZONES)('takes %s', (zone) => {
    expect(assertIanaZone(zone)).toBe(zone);
  });
});
