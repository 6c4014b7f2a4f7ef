import { describe, expect, it } from 'vitest';
import { answerLine } from '../../../functions/sla/eval.ts';

const HOUR = 3_600_000;
const DUTCH_2026 = ['2026-05-14', '2026-05-25'];

function office(open: string, close: string): object {
  const day = [[open, close]];
  const hours = { mon: day, tue: day, wed: day, thu: day, fri: day };
  return { timeZone: 'Europe/Amsterdam', hours, holidays: DUTCH_2026 };
}

const NINE_TO_HALF_PAST_FIVE = office('09:00', '17:30');
const NINE_TO_FIVE = office('09:00', '17:00');

function ask(request: object): unknown {
  const { id, ...answer } = JSON.parse(answerLine(JSON.stringify({ id: 'asked', ...request })));
  expect(id).toBe('asked');
  expect(Object.keys(answer)).toHaveLength(1);
  return answer.result ?? answer;
}

describe('deadline', () => {
  const neutral = NINE_TO_HALF_PAST_FIVE;
  const cases: readonly [name: string, calendar: unknown, start: string, target: object, local: string][] = [
    [
      'go2people neutraal, response',
      neutral,
      '2026-05-07T16:00+02:00',
      { businessMs: 8 * HOUR },
      '2026-05-08T15:30+02:00',
    ],
    [
      'go2people neutraal, resolution',
      neutral,
      '2026-05-07T16:00+02:00',
      { businessMs: 16 * HOUR },
      '2026-05-11T15:00+02:00',
    ],
    [
      'go2people laag, response from a Saturday',
      neutral,
      '2026-05-09T12:00+02:00',
      { businessMs: 8 * HOUR },
      '2026-05-11T17:00+02:00',
    ],
    [
      'go2people laag, five business days over Ascension',
      neutral,
      '2026-05-09T12:00+02:00',
      { businessDays: 5 },
      '2026-05-19T09:00+02:00',
    ],
    [
      'go2people hoog, eight hours on the clock over the change to summer time',
      neutral,
      '2026-03-28T22:00+01:00',
      { clockMs: 8 * HOUR },
      '2026-03-29T07:00+02:00',
    ],
    [
      'sensey laag over Ascension',
      NINE_TO_FIVE,
      '2026-05-13T16:30+02:00',
      { businessMs: 8 * HOUR },
      '2026-05-15T16:30+02:00',
    ],
    [
      'used up exactly at closing time: the closing instant',
      neutral,
      '2026-05-18T10:00+02:00',
      { businessMs: 16 * HOUR },
      '2026-05-19T17:30+02:00',
    ],
    [
      'one millisecond more than closing time: the next opening',
      neutral,
      '2026-05-18T10:00+02:00',
      { businessMs: 16 * HOUR + 1 },
      '2026-05-20T09:00:00.001+02:00',
    ],
    [
      'nothing to count while closed: the next opening',
      neutral,
      '2026-05-09T12:00+02:00',
      { businessMs: 0 },
      '2026-05-11T09:00+02:00',
    ],
    ['around the clock', '24x7', '2026-03-28T22:00+01:00', { businessMs: 8 * HOUR }, '2026-03-29T07:00+02:00'],
  ];
  it.each(cases)('%s', (_name, calendar, start, target, local) => {
    const expected = new Date(local).toISOString().replace('.000Z', 'Z');
    expect(ask({ op: 'deadline', calendar, start, target })).toEqual({ deadline: expected });
  });

  it('takes instants as UTC epoch milliseconds too', () => {
    const start = Date.parse('2026-05-07T16:00+02:00');
    const answer = { deadline: '2026-05-08T13:30:00Z' };
    expect(ask({ op: 'deadline', calendar: neutral, start, target: { businessMs: 8 * HOUR } })).toEqual(answer);
  });
});

describe('elapsed and next-opening', () => {
  const night = { timeZone: 'Europe/Amsterdam', hours: { sat: [['22:00', '24:00']], sun: [['00:00', '06:00']] } };
  const broken = {
    timeZone: 'Europe/Amsterdam',
    hours: {
      mon: [
        ['09:00', '12:00'],
        ['13:00', '17:30'],
      ],
    },
  };
  const elapsed: readonly [name: string, calendar: unknown, from: string, to: string, ms: number][] = [
    ['a working day', NINE_TO_HALF_PAST_FIVE, '2026-05-07T00:00Z', '2026-05-08T00:00Z', 8.5 * HOUR],
    ['Ascension', NINE_TO_HALF_PAST_FIVE, '2026-05-14T00:00Z', '2026-05-15T00:00Z', 0],
    ['March 2026 in Amsterdam', '24x7', '2026-03-01T00:00+01:00', '2026-04-01T00:00+02:00', 2_674_800_000],
    ['October 2026 in Amsterdam', '24x7', '2026-10-01T00:00+02:00', '2026-11-01T00:00+01:00', 2_682_000_000],
    ['a night that loses an hour', night, '2026-03-28T00:00Z', '2026-03-29T22:00Z', 7 * HOUR],
    ['a night that gains an hour', night, '2026-10-24T00:00Z', '2026-10-25T22:00Z', 9 * HOUR],
    ['a day with a break', broken, '2026-05-11T00:00Z', '2026-05-12T00:00Z', 7.5 * HOUR],
    ['no time at all', '24x7', '2026-05-11T00:00Z', '2026-05-11T00:00Z', 0],
  ];
  it.each(elapsed)('%s', (_name, calendar, from, to, ms) => {
    expect(ask({ op: 'elapsed', calendar, from, to })).toEqual({ ms });
  });

  it.each([
    ['open already: the instant itself', '2026-05-11T07:00:00Z', '2026-05-11T07:00:00Z'],
    ['the closing instant is closed', '2026-05-11T10:00:00Z', '2026-05-11T11:00:00Z'],
    ['a week ahead', '2026-05-11T15:30:00.500Z', '2026-05-18T07:00:00Z'],
  ])('next opening, %s', (_name, at, expected) => {
    expect(ask({ op: 'next-opening', calendar: broken, at })).toEqual({ at: expected });
  });

  it('a dated exception wins over a holiday, and the holiday over the week', () => {
    const calendar = { ...NINE_TO_FIVE, exceptions: { '2026-05-14': [['10:00', '11:00']] } };
    const asked = { op: 'next-opening', calendar, at: '2026-05-13T17:00+02:00' };
    expect(ask(asked)).toEqual({ at: '2026-05-14T08:00:00Z' });
    expect(ask({ ...asked, calendar: NINE_TO_FIVE })).toEqual({ at: '2026-05-15T07:00:00Z' });
  });
});

describe('availability', () => {
  const MARCH = { start: '2026-03-01T00:00+01:00', end: '2026-04-01T00:00+02:00' };
  const APRIL = { start: '2026-04-01T00:00+02:00', end: '2026-05-01T00:00+02:00' };
  const down = (seconds: number, start = '2026-03-10T12:00:00Z') => [
    start,
    new Date(Date.parse(start) + seconds * 1_000).toISOString(),
  ];
  const inMarch = (seconds: number) => ({ period: MARCH, outages: [down(seconds)], exclusions: [], target: '99.9' });

  it.each([
    ['45 minutes in March show cut and miss 99.9 %', 2_700, '99.8990', false],
    ['2,674 s meet it', 2_674, '99.9000', true],
    ['exactly 0.1 % of the month meets it', 2_674.8, '99.9000', true],
    ['a millisecond more misses it', 2_674.801, '99.8999', false],
    ['2,675 s miss it', 2_675, '99.8999', false],
    ['nothing at all', 0, '100.0000', true],
  ])('%s', (_name, seconds, percent, met) => {
    const downtimeMs = Math.round(seconds * 1_000);
    const answer = { totalMs: 2_674_800_000, downtimeMs, excludedMs: 0, percent, met };
    expect(ask({ op: 'availability', ...inMarch(seconds) })).toEqual(answer);
  });

  it('without a target says nothing about it', () => {
    const { target: _, ...asked } = inMarch(2_700);
    const answer = { totalMs: 2_674_800_000, downtimeMs: 2_700_000, excludedMs: 0, percent: '99.8990' };
    expect(ask({ op: 'availability', ...asked })).toEqual(answer);
  });

  it('overlaps count once, exclusions go out before the minimum, and the rest counts whole or in excess', () => {
    const outages = [down(1_200), down(900, '2026-03-10T12:10:00Z'), down(900, '2026-03-12T00:00:00Z')];
    const exclusions = [down(300)];
    const asked = { op: 'availability', period: MARCH, outages, exclusions };
    // 12:00 to 12:25 less five minutes is 20 minutes; exactly 15 minutes are not longer than 15.
    const minimum = { longerThanMs: 900_000, counts: 'whole' };
    expect(ask({ ...asked, minimum })).toMatchObject({ downtimeMs: 1_200_000, excludedMs: 300_000 });
    expect(ask({ ...asked, minimum: { ...minimum, counts: 'excess' } })).toMatchObject({ downtimeMs: 300_000 });
  });

  it('ten minutes before and ten after midnight on the first are one outage of twenty', () => {
    const outages = [['2026-03-31T23:50+02:00', '2026-04-01T00:10+02:00']];
    const asked = { op: 'availability', outages, exclusions: [], minimum: { longerThanMs: 900_000, counts: 'whole' } };
    expect(ask({ ...asked, period: MARCH })).toMatchObject({ downtimeMs: 600_000 });
    expect(ask({ ...asked, period: APRIL })).toMatchObject({ downtimeMs: 600_000 });
  });

  it('excluded time stays in the total unless it is said to leave', () => {
    const asked = { op: 'availability', period: MARCH, outages: [down(600)], exclusions: [down(3_600)] };
    expect(ask(asked)).toMatchObject({ totalMs: 2_674_800_000, downtimeMs: 0, excludedMs: 600_000 });
    expect(ask({ ...asked, excludedTime: 'leaves' })).toMatchObject({ totalMs: 2_671_200_000, excludedMs: 600_000 });
  });
});

describe('credit', () => {
  const DIPLOC = [
    { atOrBelow: '99.5', percent: '10' },
    { atOrBelow: '99.4', percent: '20' },
    { atOrBelow: '99.3', percent: '30' },
    { atOrBelow: '99.2', percent: '40' },
  ];
  const SENSEY = [
    { below: '99.9', percent: '10' },
    { below: '99.0', percent: '25' },
    { below: '98.0', percent: '50' },
  ];

  it.each([
    [12_959, '0', 0],
    [12_960, '10', 2_490],
    [18_144, '30', 7_470],
    [20_735, '30', 7_470],
    [20_736, '40', 9_960],
  ])('diploc, April 2026: %i s down', (seconds, percent, creditMinor) => {
    const availability = { downtimeMs: seconds * 1_000, totalMs: 2_592_000_000 };
    const asked = { op: 'credit', availability, bands: DIPLOC, feeMinor: 24_900, capPercent: '40' };
    expect(ask(asked)).toEqual({ percent, creditMinor, capped: false });
  });

  it.each([
    ['exactly 99.9 %', 2_674_800, '0', 0],
    ['just under 99.9 %', 2_674_801, '10', 1_000],
    ['exactly 99.0 %', 26_748_000, '10', 1_000],
    ['just under 99.0 %', 26_748_001, '25', 2_500],
    ['exactly 98.0 %', 53_496_000, '25', 2_500],
    ['under 98.0 %', 53_496_001, '50', 5_000],
  ])('sensey, March 2026: %s', (_name, downtimeMs, percent, creditMinor) => {
    const availability = { downtimeMs, totalMs: 2_674_800_000 };
    const answer = { percent, creditMinor, capped: false };
    expect(ask({ op: 'credit', availability, bands: SENSEY, feeMinor: 10_000 })).toEqual(answer);
  });

  it('a line is rounded half up, its cap down', () => {
    const asked = { op: 'credit', availability: '99.2', bands: DIPLOC, feeMinor: 4_999 };
    expect(ask(asked)).toEqual({ percent: '40', creditMinor: 2_000, capped: false });
    expect(ask({ ...asked, capPercent: '40' })).toEqual({ percent: '40', creditMinor: 1_999, capped: true });
  });

  it('a stated percentage is exact: a millionth of a percent decides', () => {
    const asked = { op: 'credit', bands: SENSEY, feeMinor: 10_000 };
    expect(ask({ ...asked, availability: '99.900000' })).toMatchObject({ percent: '0' });
    expect(ask({ ...asked, availability: '99.899999' })).toMatchObject({ percent: '10' });
  });
});
