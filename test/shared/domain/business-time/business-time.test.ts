import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBusinessDays,
  addBusinessMs,
  elapsedOpenMs,
  nextOpening,
  openSpans,
} from '../../../../shared/domain/business-time/business-time.ts';
import type { Calendar, LocalDate, Span } from '../../../../shared/domain/business-time/calendar.ts';
import { WEEKDAYS, type Weekday } from '../../../../shared/domain/business-time/civil-date.ts';
import { formatLocal } from '../../../../shared/domain/business-time/zone.ts';
import { totalMs } from '../../../../shared/domain/interval/interval.ts';
import { ALWAYS, AMSTERDAM, calendar, HOUR, MINUTE, OFFICE, weekdays } from './calendars.ts';
import { MinuteWalker } from './minute-walker.ts';

const at = (text: string) => Date.parse(text);

describe('nextOpening', () => {
  it.each([
    ['inside opening hours it is the instant itself', '2026-05-08T12:00+02:00', '2026-05-08T12:00:00+02:00'],
    ['the opening instant is open', '2026-05-08T09:00+02:00', '2026-05-08T09:00:00+02:00'],
    ['the closing instant is closed', '2026-05-08T17:30+02:00', '2026-05-11T09:00:00+02:00'],
    ['one millisecond before closing is open', '2026-05-08T17:29:59.999+02:00', '2026-05-08T17:29:59.999+02:00'],
    ['a Saturday leads to Monday', '2026-05-09T12:00+02:00', '2026-05-11T09:00:00+02:00'],
    ['a holiday is skipped', '2026-05-14T10:00+02:00', '2026-05-15T09:00:00+02:00'],
    ['a weekend and a holiday in a row are skipped', '2026-04-03T18:00+02:00', '2026-04-07T09:00:00+02:00'],
    ['the year ends without losing the way', '2025-12-31T18:00+01:00', '2026-01-02T09:00:00+01:00'],
  ])('%s', (_, from, expected) => {
    expect(formatLocal(nextOpening(OFFICE, at(from)), AMSTERDAM)).toBe(expected);
  });
});

describe('clock changes: hours are wall time, elapsed time is physical', () => {
  const nights = calendar({ hours: { sat: [['22:00', '24:00']], sun: [['00:00', '06:00']] } });
  const sunday = (open: string, close: string) => calendar({ hours: { sun: [[open, close]] } });
  const newYork = calendar({ timeZone: 'America/New_York', hours: { sun: [['00:00', '04:00']] } });
  const lordHowe = calendar({ timeZone: 'Australia/Lord_Howe', hours: { sun: [['00:00', '04:00']] } });
  const SPRING = ['2026-03-28T12:00+01:00', '2026-03-29T12:00+02:00'] as const;
  const AUTUMN = ['2026-10-24T12:00+02:00', '2026-10-25T12:00+01:00'] as const;
  it.each<[string, Calendar, readonly [string, string], number]>([
    ['a Saturday night in Amsterdam is an hour short in spring', nights, SPRING, 7 * HOUR],
    ['a Saturday night in Amsterdam is an hour long in autumn', nights, AUTUMN, 9 * HOUR],
    ['an opening at 02:30, which does not exist, moves forward to 03:00', sunday('02:30', '05:00'), SPRING, 2 * HOUR],
    ['a closing at 02:30, which does not exist, moves forward to 03:00', sunday('01:00', '02:30'), SPRING, HOUR],
    ['hours that do not exist at all never open', sunday('02:00', '03:00'), SPRING, 0],
    ['an opening at 02:30, which occurs twice, is the first', sunday('02:30', '05:00'), AUTUMN, 3.5 * HOUR],
    ['a closing at 02:30, which occurs twice, is the first', sunday('01:00', '02:30'), AUTUMN, 1.5 * HOUR],
    ['hours wholly inside the repeated hour are open once', sunday('02:15', '02:45'), AUTUMN, 0.5 * HOUR],
    ['New York in March is an hour short', newYork, ['2026-03-08T00:00-05:00', '2026-03-08T12:00-04:00'], 3 * HOUR],
    ['New York in November is an hour long', newYork, ['2026-11-01T00:00-04:00', '2026-11-01T12:00-05:00'], 5 * HOUR],
    [
      'Lord Howe in October is half an hour short',
      lordHowe,
      ['2026-10-04T00:00+10:30', '2026-10-04T12:00+11:00'],
      3.5 * HOUR,
    ],
    [
      'Lord Howe in April is half an hour long',
      lordHowe,
      ['2026-04-05T00:00+11:00', '2026-04-05T12:00+10:30'],
      4.5 * HOUR,
    ],
  ])('%s', (_, hours, [from, to], expected) => {
    expect(elapsedOpenMs(hours, at(from), at(to))).toBe(expected);
    expect(totalMs(openSpans(hours, { start: at(from), end: at(to) }))).toBe(expected);
  });

  it('09:00 is 09:00 on both sides of a clock change', () => {
    expect(formatLocal(addBusinessMs(OFFICE, at('2026-03-27T17:00+01:00'), HOUR), AMSTERDAM)).toBe(
      '2026-03-30T09:30:00+02:00',
    );
    expect(formatLocal(addBusinessMs(OFFICE, at('2026-10-23T17:00+02:00'), HOUR), AMSTERDAM)).toBe(
      '2026-10-26T09:30:00+01:00',
    );
  });

  it('a date that a zone skipped whole (Apia, 30 December 2011) never opens', () => {
    const apia = calendar({ timeZone: 'Pacific/Apia', hours: weekdays(['09:00', '17:00']) });
    expect(formatLocal(addBusinessDays(apia, at('2011-12-29T12:00-10:00'), 1), 'Pacific/Apia')).toBe(
      '2012-01-02T12:00:00+14:00',
    );
  });
});

describe('holidays and exceptions', () => {
  const parts = { hours: weekdays(['09:00', '17:00']), holidays: ['2026-06-01', '2026-06-02'] };
  const hours = calendar({
    ...parts,
    exceptions: { '2026-06-02': [['10:00', '12:00']], '2026-06-03': [], '2026-06-06': [['11:00', '12:00']] },
  });
  const day = (date: string) => elapsedOpenMs(hours, at(`${date}T00:00+02:00`), at(`${date}T23:59+02:00`));
  it.each([
    ['a holiday wins over the weekly hours', '2026-06-01', 0],
    ['an exception wins over a holiday', '2026-06-02', 2 * HOUR],
    ['an exception without spans closes a working day', '2026-06-03', 0],
    ['other days keep their weekly hours', '2026-06-04', 8 * HOUR],
    ['an exception opens a weekend day', '2026-06-06', HOUR],
  ])('%s', (_, date, expected) => {
    expect(day(date)).toBe(expected);
  });
});

describe('addBusinessMs', () => {
  const breaks = calendar({ hours: weekdays(['09:00', '12:00'], ['13:00', '17:00']) });
  it.each<[string, Calendar, string, number, string]>([
    [
      'used up exactly at closing gives the closing instant',
      OFFICE,
      '2026-05-08T16:30+02:00',
      HOUR,
      '2026-05-08T17:30:00+02:00',
    ],
    [
      'one millisecond more runs into the next opening',
      OFFICE,
      '2026-05-08T16:30+02:00',
      HOUR + 1,
      '2026-05-11T09:00:00.001+02:00',
    ],
    [
      'used up exactly at a break gives the beginning of the break',
      breaks,
      '2026-05-08T10:00+02:00',
      2 * HOUR,
      '2026-05-08T12:00:00+02:00',
    ],
    ['a break does not count', breaks, '2026-05-08T11:00+02:00', 2 * HOUR, '2026-05-08T14:00:00+02:00'],
    ['a start in the break begins after it', breaks, '2026-05-08T12:00+02:00', HOUR, '2026-05-08T14:00:00+02:00'],
    ['nothing to use gives the next opening', OFFICE, '2026-05-09T12:00+02:00', 0, '2026-05-11T09:00:00+02:00'],
    ['nothing to use while open gives the instant', OFFICE, '2026-05-08T12:00+02:00', 0, '2026-05-08T12:00:00+02:00'],
    ['years pass without drift', OFFICE, '2026-05-08T09:00+02:00', 8.5 * HOUR * 1_000, '2030-03-12T17:30:00+01:00'],
  ])('%s', (_, hours, from, ms, expected) => {
    expect(formatLocal(addBusinessMs(hours, at(from), ms), AMSTERDAM)).toBe(expected);
  });

  it('hours that touch over midnight are one: used up at midnight gives midnight, and nothing is lost at new year', () => {
    const night = calendar({ hours: { wed: [['20:00', '24:00']], thu: [['00:00', '04:00']] } });
    const start = at('2025-12-31T20:00+01:00');
    expect(openSpans(night, { start, end: start + 24 * HOUR })).toEqual([{ start, end: start + 8 * HOUR }]);
    expect(addBusinessMs(night, start, 4 * HOUR)).toBe(start + 4 * HOUR);
    expect(addBusinessMs(night, start, 6 * HOUR)).toBe(start + 6 * HOUR);
  });

  it('24x7 never closes', () => {
    expect(addBusinessMs(ALWAYS, at('2026-03-28T22:00Z'), 8 * HOUR)).toBe(at('2026-03-29T06:00Z'));
    expect(addBusinessDays(ALWAYS, at('2026-03-28T22:00Z'), 2)).toBe(at('2026-03-30T22:00Z'));
  });
});

describe('addBusinessDays', () => {
  const lunch = calendar({
    hours: {
      ...weekdays(['09:00', '17:00']),
      tue: [
        ['10:00', '12:00'],
        ['13:00', '15:00'],
      ],
    },
  });
  it.each<[string, Calendar, string, number, string]>([
    ['the same wall time on the next open day', OFFICE, '2026-05-08T16:00+02:00', 1, '2026-05-11T16:00:00+02:00'],
    ['a holiday is no business day', OFFICE, '2026-05-13T10:00+02:00', 1, '2026-05-15T10:00:00+02:00'],
    ['a closed start goes to the next opening first', OFFICE, '2026-05-09T12:00+02:00', 1, '2026-05-12T09:00:00+02:00'],
    ['after closing on a working day too', OFFICE, '2026-05-08T17:30+02:00', 1, '2026-05-12T09:00:00+02:00'],
    ['earlier than that day opens: its opening', lunch, '2026-05-11T09:30+02:00', 1, '2026-05-12T10:00:00+02:00'],
    ['later than that day closes: its closing', lunch, '2026-05-11T16:00+02:00', 1, '2026-05-12T15:00:00+02:00'],
    ['in a break: the end of the break', lunch, '2026-05-11T12:30+02:00', 1, '2026-05-12T13:00:00+02:00'],
    ['the beginning of a break is in the break', lunch, '2026-05-11T12:00+02:00', 1, '2026-05-12T13:00:00+02:00'],
    ['no days at all is the next opening', OFFICE, '2026-05-09T12:00+02:00', 0, '2026-05-11T09:00:00+02:00'],
    ['the wall time stays over a clock change', OFFICE, '2026-03-27T16:00+01:00', 1, '2026-03-30T16:00:00+02:00'],
    ['the year ends without losing a day', OFFICE, '2025-12-31T16:00+01:00', 1, '2026-01-02T16:00:00+01:00'],
  ])('%s', (_, hours, from, days, expected) => {
    expect(formatLocal(addBusinessDays(hours, at(from), days), AMSTERDAM)).toBe(expected);
  });
});

describe('limits', () => {
  const once = calendar({ exceptions: { '2026-06-01': [['10:00', '11:00']] } });
  it.each<[string, () => number]>([
    [
      'a calendar that never opens again does not search for ever',
      () => nextOpening(once, at('2026-06-01T11:00+02:00')),
    ],
    ['nor for business time that never comes', () => addBusinessMs(once, 0, HOUR + 1)],
    ['nor for a business day that never comes', () => addBusinessDays(once, 0, 1)],
    ['more time than the supported years hold', () => addBusinessMs(OFFICE, 0, Number.MAX_SAFE_INTEGER)],
    ['more days than the supported years hold', () => addBusinessDays(OFFICE, 0, 1_000_000)],
    ['around the clock too', () => addBusinessMs(ALWAYS, 0, Number.MAX_SAFE_INTEGER)],
    ['an instant before 1970', () => nextOpening(OFFICE, -1)],
    ['an instant after 2200', () => nextOpening(OFFICE, Date.UTC(2201, 0, 1))],
    ['an instant that is no whole millisecond', () => nextOpening(OFFICE, 0.5)],
    ['negative business time', () => addBusinessMs(OFFICE, 0, -1)],
    ['half a business day', () => addBusinessDays(OFFICE, 0, 0.5)],
    ['an interval the wrong way round', () => elapsedOpenMs(OFFICE, 1, 0)],
  ])('%s is a ValidationError', (_, act) => {
    expect(act).toThrow(expect.objectContaining({ code: 'VALIDATION' }));
  });

  it('the last supported day still works', () => {
    expect(nextOpening(ALWAYS, Date.UTC(2201, 0, 1) - 1)).toBe(Date.UTC(2201, 0, 1) - 1);
    expect(formatLocal(nextOpening(OFFICE, at('2200-12-31T03:00Z')), AMSTERDAM)).toBe('2200-12-31T09:00:00+01:00');
  });
});

describe('against a walk minute by minute', () => {
  const DAYS = 40;
  const walks = [
    { timeZone: AMSTERDAM, from: at('2026-03-16T00:00Z') },
    { timeZone: AMSTERDAM, from: at('2026-10-12T00:00Z') },
    { timeZone: 'America/New_York', from: at('2026-02-23T00:00Z') },
    { timeZone: 'Australia/Lord_Howe', from: at('2026-03-23T00:00Z') },
    { timeZone: 'Australia/Lord_Howe', from: at('2026-09-21T00:00Z') },
    { timeZone: 'Europe/London', from: at('2025-12-22T00:00Z') },
  ].map((walk) => ({ ...walk, walker: new MinuteWalker(walk.timeZone, walk.from, DAYS * 24 * 60) }));

  const text = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const someSpans = fc
    .uniqueArray(fc.integer({ min: 0, max: 48 }), { maxLength: 6 })
    .map((halfHours) => halfHours.sort((x, y) => x - y).map((h) => h * 30))
    .map((times) =>
      times.flatMap((open, n) =>
        n % 2 === 0 && n + 1 < times.length ? [[open, times[n + 1] as number] as const] : [],
      ),
    );
  const someWeek = fc.tuple(...WEEKDAYS.map(() => someSpans)).filter((week) => week.some((spans) => spans.length > 0));
  const written = (spans: readonly (readonly [number, number])[]): Span[] =>
    spans.map(([open, close]) => [text(open), text(close)]);
  const inWalk = fc.integer({ min: 2 * 24 * 60, max: 16 * 24 * 60 });

  it('elapsed time, openings, business time and business days agree', () => {
    const cases = fc.record({
      walk: fc.constantFrom(...walks),
      week: someWeek,
      holiday: fc.integer({ min: 0, max: 20 }),
      exception: fc.record({ day: fc.integer({ min: 0, max: 20 }), spans: someSpans }),
      start: inWalk,
      length: inWalk,
      seconds: fc.integer({ min: 0, max: 59_999 }),
      ms: fc.integer({ min: 1, max: 6 * HOUR }),
      days: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(cases, ({ walk, week, holiday, exception, start, length, seconds, ms, days }) => {
        const dateAfter = (n: number): LocalDate => walk.walker.dates[n] as string;
        const hours = calendar({
          timeZone: walk.timeZone,
          hours: Object.fromEntries(WEEKDAYS.map((name, n) => [name, written(week[n] ?? [])])),
          holidays: [dateAfter(holiday)],
          exceptions: { [dateAfter(exception.day)]: written(exception.spans) },
        });
        const walker = walk.walker.open((date, weekday) => {
          if (date === dateAfter(exception.day)) return exception.spans;
          if (date === dateAfter(holiday)) return [];
          return week[WEEKDAYS.indexOf(weekday.toLowerCase() as Weekday)] ?? [];
        });
        const from = walk.from + start * MINUTE;
        const to = Math.min(from + length * MINUTE + seconds, walk.from + 20 * 24 * HOUR);
        expect(elapsedOpenMs(hours, from, to)).toBe(walker.elapsed(from, to));
        expect(totalMs(openSpans(hours, { start: from, end: to }))).toBe(walker.elapsed(from, to));
        expect(nextOpening(hours, from)).toBe(walker.nextOpening(from));
        expect(addBusinessMs(hours, from, ms)).toBe(walker.addMs(from, ms));
        expect(addBusinessDays(hours, from, Math.min(days, 2))).toBe(walker.addDays(from, Math.min(days, 2)));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('adding business time and measuring it are inverses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3e12 }), fc.integer({ min: 0, max: 3e9 }), (start, ms) => {
        expect(elapsedOpenMs(OFFICE, start, addBusinessMs(OFFICE, start, ms))).toBe(ms);
      }),
    );
  });

  it('measured time adds up at any cut', () => {
    const instants = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 0, max: 3e12 })));
    fc.assert(
      fc.property(instants, (list) => {
        const [a, b, c] = list.sort((x, y) => x - y) as [number, number, number];
        expect(elapsedOpenMs(OFFICE, a, b) + elapsedOpenMs(OFFICE, b, c)).toBe(elapsedOpenMs(OFFICE, a, c));
      }),
    );
  });
});
