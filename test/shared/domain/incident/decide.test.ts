import { describe, expect, it } from 'vitest';
import { ConflictError, PreconditionError, ValidationError } from '../../../../shared/domain/errors.ts';
import type { Action } from '../../../../shared/domain/incident/action.ts';
import { SupportDesk, t, termsWith } from './support-desk.ts';

const MONDAY = t('2026-05-18T10:00:00+02:00');
const HOUR = 3_600_000;
const MINUTE = 60_000;

function desk(priority = 'high', support = {}, contract = {}): SupportDesk {
  const it = new SupportDesk(termsWith(support, contract));
  it.report(MONDAY, priority);
  return it;
}

describe('life of an incident', () => {
  const doing: Record<string, Action> = {
    respond: { type: 'respond' },
    'start-work': { type: 'start-work' },
    pause: { type: 'pause', reason: 'waits for the customer' },
    resume: { type: 'resume' },
    reprioritise: { type: 'reprioritise', priority: 'normal' },
    workaround: { type: 'workaround' },
    resolve: { type: 'resolve' },
    reopen: { type: 'reopen', reason: 'still down' },
    close: { type: 'close' },
    comment: { type: 'comment', text: 'thanks' },
    'complete-report': { type: 'complete-report', fields: { url: 'https://example.nl' } },
  };
  const into: Record<string, readonly string[]> = {
    open: [],
    'in-progress': ['respond'],
    paused: ['pause'],
    resolved: ['resolve'],
    closed: ['resolve', 'close'],
  };
  const allowed: Record<string, readonly string[]> = {
    open: ['respond', 'start-work', 'pause', 'reprioritise', 'workaround', 'resolve', 'comment'],
    'in-progress': ['respond', 'start-work', 'pause', 'reprioritise', 'workaround', 'resolve', 'comment'],
    paused: ['respond', 'start-work', 'resume', 'reprioritise', 'workaround', 'resolve', 'comment'],
    resolved: ['reopen', 'close', 'comment'],
    closed: ['comment'],
  };
  for (const [state, way] of Object.entries(into)) {
    for (const [name, action] of Object.entries(doing)) {
      const isAllowed = allowed[state]?.includes(name) === true;
      it(`${isAllowed ? 'lets' : 'does not let'} somebody ${name} an incident that is ${state}`, () => {
        const it = desk();
        let at = MONDAY;
        for (const step of way) {
          at += MINUTE;
          it.act(at, doing[step] as Action);
        }
        expect(it.present().state).toBe(state);
        const version = it.present().version;
        if (isAllowed) {
          it.act(at + MINUTE, action);
          expect(it.present().version).toBe(version + 1);
          return;
        }
        expect(() => it.act(at + MINUTE, action)).toThrow(PreconditionError);
        expect(() => it.act(at + MINUTE, action)).toThrow(`was ${state};`.replace('was', 'is'));
        expect(it.present().version).toBe(version);
      });
    }
  }

  it('is in progress again after a reopening, if somebody had begun', () => {
    const it = desk();
    it.act(MONDAY + MINUTE, { type: 'respond' });
    it.act(MONDAY + 2 * MINUTE, { type: 'resolve' });
    it.act(MONDAY + 3 * MINUTE, { type: 'reopen', reason: 'still down' });
    expect(it.present().state).toBe('in-progress');
  });
});

describe('a command', () => {
  it('that is repeated has the same outcome and no new events', () => {
    const it = desk();
    it.act(MONDAY + MINUTE, { type: 'respond', text: 'we are on it' }, MONDAY + MINUTE, 'a');
    const again = it.act(MONDAY + MINUTE, { type: 'respond', text: 'we are on it' }, MONDAY + HOUR, 'a');
    expect(again).toMatchObject({ isRepeat: true, events: [] });
    expect(it.present().timeline).toHaveLength(2);
  });

  it('with the id of another one is a conflict', () => {
    const it = desk();
    it.act(MONDAY + MINUTE, { type: 'respond', text: 'we are on it' }, MONDAY + MINUTE, 'a');
    expect(() => it.act(MONDAY + MINUTE, { type: 'respond', text: 'other' }, MONDAY + HOUR, 'a')).toThrow(
      ConflictError,
    );
    expect(() => it.act(MONDAY, { type: 'respond', text: 'we are on it' }, MONDAY + HOUR, 'a')).toThrow(ConflictError);
  });

  it('may be five minutes ahead of our clock, and then counts as now', () => {
    const it = desk();
    it.act(MONDAY + 6 * MINUTE, { type: 'respond' }, MONDAY + MINUTE);
    expect(it.present().timeline[1]).toMatchObject({ at: MONDAY + MINUTE, statedAt: MONDAY + 6 * MINUTE });
    expect(() => it.act(MONDAY + 6 * MINUTE + 1, { type: 'respond' }, MONDAY + MINUTE)).toThrow(ValidationError);
  });

  it('cannot have happened before the report', () => {
    const it = desk();
    expect(() => it.act(MONDAY - 1, { type: 'respond' }, MONDAY)).toThrow('before the incident was reported');
  });

  it('that comes late is put where it belongs, and one it makes redundant loses its effect', () => {
    const it = desk();
    it.act(MONDAY + 3 * HOUR, { type: 'pause', reason: 'b' });
    it.act(MONDAY + HOUR, { type: 'pause', reason: 'a' }, MONDAY + 4 * HOUR);
    expect(it.present().timeline.map(({ at }) => (at - MONDAY) / HOUR)).toEqual([0, 1, 3]);
    it.act(MONDAY + 2 * HOUR, { type: 'resume' }, MONDAY + 4 * HOUR);
    // 8 hours on the clock: 1 h used before the first pause, 1 h between the two; 6 h left while paused again.
    it.act(MONDAY + 5 * HOUR, { type: 'resume' });
    expect(it.present().schedules.find(({ name }) => name.includes('resolution.deadline'))?.question.at).toBe(
      MONDAY + 11 * HOUR,
    );
  });
});

describe('an incomplete report', () => {
  const support = { correctReport: { clause: '5.3', fields: ['name', 'url'] } };

  it('is kept, says what is missing, and no clock runs until it is complete', () => {
    const it = new SupportDesk(termsWith(support));
    it.report(MONDAY, 'high', { fields: { name: 'Jan', url: ' ' } });
    expect(it.present()).toMatchObject({ state: 'incomplete', missing: ['url'], schedules: [] });
    it.act(MONDAY + HOUR, { type: 'complete-report', fields: { url: 'https://example.nl' } });
    expect(it.present()).toMatchObject({ state: 'open', missing: [] });
    expect(it.present().schedules.map(({ question, at }) => [question.clock, question.kind, at - MONDAY])).toEqual([
      ['response', 'warning', HOUR + 45 * MINUTE],
      ['response', 'deadline', 2 * HOUR + 1],
      ['resolution', 'warning', HOUR + 6 * HOUR],
      ['resolution', 'deadline', 9 * HOUR + 1],
    ]);
  });

  it('can be closed when nobody completes it', () => {
    const it = new SupportDesk(termsWith(support));
    it.report(MONDAY, 'high');
    it.act(MONDAY + HOUR, { type: 'close', reason: 'no reaction' });
    expect(it.present().state).toBe('closed');
  });
});

describe('warnings and breaches', () => {
  it('come at their instants, response and resolution apart, each once', () => {
    const it = desk();
    it.letTimePass(MONDAY + 24 * HOUR);
    it.check(MONDAY + 25 * HOUR);
    expect(it.told()).toEqual([
      'response at-risk 2026-05-18T08:45:00Z',
      'response breached 2026-05-18T09:00:00Z',
      'resolution at-risk 2026-05-18T14:00:00Z',
      'resolution breached 2026-05-18T16:00:00Z',
    ]);
  });

  it('are the same when one late check finds them all', () => {
    const onTime = desk();
    onTime.letTimePass(MONDAY + 24 * HOUR);
    const late = desk();
    late.check(MONDAY + 24 * HOUR);
    const ids = (it: SupportDesk) => it.events.filter(({ type }) => type.startsWith('sla.clock')).map(({ id }) => id);
    expect(ids(late).sort()).toEqual([...ids(onTime)].sort());
  });

  it('do not come for a target met exactly at its deadline', () => {
    const it = desk();
    it.check(MONDAY + HOUR);
    it.act(MONDAY + HOUR, { type: 'respond' });
    it.act(MONDAY + 8 * HOUR, { type: 'resolve' });
    it.check(MONDAY + 24 * HOUR);
    expect(it.told()).toEqual(['response at-risk 2026-05-18T08:45:00Z', 'resolution at-risk 2026-05-18T14:00:00Z']);
  });

  it('do not count an automatic answer', () => {
    const it = desk();
    it.act(MONDAY + MINUTE, { type: 'respond', automatic: true });
    it.check(MONDAY + HOUR + 1);
    expect(it.told()).toContain('response breached 2026-05-18T09:00:00Z');
    expect(it.present().state).toBe('open');
  });

  it('are withdrawn when what comes late shows that the target had been met', () => {
    const it = desk();
    it.check(MONDAY + 2 * HOUR);
    expect(it.told()).toContain('response breached 2026-05-18T09:00:00Z');
    it.act(MONDAY + 30 * MINUTE, { type: 'respond' }, MONDAY + 3 * HOUR);
    expect(it.told().at(-1)).toBe('response breach-withdrawn 2026-05-18T11:00:00Z');
    it.check(MONDAY + 4 * HOUR);
    expect(it.told().filter((line) => line.includes('withdrawn'))).toHaveLength(1);
  });

  it('stay recorded through a change of priority, also one that comes late', () => {
    const it = desk();
    it.check(MONDAY + 2 * HOUR);
    it.act(MONDAY + 10 * MINUTE, { type: 'reprioritise', priority: 'normal' }, MONDAY + 3 * HOUR);
    it.check(MONDAY + 4 * HOUR);
    expect(it.told().some((line) => line.includes('withdrawn'))).toBe(false);
    // Until an answer in time turns up.
    it.act(MONDAY + 30 * MINUTE, { type: 'respond' }, MONDAY + 5 * HOUR);
    expect(it.told().at(-1)).toContain('response breach-withdrawn');
  });
});

describe('a target by agreement', () => {
  it('has no deadline until one is agreed', () => {
    const it = desk('none');
    expect(it.present().schedules).toEqual([]);
    it.act(MONDAY + HOUR, { type: 'agree', clock: 'resolution', target: '4 business hours', calendar: 'office' });
    expect(it.present().schedules.map(({ question }) => [question.kind, question.at - MONDAY])).toEqual([
      ['warning', 4 * HOUR],
      ['deadline', 5 * HOUR],
    ]);
  });

  it('needs opening hours where it is in business time', () => {
    const it = desk('none');
    const agree = { type: 'agree', clock: 'resolution', target: '4 business hours' } as const;
    expect(() => it.act(MONDAY + HOUR, agree)).toThrow('no calendar is named; it has office');
  });

  it('is the only one that can be agreed', () => {
    const it = desk('high');
    const agree = { type: 'agree', clock: 'resolution', deadline: MONDAY + 5 * HOUR } as const;
    expect(() => it.act(MONDAY + HOUR, agree)).toThrow('not by agreement');
  });
});

describe('an exclusion', () => {
  it('holds the resolution clock only, and somebody looks again at its edges', () => {
    const it = new SupportDesk(termsWith());
    it.excluded.push({ start: MONDAY + HOUR, end: MONDAY + 3 * HOUR });
    it.report(MONDAY, 'high');
    it.letTimePass(MONDAY + 48 * HOUR);
    expect(it.told().filter((line) => line.includes('breached'))).toEqual([
      'response breached 2026-05-18T09:00:00Z',
      'resolution breached 2026-05-18T18:00:00Z',
    ]);
  });
});

describe('escalation', () => {
  it('goes to each further contact after the time the contract gives', () => {
    const it = desk('high', {}, { escalateAfter: '30 minutes' });
    it.letTimePass(MONDAY + 7 * HOUR);
    expect(it.told().filter((line) => line.includes('escalated'))).toEqual([
      'response escalated 2026-05-18T09:30:00Z',
      'response escalated 2026-05-18T10:00:00Z',
    ]);
  });

  it('stops when somebody acknowledges the breach', () => {
    const it = desk('high', {}, { escalateAfter: '30 minutes' });
    it.letTimePass(MONDAY + HOUR + MINUTE);
    it.act(MONDAY + HOUR + 2 * MINUTE, { type: 'acknowledge', clock: 'response' });
    it.letTimePass(MONDAY + 7 * HOUR);
    expect(it.told().some((line) => line.includes('escalated'))).toBe(false);
  });

  it('cannot be acknowledged before there is a breach', () => {
    expect(() => desk().act(MONDAY + MINUTE, { type: 'acknowledge', clock: 'response' })).toThrow('no response breach');
  });
});

describe('schedules', () => {
  it('have names that EventBridge Scheduler takes and are cancelled when they no longer apply', () => {
    const it = desk();
    for (const { name } of it.present().schedules) expect(name).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
    const before = it.present().schedules.map(({ name }) => name);
    it.act(MONDAY + MINUTE, { type: 'resolve' });
    const { data } = it.events.at(-1) as { data: unknown };
    expect(data).toEqual({ incidentId: 'inc-1', set: [], cancel: before });
    expect(it.present().schedules).toEqual([]);
  });
});
