import { describe, expect, it } from 'vitest';
import { answerLine } from '../../../functions/sla/eval.ts';

const HOUR = 3_600_000;
const DAY = [['09:00', '17:30']];
const OFFICE = {
  timeZone: 'Europe/Amsterdam',
  hours: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY },
  holidays: ['2026-05-14', '2026-05-25'],
};

type Event = readonly [type: string, local: string, more?: object];

/** Asks for the clocks; instants are local times of May 2026 in Amsterdam, `18 10:00`. */
function clocks(
  targets: object,
  events: readonly Event[],
  more: { readonly asOf?: string; readonly pauseStops?: string } = {},
): unknown {
  const { asOf, ...rest } = more;
  const request = {
    id: 1,
    op: 'clocks',
    calendar: OFFICE,
    targets,
    pauseStops: 'resolution',
    events: events.map(([type, at, given]) => ({ type, at: may(at), ...given })),
    ...(asOf !== undefined && { asOf: may(asOf) }),
    ...rest,
  };
  const answer = JSON.parse(answerLine(JSON.stringify(request)));
  return answer.result ?? answer;
}

function may(text: string): string {
  const [day, time] = text.split(' ');
  return `2026-05-${day}T${time}+02:00`;
}

/** As the answer writes it: UTC, without a fraction. */
function utc(text: string): string {
  return new Date(may(text)).toISOString().replace('.000Z', 'Z');
}

const SIXTEEN = { resolution: { businessMs: 16 * HOUR } };
const ON_CLOCK = { response: { clockMs: HOUR }, resolution: { clockMs: 8 * HOUR } };

describe('margin and breach', () => {
  it('met exactly at the deadline is met, with nothing left', () => {
    const resolution = { deadline: utc('19 17:30'), breached: false, marginMs: 0 };
    expect(
      clocks(SIXTEEN, [
        ['reported', '18 10:00'],
        ['resolved', '19 17:30'],
      ]),
    ).toEqual({ resolution });
  });

  it('a millisecond of open time later it is breached', () => {
    const resolution = { deadline: utc('19 17:30'), breached: true, marginMs: -1 };
    const events: readonly Event[] = [
      ['reported', '18 10:00'],
      ['resolved', '20 09:00:00.001'],
    ];
    expect(clocks(SIXTEEN, events)).toEqual({ resolution });
  });

  it('after the deadline while closed no open time is lost, but it is late', () => {
    const events: readonly Event[] = [
      ['reported', '18 10:00'],
      ['resolved', '19 20:00'],
    ];
    expect(clocks(SIXTEEN, events)).toEqual({ resolution: { deadline: utc('19 17:30'), breached: true, marginMs: 0 } });
  });

  it('without an instant to read them at, clocks are read at the last event', () => {
    const events: readonly Event[] = [
      ['reported', '18 10:00'],
      ['responded', '18 10:20'],
    ];
    expect(clocks(ON_CLOCK, events)).toEqual({
      response: { deadline: utc('18 11:00'), breached: false, marginMs: 40 * 60_000 },
      resolution: { deadline: utc('18 18:00'), breached: false, marginMs: 7 * HOUR + 40 * 60_000 },
    });
  });

  it('read late, an unanswered report is breached at its deadline', () => {
    expect(clocks(ON_CLOCK, [['reported', '18 10:00']], { asOf: '18 19:00' })).toEqual({
      response: { deadline: utc('18 11:00'), breached: true, marginMs: -8 * HOUR },
      resolution: { deadline: utc('18 18:00'), breached: true, marginMs: -HOUR },
    });
  });

  it('only the clocks that have a target are answered', () => {
    expect(clocks({}, [['reported', '18 10:00']])).toEqual({});
  });

  it('events in any order give the same clocks', () => {
    const events: readonly Event[] = [
      ['resolved', '19 10:00'],
      ['responded', '18 10:20'],
      ['reported', '18 10:00'],
    ];
    expect(clocks(ON_CLOCK, events)).toEqual(clocks(ON_CLOCK, events.toReversed()));
  });
});

describe('pause', () => {
  const paused: readonly Event[] = [
    ['reported', '18 10:00'],
    ['paused', '19 11:00'],
    ['resumed', '21 14:00'],
  ];

  it('the remaining business time runs on at resume', () => {
    // 7.5 h on Monday and 2 h on Tuesday leave 6.5 h: 3.5 h on Thursday, 3 h on Friday.
    const resolution = { deadline: utc('22 12:00'), breached: false, marginMs: 6.5 * HOUR };
    expect(clocks(SIXTEEN, paused)).toEqual({ resolution });
  });

  it('while it lasts there is no deadline', () => {
    const resolution = { deadline: null, breached: false, marginMs: 6.5 * HOUR };
    expect(clocks(SIXTEEN, paused.slice(0, 2), { asOf: '21 12:00' })).toEqual({ resolution });
  });

  it('stops the clocks the contract says it stops, and no others', () => {
    const events: readonly Event[] = [
      ['reported', '18 10:00'],
      ['paused', '18 10:30'],
      ['resumed', '18 12:30'],
    ];
    const deadlines = (pauseStops: string) => {
      const { response, resolution } = clocks(ON_CLOCK, events, { pauseStops }) as Record<string, { deadline: string }>;
      return [response?.deadline, resolution?.deadline];
    };
    expect(deadlines('none')).toEqual([utc('18 11:00'), utc('18 18:00')]);
    expect(deadlines('resolution')).toEqual([utc('18 11:00'), utc('18 20:00')]);
    expect(deadlines('both')).toEqual([utc('18 13:00'), utc('18 20:00')]);
  });

  it('that begins after the deadline does not undo the breach', () => {
    const events: readonly Event[] = [
      ['reported', '18 10:00'],
      ['paused', '18 19:00'],
      ['resumed', '20 10:00'],
    ];
    const { resolution } = clocks(ON_CLOCK, events, { asOf: '20 12:00' }) as Record<string, object>;
    expect(resolution).toEqual({ deadline: utc('18 18:00'), breached: true, marginMs: -3 * HOUR });
  });
});

describe('reopening', () => {
  it('goes on with what was left; the time between does not count', () => {
    const events: readonly Event[] = [
      ['reported', '18 10:00'],
      ['resolved', '18 16:00'],
      ['reopened', '20 09:00'],
    ];
    const { resolution } = clocks(ON_CLOCK, events) as Record<string, object>;
    expect(resolution).toEqual({ deadline: utc('20 11:00'), breached: false, marginMs: 2 * HOUR });
  });

  it('a report resolved before anyone answered was answered by that, and its response clock goes on too', () => {
    const resolved: readonly Event[] = [
      ['reported', '18 10:00'],
      ['resolved', '18 10:45'],
    ];
    const before = clocks(ON_CLOCK, resolved, { asOf: '20 09:00' }) as Record<string, object>;
    expect(before['response']).toEqual({ deadline: utc('18 11:00'), breached: false, marginMs: 15 * 60_000 });
    const after = clocks(ON_CLOCK, [...resolved, ['reopened', '20 09:00']], { asOf: '20 09:30' });
    expect(after).toMatchObject({
      response: { deadline: utc('20 09:15'), breached: true, marginMs: -15 * 60_000 },
    });
  });
});

describe('change of priority', () => {
  const change = (mode?: string): readonly Event[] => [
    ['reported', '18 10:00'],
    ['reprioritised', '18 12:00', { targets: { resolution: { clockMs: 4 * HOUR } }, ...(mode && { mode }) }],
  ];

  it('is measured from the original start unless it says otherwise', () => {
    const expected = { deadline: utc('18 14:00'), breached: false, marginMs: 2 * HOUR };
    expect(clocks(ON_CLOCK, change())).toMatchObject({ resolution: expected });
    expect(clocks(ON_CLOCK, change('retroactive'))).toMatchObject({ resolution: expected });
  });

  it('from the change starts afresh', () => {
    const expected = { deadline: utc('18 16:00'), breached: false, marginMs: 4 * HOUR };
    expect(clocks(ON_CLOCK, change('from-change'))).toMatchObject({ resolution: expected });
  });

  it('keeps the targets it does not name', () => {
    const { response } = clocks(ON_CLOCK, change()) as Record<string, { deadline: string }>;
    expect(response?.deadline).toBe(utc('18 11:00'));
  });

  it('keeps the paused time', () => {
    const events: readonly Event[] = [
      ['reported', '18 10:00'],
      ['paused', '18 10:30'],
      ['resumed', '18 11:30'],
      ['reprioritised', '18 12:00', { targets: { resolution: { clockMs: 4 * HOUR } } }],
    ];
    const expected = { deadline: utc('18 15:00'), breached: false, marginMs: 3 * HOUR };
    expect(clocks(ON_CLOCK, events)).toMatchObject({ resolution: expected });
  });

  it('leaves a breach already recorded as it is', () => {
    const events: readonly Event[] = [
      ['reported', '18 10:00'],
      ['reprioritised', '18 19:00', { targets: { resolution: { clockMs: 24 * HOUR } } }],
      ['resolved', '18 20:00'],
    ];
    const expected = { deadline: utc('19 10:00'), breached: true, marginMs: 14 * HOUR };
    expect(clocks(ON_CLOCK, events)).toMatchObject({ resolution: expected });
  });
});
