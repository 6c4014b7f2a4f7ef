import { describe, expect, it } from 'vitest';
import { answerLine } from '../../../functions/sla/eval.ts';
import { runAt } from './fake-terminal.ts';

const OFFICE = { timeZone: 'Europe/Amsterdam', hours: { mon: [['09:00', '17:00']] } };
const AT = '2026-05-11T10:00:00Z';
const GOOD = { op: 'next-opening', calendar: '24x7', at: AT };
const CLOCKS = { op: 'clocks', calendar: '24x7', targets: { response: { clockMs: 1 } }, pauseStops: 'none' };
const PERIOD = { start: '2026-03-01T00:00Z', end: '2026-04-01T00:00Z' };

interface Refused {
  readonly id: unknown;
  readonly error: { readonly code: string; readonly message: string; readonly path: readonly unknown[] };
}

function refusal(request: object): Refused['error'] {
  const answer: Refused = JSON.parse(answerLine(JSON.stringify({ id: 7, ...request })));
  expect(Object.keys(answer)).toEqual(['id', 'error']);
  expect(answer.id).toBe(7);
  expect(Object.keys(answer.error)).toEqual(['code', 'message', 'path']);
  return answer.error;
}

describe('a request that is refused names place, value and what was allowed', () => {
  const cases: readonly [name: string, request: object, path: readonly unknown[], message: RegExp][] = [
    ['no operation', {}, ['op'], /missing.*deadline, elapsed/],
    ['an unknown operation', { op: 'sum' }, ['op'], /"sum".*deadline, elapsed/],
    ['a name every object inherits', { op: 'toString' }, ['op'], /"toString"/],
    ['an unknown key', { ...GOOD, zone: 'UTC' }, ['zone'], /"zone".*calendar, at/],
    ['a missing member', { op: 'next-opening', calendar: '24x7' }, ['at'], /missing/],
    ['an instant without a zone', { ...GOOD, at: '2026-05-11T10:00:00' }, ['at'], /2026-05-11T10:00:00.*zone/],
    ['a date that does not exist', { ...GOOD, at: '2026-02-30T10:00:00Z' }, ['at'], /2026-02-30 does not exist/],
    ['a fraction of a millisecond', { ...GOOD, at: 1.5 }, ['at'], /1\.5.*whole/],
    ['an instant before 1970', { ...GOOD, at: -1 }, ['at'], /-1.*1970 to 2200/],
    ['an unknown zone', { ...GOOD, calendar: { ...OFFICE, timeZone: 'CET' } }, ['calendar', 'timeZone'], /CET.*IANA/],
    ['a calendar that is none', { ...GOOD, calendar: 'always' }, ['calendar'], /always.*24x7/],
    ['an unknown key in a calendar', { ...GOOD, calendar: { ...OFFICE, days: [] } }, ['calendar', 'days'], /timeZone/],
    [
      'an unknown weekday',
      { ...GOOD, calendar: { ...OFFICE, hours: { monday: [] } } },
      ['calendar', 'hours', 'monday'],
      /mon, tue/,
    ],
    [
      'a reversed span',
      { ...GOOD, calendar: { ...OFFICE, hours: { mon: [['17:00', '09:00']] } } },
      ['calendar', 'hours', 'mon', 0],
      /does not close after it opens/,
    ],
    [
      'overlapping spans',
      {
        ...GOOD,
        calendar: {
          ...OFFICE,
          hours: {
            mon: [
              ['09:00', '12:00'],
              ['11:00', '17:00'],
            ],
          },
        },
      },
      ['calendar', 'hours', 'mon', 1],
      /overlaps/,
    ],
    [
      'an impossible holiday',
      { ...GOOD, calendar: { ...OFFICE, holidays: ['2026-02-30'] } },
      ['calendar', 'holidays', 0],
      /does not exist/,
    ],
    [
      'a calendar that never opens',
      { ...GOOD, calendar: { ...OFFICE, hours: {} } },
      ['calendar', 'hours'],
      /never opens/,
    ],
    ['from after to', { op: 'elapsed', calendar: '24x7', from: AT, to: PERIOD.start }, ['from'], /after/],
    [
      'two targets at once',
      { op: 'deadline', calendar: '24x7', start: AT, target: { businessMs: 1, clockMs: 1 } },
      ['target'],
      /exactly one/,
    ],
    [
      'a negative target',
      { op: 'deadline', calendar: '24x7', start: AT, target: { clockMs: -1 } },
      ['target', 'clockMs'],
      /-1/,
    ],
    [
      'half a business day',
      { op: 'deadline', calendar: '24x7', start: AT, target: { businessDays: 0.5 } },
      ['target', 'businessDays'],
      /0\.5/,
    ],
    [
      'a deadline no hours suffice for',
      { op: 'deadline', calendar: OFFICE, start: AT, target: { businessDays: 1e6 } },
      [],
      /2200/,
    ],
    [
      'a reversed outage',
      { op: 'availability', period: PERIOD, outages: [[AT, PERIOD.start]], exclusions: [] },
      ['outages', 0],
      /reversed/,
    ],
    [
      'a reversed period',
      { op: 'availability', period: { start: PERIOD.end, end: PERIOD.start }, outages: [] },
      ['period', 'end'],
      /2026-03-01T00:00:00Z.*after its start, 2026-04-01T00:00:00Z/,
    ],
    [
      'a target beyond 100 %',
      { op: 'availability', period: PERIOD, outages: [], target: '100.1' },
      ['target'],
      /100\.1.*"0" to "100"/,
    ],
    [
      'a target finer than six places',
      { op: 'availability', period: PERIOD, outages: [], target: '99.9000001' },
      ['target'],
      /six places/,
    ],
    ['a target as a number', { op: 'availability', period: PERIOD, outages: [], target: 99.9 }, ['target'], /99\.9/],
    [
      'exclusions that leave no time',
      {
        op: 'availability',
        period: PERIOD,
        outages: [],
        exclusions: [[PERIOD.start, PERIOD.end]],
        excludedTime: 'leaves',
      },
      ['totalMs'],
      /above zero/,
    ],
    [
      'a band whose boundary two own',
      { op: 'credit', availability: '99', bands: [{ below: '99.9', atOrBelow: '99.9', percent: '10' }], feeMinor: 1 },
      ['bands', 0],
      /exactly one/,
    ],
    [
      'a fee of a fraction of a cent',
      { op: 'credit', availability: '99', bands: [], feeMinor: 0.5 },
      ['feeMinor'],
      /0\.5/,
    ],
    [
      'more downtime than time',
      { op: 'credit', availability: { downtimeMs: 2, totalMs: 1 }, bands: [], feeMinor: 1 },
      ['availability', 'downtimeMs'],
      /2 ms.*within the total/,
    ],
    ['clocks without a report', { ...CLOCKS, events: [] }, ['events'], /report/],
    [
      'clocks that begin with an answer',
      { ...CLOCKS, events: [{ type: 'responded', at: AT }] },
      ['events', 0],
      /before the report/,
    ],
    [
      'an event of an unknown type',
      { ...CLOCKS, events: [{ type: 'closed', at: AT }] },
      ['events', 0, 'type'],
      /reported.*reprioritised/,
    ],
    [
      'two reports',
      {
        ...CLOCKS,
        events: [
          { type: 'reported', at: AT },
          { type: 'reported', at: AT },
        ],
      },
      ['events', 1],
      /already/,
    ],
    [
      'a change of priority without targets',
      {
        ...CLOCKS,
        events: [
          { type: 'reported', at: AT },
          { type: 'reprioritised', at: AT },
        ],
      },
      ['events', 1, 'targets'],
      /missing/,
    ],
    [
      'clocks read before the report',
      { ...CLOCKS, events: [{ type: 'reported', at: AT }], asOf: PERIOD.start },
      ['asOf'],
      /before the report/,
    ],
  ];
  it.each(cases)('%s', (_name, request, path, message) => {
    const error = refusal(request);
    expect(error.path).toEqual(path);
    expect(error.message).toMatch(message);
    expect(error.code).toMatch(/^(VALIDATION|PRECONDITION)$/);
  });
});

describe('lines', () => {
  const evaluate = async (input: string | Uint8Array, cut = 7) => {
    const { code, out } = await runAt(['eval'], { input, cut });
    expect(code).toBe(0);
    expect(out.endsWith('\n')).toBe(true);
    return out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const good = JSON.stringify({ id: 'b', ...GOOD });
  const answered = { id: 'b', result: { at: AT } };

  it('a line that is not JSON has no id, and the next one is answered', async () => {
    const answers = await evaluate(`{"id":1,\n${good}\n`);
    expect(answers).toEqual([{ id: null, error: expect.objectContaining({ code: 'VALIDATION', path: [] }) }, answered]);
  });

  it.each(['null', '3', '"text"', '[]', 'true'])('%s is no request', async (line) => {
    const answers = await evaluate(`${line}\n${good}\n`);
    expect(answers).toEqual([{ id: null, error: expect.objectContaining({ code: 'VALIDATION' }) }, answered]);
  });

  it('the last line needs no line feed, and CR LF, empty lines and a byte order mark are passed over', async () => {
    expect(await evaluate(`\uFEFF${good}\r\n\n  \r\n${good}`)).toEqual([answered, answered]);
  });

  it('bytes that are not UTF-8 spoil their line only', async () => {
    const bad = Buffer.concat([
      Buffer.from(`${good}\n{"id":"`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"}\n${good}\n`),
    ]);
    for (const cut of [1, 5, 1_000]) {
      const refused = { id: null, error: expect.objectContaining({ message: 'the line is not UTF-8 text' }) };
      expect(await evaluate(bad, cut)).toEqual([answered, refused, answered]);
    }
  });

  it('an id comes back as it was sent, whatever it is', () => {
    for (const id of ['null', '"é\\u0000"', '[1,{"a":null}]', '12345678901234567890', '1.50', 'false']) {
      const rest = JSON.stringify(GOOD).slice(1);
      expect(answerLine(`{"id":${id},${rest}`)).toBe(`{"id":${id},"result":{"at":"${AT}"}}`);
    }
  });

  it('a request without an id is answered with null', () => {
    expect(JSON.parse(answerLine(JSON.stringify(GOOD)))).toEqual({ ...answered, id: null });
  });
});
