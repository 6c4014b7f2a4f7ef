import { describe, expect, it } from 'vitest';
import { formatLocal } from '../../../../shared/domain/business-time/zone.ts';
import {
  type ClockRules,
  clockInstants,
  type FoldOptions,
  foldClocks,
} from '../../../../shared/domain/incident/clocks.ts';
import type { ClockTarget, IncidentEvent } from '../../../../shared/domain/incident/incident-events.ts';
import { ALWAYS, AMSTERDAM, calendar, HOUR, MINUTE, OFFICE } from '../business-time/calendars.ts';

/** Wall time in Amsterdam in May 2026: `d(19, '11:00')`. */
const d = (day: number, time: string) => Date.parse(`2026-05-${String(day).padStart(2, '0')}T${time}+02:00`);
const local = (at: number | null | undefined) =>
  at == null ? at : formatLocal(at, AMSTERDAM).slice(0, 16).replace('T', ' ');

const hours = (n: number): ClockTarget => ({ target: { businessMs: n * HOUR }, calendar: OFFICE });
const days = (n: number): ClockTarget => ({ target: { businessDays: n }, calendar: OFFICE });
const onClock = (n: number): ClockTarget => ({ target: { clockMs: n * HOUR }, calendar: OFFICE });
const BY_AGREEMENT: ClockTarget = { target: 'by-agreement', calendar: OFFICE };

const RULES: ClockRules = {
  response: hours(8),
  resolution: hours(16),
  pauseStops: 'resolution',
  responseStopsAt: 'responded',
  resolutionStopsAt: 'resolved',
  resolutionStartsAt: 'reported',
};

type Plain = Extract<IncidentEvent, { at: number }>['type'];
const e = (type: Exclude<Plain, 'reprioritised' | 'agreed'>, day: number, time: string): IncidentEvent => ({
  type,
  at: d(day, time),
});
const change = (
  day: number,
  time: string,
  targets: ClockRules | { resolution?: ClockTarget; response?: ClockTarget },
  mode?: 'retroactive' | 'from-change',
): IncidentEvent => ({ type: 'reprioritised', at: d(day, time), targets, ...(mode ? { mode } : {}) });

const REPORTED = e('reported', 18, '10:00');
const fold = (events: readonly IncidentEvent[], rules: Partial<ClockRules> = {}, options: FoldOptions = {}) =>
  foldClocks({ ...RULES, ...rules }, events, options);
const resolution = (events: readonly IncidentEvent[], rules: Partial<ClockRules> = {}, options: FoldOptions = {}) =>
  fold(events, rules, options).resolution;
const response = (events: readonly IncidentEvent[], rules: Partial<ClockRules> = {}, options: FoldOptions = {}) =>
  fold(events, rules, options).response;

describe('a clock that runs', () => {
  it('has both deadlines of a report made while open', () => {
    const clocks = fold([e('reported', 7, '16:00')]);
    expect(local(clocks.response.deadline)).toBe('2026-05-08 15:30');
    expect(local(clocks.resolution.deadline)).toBe('2026-05-11 15:00');
  });

  it('of business days skips the weekend and Ascension', () => {
    expect(local(resolution([e('reported', 9, '12:00')], { resolution: days(5) }).deadline)).toBe('2026-05-19 09:00');
  });

  it('on the clock runs through the night', () => {
    expect(local(resolution([e('reported', 9, '22:00')], { resolution: onClock(8) }).deadline)).toBe(
      '2026-05-10 06:00',
    );
  });

  it('reports what it used and what is left', () => {
    const clock = resolution([REPORTED], {}, { asOf: d(19, '09:30') });
    expect(clock).toMatchObject({ state: 'running', usedMs: 8 * HOUR, marginMs: 8 * HOUR, breached: false });
    expect(clock.startedAt).toBe(d(18, '10:00'));
    expect(clock.segments).toEqual([{ start: d(18, '10:00'), end: d(19, '09:30') }]);
  });

  it('measures each clock on its own calendar', () => {
    const clocks = fold([e('reported', 9, '12:00')], { response: { target: { businessMs: HOUR }, calendar: ALWAYS } });
    expect(local(clocks.response.deadline)).toBe('2026-05-09 13:00');
    expect(local(clocks.resolution.deadline)).toBe('2026-05-12 16:30');
  });

  it('does not exist without a target', () => {
    const { response: _, ...rules } = RULES;
    expect(foldClocks(rules, [REPORTED]).response).toMatchObject({
      state: 'none',
      target: null,
      deadline: null,
      marginMs: null,
    });
  });
});

describe('the deadline itself', () => {
  const due = (time: string) => resolution([REPORTED, e('resolved', 19, time)]);

  it('met exactly at the deadline is met', () => {
    expect(due('17:30')).toMatchObject({ state: 'stopped', breached: false, marginMs: 0, stoppedAt: d(19, '17:30') });
    expect(local(due('17:30').deadline)).toBe('2026-05-19 17:30');
  });

  it('strictly later is a breach, at the deadline and not when somebody noticed', () => {
    const late = resolution([REPORTED, { type: 'resolved', at: d(19, '17:30') + 1 }]);
    expect(late).toMatchObject({ breached: true, breachedAt: d(19, '17:30'), marginMs: 0 });
  });

  it('late by open time has a negative margin', () => {
    expect(resolution([REPORTED, e('resolved', 20, '10:00')])).toMatchObject({
      breached: true,
      breachedAt: d(19, '17:30'),
      marginMs: -HOUR,
      usedMs: 17 * HOUR,
    });
  });

  it('a Saturday after a deadline at Friday closing is a breach without open time', () => {
    const clock = resolution([e('reported', 21, '10:00'), e('resolved', 23, '12:00')]);
    expect(clock).toMatchObject({ breached: true, breachedAt: d(22, '17:30'), marginMs: 0 });
  });

  it('nobody has to do anything for it to be missed', () => {
    expect(resolution([REPORTED], {}, { asOf: d(19, '17:30') }).breached).toBe(false);
    expect(resolution([REPORTED], {}, { asOf: d(19, '17:30') + 1 })).toMatchObject({
      state: 'running',
      breached: true,
    });
  });

  it('the response missed does not make the resolution missed, nor the other way round', () => {
    const late = fold([REPORTED, e('resolved', 19, '16:00')]);
    expect([late.response.breached, late.resolution.breached]).toEqual([true, false]);
    const slow = fold([REPORTED, e('responded', 18, '11:00'), e('resolved', 20, '10:00')]);
    expect([slow.response.breached, slow.resolution.breached]).toEqual([false, true]);
  });
});

describe('pause', () => {
  const PAUSED = [REPORTED, e('paused', 19, '11:00')];

  it('keeps the remaining business time, which runs on at resume', () => {
    const clock = resolution([...PAUSED, e('resumed', 21, '14:00')]);
    expect(local(clock.deadline)).toBe('2026-05-22 12:00');
    expect(clock.segments).toEqual([{ start: d(18, '10:00'), end: d(19, '11:00') }]);
    expect(clock.marginMs).toBe(6.5 * HOUR);
  });

  it('has no deadline while it lasts, and never breaches', () => {
    expect(resolution(PAUSED, {}, { asOf: d(29, '12:00') })).toMatchObject({
      state: 'paused',
      deadline: null,
      breached: false,
      marginMs: 6.5 * HOUR,
    });
  });

  it('over a weekend moves a business deadline by business time, not by the hours on the wall', () => {
    const clock = resolution([e('reported', 22, '09:00'), e('paused', 22, '17:00'), e('resumed', 25, '12:00')]);
    expect(local(clock.deadline)).toBe('2026-05-26 17:00');
  });

  it('outside opening hours changes nothing', () => {
    const clock = resolution([e('reported', 18, '10:00'), e('paused', 18, '18:00'), e('resumed', 19, '08:00')]);
    expect(local(clock.deadline)).toBe('2026-05-19 17:30');
  });

  it('moves a deadline on the clock by the hours on the wall', () => {
    const events = [e('reported', 18, '10:00'), e('paused', 18, '12:00'), e('resumed', 19, '02:00')];
    expect(local(resolution(events, { resolution: onClock(8) }).deadline)).toBe('2026-05-19 08:00');
  });

  it('keeps what is left of business days as open time', () => {
    const events = [e('reported', 18, '10:00'), e('paused', 18, '12:00'), e('resumed', 19, '12:00')];
    expect(local(resolution(events, { resolution: days(2) }).deadline)).toBe('2026-05-21 10:00');
  });

  it('of no length leaves a deadline of business days where it was', () => {
    const events = [e('reported', 18, '10:00'), e('paused', 18, '12:00'), e('resumed', 18, '12:00')];
    expect(local(resolution(events, { resolution: days(2) }).deadline)).toBe('2026-05-20 10:00');
  });

  it('without open time leaves a deadline that was moved out of a break where it was', () => {
    const tuesday = {
      mon: [['09:00', '17:00']],
      tue: [
        ['09:00', '12:00'],
        ['13:00', '17:00'],
      ],
    } as const;
    const rules = { resolution: { target: { businessDays: 1 }, calendar: calendar({ hours: tuesday }) } };
    const events = [e('reported', 18, '12:30'), e('paused', 18, '18:00'), e('resumed', 18, '19:00')];
    expect(local(resolution(events, rules).deadline)).toBe('2026-05-19 13:00');
  });

  it('that begins after the deadline does not undo the breach', () => {
    const events = [REPORTED, e('paused', 20, '10:00')];
    expect(resolution(events)).toMatchObject({
      state: 'paused',
      breached: true,
      breachedAt: d(19, '17:30'),
      deadline: null,
    });
    const resumed = resolution([...events, e('resumed', 21, '10:00')], {}, { asOf: d(21, '11:00') });
    expect(resumed).toMatchObject({
      breached: true,
      breachedAt: d(19, '17:30'),
      deadline: d(19, '17:30'),
      marginMs: -2 * HOUR,
    });
  });

  it('that begins after the deadline in closed hours does not undo the breach either', () => {
    const events = [REPORTED, e('paused', 19, '20:00'), e('resumed', 21, '10:00')];
    expect(resolution(events)).toMatchObject({
      breached: true,
      breachedAt: d(19, '17:30'),
      deadline: d(19, '17:30'),
      marginMs: 0,
    });
  });

  it('that begins exactly at the deadline is no breach yet; nothing is left at resume', () => {
    const events = [REPORTED, e('paused', 19, '17:30')];
    expect(resolution(events, {}, { asOf: d(21, '10:00') })).toMatchObject({ breached: false, marginMs: 0 });
    const resumed = [...events, e('resumed', 21, '10:00')];
    expect(resolution(resumed)).toMatchObject({ breached: false, deadline: d(21, '10:00') });
    expect(resolution(resumed, {}, { asOf: d(21, '10:00') + 1 })).toMatchObject({
      breached: true,
      breachedAt: d(21, '10:00'),
    });
  });

  it('stops only the clocks the contract says it stops', () => {
    const states = (pauseStops: ClockRules['pauseStops']) => {
      const clocks = fold([REPORTED, e('paused', 18, '11:00')], { pauseStops });
      return [clocks.response.state, clocks.resolution.state];
    };
    expect(states('none')).toEqual(['running', 'running']);
    expect(states('resolution')).toEqual(['running', 'paused']);
    expect(states('both')).toEqual(['paused', 'paused']);
  });

  it('at the instant of the report lets the target start afresh at resume', () => {
    const clock = resolution([REPORTED, e('paused', 18, '10:00'), e('resumed', 19, '15:00')], { resolution: days(1) });
    expect(local(clock.deadline)).toBe('2026-05-20 15:00');
    expect(clock.startedAt).toBe(d(18, '10:00'));
  });

  it('ends when the incident is resolved', () => {
    const clock = resolution([...PAUSED, e('resolved', 29, '10:00')]);
    expect(clock).toMatchObject({
      state: 'stopped',
      breached: false,
      deadline: null,
      marginMs: 6.5 * HOUR,
      stoppedAt: d(29, '10:00'),
    });
    const again = resolution([...PAUSED, e('resolved', 20, '10:00'), e('reopened', 21, '14:00')]);
    expect(local(again.deadline)).toBe('2026-05-22 12:00');
  });

  it('counts open time of several pauses', () => {
    const events = [
      REPORTED,
      e('paused', 18, '11:00'),
      e('resumed', 18, '12:00'),
      e('paused', 18, '13:00'),
      e('resumed', 19, '10:00'),
    ];
    expect(resolution(events, {}, { asOf: d(19, '11:00') })).toMatchObject({ usedMs: 3 * HOUR, marginMs: 13 * HOUR });
  });
});

describe('excluded intervals', () => {
  it('stop the resolution clock and leave the response clock alone', () => {
    const excluded = [{ start: d(18, '12:00'), end: d(18, '14:00') }];
    const clocks = fold([REPORTED], {}, { excluded, asOf: d(18, '15:00') });
    expect([clocks.response.usedMs, clocks.resolution.usedMs]).toEqual([5 * HOUR, 3 * HOUR]);
    expect(local(clocks.response.deadline)).toBe('2026-05-19 09:30');
    expect(local(clocks.resolution.deadline)).toBe('2026-05-20 11:00');
  });

  it('that overlap each other and a pause count once', () => {
    const excluded = [
      { start: d(18, '12:00'), end: d(18, '14:00') },
      { start: d(18, '13:00'), end: d(18, '15:00') },
    ];
    const events = [REPORTED, e('paused', 18, '11:00'), e('resumed', 18, '12:30')];
    expect(resolution(events, {}, { excluded, asOf: d(18, '16:00') }).usedMs).toBe(2 * HOUR);
  });

  it('under way at the report let the clock start when they end', () => {
    const excluded = [{ start: d(18, '08:00'), end: d(18, '12:00') }];
    const clock = resolution([REPORTED], { resolution: days(1) }, { excluded, asOf: d(18, '13:00') });
    expect(local(clock.deadline)).toBe('2026-05-19 12:00');
    expect(resolution([REPORTED], {}, { excluded })).toMatchObject({
      state: 'paused',
      deadline: null,
      marginMs: 16 * HOUR,
    });
  });

  it('that have not begun do not move the deadline yet', () => {
    const excluded = [{ start: d(19, '12:00'), end: d(19, '14:00') }];
    expect(local(resolution([REPORTED], {}, { excluded }).deadline)).toBe('2026-05-19 17:30');
    expect(local(resolution([REPORTED], {}, { excluded, asOf: d(19, '14:00') }).deadline)).toBe('2026-05-20 11:00');
  });
});

describe('change of priority', () => {
  it('measures from the original start by default', () => {
    expect(local(resolution([REPORTED, change(18, '15:00', { resolution: hours(8) })]).deadline)).toBe(
      '2026-05-19 09:30',
    );
  });

  it('retroactively replays the pauses, so there is no instant breach', () => {
    const events = [
      REPORTED,
      e('paused', 18, '11:00'),
      e('resumed', 20, '11:00'),
      change(20, '12:00', { resolution: hours(4) }),
    ];
    expect(resolution(events)).toMatchObject({ breached: false, marginMs: 2 * HOUR, deadline: d(20, '14:00') });
  });

  it('retroactively to a target that has passed is a breach at that deadline', () => {
    const events = [REPORTED, change(18, '15:00', { resolution: hours(4) })];
    expect(resolution(events)).toMatchObject({ breached: true, breachedAt: d(18, '14:00'), marginMs: -HOUR });
  });

  it('retroactively to exactly the time used is not a breach yet', () => {
    expect(resolution([REPORTED, change(18, '14:00', { resolution: hours(4) })])).toMatchObject({
      breached: false,
      deadline: d(18, '14:00'),
    });
  });

  it('retroactively breaches before a pause that began after the new deadline', () => {
    const events = [
      REPORTED,
      e('paused', 18, '15:00'),
      e('resumed', 20, '09:00'),
      change(20, '10:00', { resolution: hours(4) }),
    ];
    expect(resolution(events)).toMatchObject({
      breached: true,
      breachedAt: d(18, '14:00'),
      deadline: d(18, '14:00'),
      marginMs: -2 * HOUR,
    });
  });

  it('retroactively to business days counts from the original wall time', () => {
    expect(local(resolution([REPORTED, change(19, '15:00', { resolution: days(5) })]).deadline)).toBe(
      '2026-05-26 10:00',
    );
  });

  it('from the change on starts the new target at the change', () => {
    const clock = resolution(
      [REPORTED, change(18, '15:00', { resolution: hours(8) }, 'from-change')],
      {},
      { asOf: d(18, '16:00') },
    );
    expect(local(clock.deadline)).toBe('2026-05-19 14:30');
    expect(clock).toMatchObject({ usedMs: HOUR, marginMs: 7 * HOUR, startedAt: d(18, '10:00') });
    expect(clock.segments).toEqual([{ start: d(18, '10:00'), end: d(18, '16:00') }]);
  });

  it('from the change on, while paused, starts the new target at resume', () => {
    const events = [REPORTED, e('paused', 18, '11:00'), change(18, '12:00', { resolution: days(1) }, 'from-change')];
    expect(resolution(events)).toMatchObject({ state: 'paused', deadline: null });
    expect(local(resolution([...events, e('resumed', 19, '15:00')]).deadline)).toBe('2026-05-20 15:00');
  });

  it.each(['retroactive', 'from-change'] as const)(
    '%s: a breach already recorded stays recorded under a longer target',
    (mode) => {
      const clock = resolution([REPORTED, change(20, '10:00', { resolution: hours(40) }, mode)]);
      expect(clock).toMatchObject({ state: 'running', breached: true, breachedAt: d(19, '17:30') });
      expect(clock.deadline).toBeGreaterThan(d(21, '17:30'));
      expect(clock.marginMs).toBeGreaterThan(0);
    },
  );

  it('a second change retroactively forgets a change from its instant on', () => {
    const events = [
      REPORTED,
      change(18, '12:00', { resolution: hours(8) }, 'from-change'),
      change(18, '15:00', { resolution: hours(16) }),
    ];
    expect(local(resolution(events).deadline)).toBe('2026-05-19 17:30');
  });

  it('does not judge a stopped clock again', () => {
    const events = [
      REPORTED,
      e('responded', 18, '15:00'),
      change(18, '16:00', { response: hours(1), resolution: hours(1) }),
    ];
    expect(response(events)).toMatchObject({ state: 'stopped', breached: false, marginMs: 3 * HOUR });
    const after = [
      REPORTED,
      e('resolved', 18, '15:00'),
      change(18, '16:00', { response: hours(1), resolution: hours(1) }),
    ];
    expect(resolution(after)).toMatchObject({ state: 'stopped', breached: false, target: { businessMs: 16 * HOUR } });
  });

  it('while resolved takes effect when the incident is reopened', () => {
    const events = [
      REPORTED,
      e('resolved', 18, '15:00'),
      change(18, '16:00', { resolution: hours(8) }),
      e('reopened', 19, '10:00'),
    ];
    expect(resolution(events)).toMatchObject({
      target: { businessMs: 8 * HOUR },
      deadline: d(19, '13:00'),
      breached: false,
    });
    const fresh = [
      REPORTED,
      e('resolved', 18, '15:00'),
      change(18, '16:00', { resolution: hours(8) }, 'from-change'),
      e('reopened', 19, '09:00'),
    ];
    expect(local(resolution(fresh).deadline)).toBe('2026-05-19 17:00');
  });

  it('to no target keeps the breach and nothing else', () => {
    expect(resolution([REPORTED, change(20, '10:00', {})])).toMatchObject({
      state: 'none',
      target: null,
      deadline: null,
      breached: true,
    });
  });

  it('from no target to one measures from the report', () => {
    const { resolution: _, ...rules } = RULES;
    expect(
      local(foldClocks(rules, [REPORTED, change(18, '15:00', { resolution: hours(8) })]).resolution.deadline),
    ).toBe('2026-05-19 09:30');
  });

  it('can change the calendar with the target', () => {
    const urgent: ClockTarget = { target: { businessMs: 8 * HOUR }, calendar: ALWAYS };
    expect(local(resolution([REPORTED, change(18, '15:00', { resolution: urgent })]).deadline)).toBe(
      '2026-05-18 18:00',
    );
  });
});

describe('response', () => {
  it('stops at the first answer of a person; a second one changes nothing', () => {
    const events = [REPORTED, e('responded', 18, '11:00'), e('responded', 20, '11:00')];
    expect(response(events)).toMatchObject({
      state: 'stopped',
      stoppedAt: d(18, '11:00'),
      breached: false,
      marginMs: 7 * HOUR,
    });
  });

  it('does not stop at the receipt of a machine', () => {
    const events: IncidentEvent[] = [REPORTED, { type: 'responded', at: d(18, '10:00'), automatic: true }];
    expect(response(events)).toMatchObject({ state: 'running' });
    expect(response(events, {}, { asOf: d(19, '09:31') }).breached).toBe(true);
  });

  it('stops at the start of work where the contract says so, and then not at an answer', () => {
    const rules = { responseStopsAt: 'work-started' } as const;
    expect(response([REPORTED, e('responded', 18, '11:00')], rules).state).toBe('running');
    expect(response([REPORTED, e('work-started', 18, '11:00')], rules).state).toBe('stopped');
    expect(response([REPORTED, e('work-started', 18, '11:00')]).state).toBe('running');
  });

  it('is given by the resolution when nobody answered before', () => {
    expect(response([REPORTED, e('resolved', 18, '15:00')])).toMatchObject({
      state: 'stopped',
      stoppedAt: d(18, '15:00'),
      breached: false,
    });
  });

  it('goes on with what was left when an incident resolved unanswered is reopened', () => {
    const events = [REPORTED, e('resolved', 18, '15:00'), e('reopened', 19, '10:00')];
    expect(response(events)).toMatchObject({ state: 'running', deadline: d(19, '13:00'), marginMs: 3 * HOUR });
    expect(response([...events, e('responded', 19, '13:00')])).toMatchObject({
      state: 'stopped',
      breached: false,
      marginMs: 0,
    });
    expect(response([...events, e('responded', 19, '14:00')])).toMatchObject({
      breached: true,
      breachedAt: d(19, '13:00'),
    });
  });

  it('once answered stays answered through a reopening', () => {
    const events = [REPORTED, e('responded', 18, '11:00'), e('resolved', 18, '15:00'), e('reopened', 19, '10:00')];
    expect(response(events)).toMatchObject({ state: 'stopped', stoppedAt: d(18, '11:00') });
  });

  it('answered after the resolution does not go on when reopened', () => {
    const events = [REPORTED, e('resolved', 18, '15:00'), e('responded', 18, '16:00'), e('reopened', 19, '10:00')];
    expect(response(events)).toMatchObject({ state: 'stopped', stoppedAt: d(18, '15:00') });
  });
});

describe('resolution', () => {
  it('stops at the workaround where the contract says so, and not otherwise', () => {
    const events = [REPORTED, e('workaround', 18, '12:00')];
    expect(resolution(events, { resolutionStopsAt: 'workaround' })).toMatchObject({
      state: 'stopped',
      stoppedAt: d(18, '12:00'),
    });
    expect(resolution(events).state).toBe('running');
    expect(resolution([...events, e('resolved', 25, '12:00')], { resolutionStopsAt: 'workaround' }).stoppedAt).toBe(
      d(18, '12:00'),
    );
  });

  it('includes the response time when it starts at the report', () => {
    expect(local(resolution([REPORTED, e('responded', 18, '12:00')]).deadline)).toBe('2026-05-19 17:30');
  });

  it('starts at the response where the contract says so', () => {
    const rules = { resolutionStartsAt: 'responded' } as const;
    expect(resolution([REPORTED], rules)).toMatchObject({
      state: 'none',
      startedAt: null,
      deadline: null,
      marginMs: null,
    });
    expect(resolution([REPORTED, e('responded', 18, '12:00')], rules)).toMatchObject({
      state: 'running',
      startedAt: d(18, '12:00'),
      deadline: d(20, '11:00'),
    });
  });

  it('that waits for a response has used nothing when resolved unanswered, and waits again when reopened', () => {
    const rules = { resolutionStartsAt: 'responded' } as const;
    const events = [REPORTED, e('resolved', 18, '12:00')];
    expect(resolution(events, rules)).toMatchObject({ state: 'stopped', startedAt: null, usedMs: 0, breached: false });
    const reopened = [...events, e('reopened', 19, '10:00')];
    expect(resolution(reopened, rules).state).toBe('none');
    expect(resolution([...reopened, e('responded', 19, '11:00')], rules)).toMatchObject({
      state: 'running',
      startedAt: d(19, '11:00'),
    });
  });

  it('goes on with what was left when reopened; the time in between does not count', () => {
    const events = [REPORTED, e('resolved', 18, '15:00'), e('reopened', 21, '10:00')];
    expect(resolution(events, {}, { asOf: d(21, '11:00') })).toMatchObject({
      state: 'running',
      usedMs: 6 * HOUR,
      deadline: d(22, '12:30'),
      segments: [
        { start: d(18, '10:00'), end: d(18, '15:00') },
        { start: d(21, '10:00'), end: d(21, '11:00') },
      ],
    });
  });

  it('resolved in time and thanked for later stays in time', () => {
    const events = [REPORTED, e('resolved', 18, '15:00'), e('responded', 25, '10:00')];
    expect(resolution(events)).toMatchObject({ breached: false, stoppedAt: d(18, '15:00'), usedMs: 5 * HOUR });
    expect(resolution(events, {}, { asOf: d(29, '10:00') }).breached).toBe(false);
  });

  it('resolved late and reopened keeps its breach', () => {
    const events = [REPORTED, e('resolved', 20, '10:00'), e('reopened', 21, '10:00')];
    expect(resolution(events)).toMatchObject({
      breached: true,
      breachedAt: d(19, '17:30'),
      deadline: d(19, '17:30'),
      marginMs: -HOUR,
    });
  });
});

describe('a target by agreement', () => {
  const rules = { resolution: BY_AGREEMENT };

  it('has no deadline until one is agreed', () => {
    expect(resolution([REPORTED], rules, { asOf: d(29, '10:00') })).toMatchObject({
      state: 'running',
      target: 'by-agreement',
      deadline: null,
      breached: false,
      marginMs: null,
    });
  });

  it('is missed strictly after the agreed deadline', () => {
    const events: IncidentEvent[] = [
      REPORTED,
      { type: 'agreed', at: d(18, '11:00'), clock: 'resolution', deadline: d(20, '12:00') },
    ];
    expect(resolution(events, rules, { asOf: d(20, '12:00') })).toMatchObject({
      deadline: d(20, '12:00'),
      breached: false,
      marginMs: 0,
    });
    expect(resolution(events, rules, { asOf: d(20, '12:01') })).toMatchObject({
      breached: true,
      breachedAt: d(20, '12:00'),
      marginMs: -MINUTE,
    });
  });

  it('keeps the open time that is left of an agreed deadline in a pause', () => {
    const events: IncidentEvent[] = [
      REPORTED,
      { type: 'agreed', at: d(18, '11:00'), clock: 'resolution', deadline: d(20, '12:00') },
      e('paused', 20, '11:00'),
      e('resumed', 21, '15:00'),
    ];
    expect(resolution(events, rules).deadline).toBe(d(21, '16:00'));
  });

  it('counts an agreed target from the agreement on', () => {
    const events: IncidentEvent[] = [
      REPORTED,
      { type: 'agreed', at: d(20, '10:00'), clock: 'resolution', target: { businessMs: 2 * HOUR } },
    ];
    expect(resolution(events, rules)).toMatchObject({
      target: { businessMs: 2 * HOUR },
      deadline: d(20, '12:00'),
      usedMs: 0,
    });
  });

  it('can be agreed again, and a breach of the first agreement stays', () => {
    const events: IncidentEvent[] = [
      REPORTED,
      { type: 'agreed', at: d(18, '10:00'), clock: 'resolution', target: { businessMs: 2 * HOUR } },
      { type: 'agreed', at: d(18, '15:00'), clock: 'resolution', deadline: d(22, '10:00') },
    ];
    expect(resolution(events, rules)).toMatchObject({
      breached: true,
      breachedAt: d(18, '12:00'),
      deadline: d(22, '10:00'),
    });
  });

  it.each<[string, IncidentEvent[], Partial<ClockRules>, (string | number)[]]>([
    ['a target that is not by agreement', [REPORTED], {}, ['events', 1]],
    ['a clock that has stopped', [REPORTED, e('resolved', 18, '10:30')], rules, ['events', 2]],
    ['a clock that has not started', [REPORTED], { ...rules, resolutionStartsAt: 'responded' }, ['events', 1]],
  ])('cannot be agreed for %s', (_, events, more, path) => {
    const agreed: IncidentEvent = { type: 'agreed', at: d(18, '11:00'), clock: 'resolution', deadline: d(20, '12:00') };
    expect(() => fold([...events, agreed], more)).toThrow(expect.objectContaining({ code: 'PRECONDITION', path }));
  });

  it('cannot be agreed to have been due already', () => {
    const agreed: IncidentEvent = { type: 'agreed', at: d(18, '11:00'), clock: 'resolution', deadline: d(18, '10:59') };
    expect(() => fold([REPORTED, agreed], rules)).toThrow(expect.objectContaining({ path: ['events', 1, 'deadline'] }));
  });
});

describe('an incomplete report', () => {
  const INCOMPLETE: IncidentEvent = { type: 'reported', at: d(18, '10:00'), incomplete: true };

  it('sets no clock going until it is complete', () => {
    expect(fold([INCOMPLETE], {}, { asOf: d(29, '10:00') })).toMatchObject({
      response: { state: 'none', breached: false },
      resolution: { state: 'none', breached: false },
    });
    const clocks = fold([INCOMPLETE, e('report-completed', 19, '10:00')]);
    expect([local(clocks.response.deadline), local(clocks.resolution.deadline)]).toEqual([
      '2026-05-20 09:30',
      '2026-05-20 17:30',
    ]);
  });

  it('asked for what is missing has not been answered yet', () => {
    const events = [INCOMPLETE, e('responded', 18, '11:00'), e('report-completed', 19, '10:00')];
    expect(response(events).state).toBe('running');
  });
});

describe('events', () => {
  it('given out of order are taken in order', () => {
    const events = [e('resumed', 21, '14:00'), e('paused', 19, '11:00'), REPORTED];
    expect(local(resolution(events).deadline)).toBe('2026-05-22 12:00');
  });

  it('after the instant asked for are left out', () => {
    const events = [REPORTED, e('paused', 19, '11:00'), e('resumed', 21, '14:00'), e('resolved', 28, '10:00')];
    expect(resolution(events, {}, { asOf: d(20, '10:00') })).toMatchObject({ state: 'paused', breached: false });
    expect(fold(events, {}, { asOf: d(17, '10:00') })).toMatchObject({
      response: { state: 'none' },
      resolution: { state: 'none' },
    });
  });

  it.each<[string, IncidentEvent[], number]>([
    ['a pause while paused', [REPORTED, e('paused', 18, '11:00'), e('paused', 18, '12:00')], 2],
    ['a pause of a resolved incident', [REPORTED, e('resolved', 18, '11:00'), e('paused', 18, '12:00')], 2],
    ['a resume while not paused', [REPORTED, e('resumed', 18, '11:00')], 1],
    [
      'a resume after the resolution ended the pause',
      [REPORTED, e('paused', 18, '11:00'), e('resolved', 18, '12:00'), e('resumed', 18, '13:00')],
      3,
    ],
    ['a second resolution', [REPORTED, e('resolved', 18, '11:00'), e('resolved', 18, '12:00')], 2],
    ['a reopening of what is open', [REPORTED, e('reopened', 18, '11:00')], 1],
    ['a second report', [REPORTED, e('reported', 18, '11:00')], 1],
    ['an event before the report, wherever it stands', [REPORTED, e('responded', 18, '09:00')], 1],
    ['a complete report completed', [REPORTED, e('report-completed', 18, '11:00')], 1],
  ])('contradicting each other are refused with their place: %s', (_, events, index) => {
    expect(() => fold(events)).toThrow(expect.objectContaining({ code: 'PRECONDITION', path: ['events', index] }));
  });

  it('that are none at all, unknown or without an instant are refused', () => {
    expect(() => fold([])).toThrow(expect.objectContaining({ code: 'PRECONDITION', path: ['events'] }));
    expect(() => fold([REPORTED, { type: 'escalated', at: d(18, '11:00') } as never])).toThrow(
      expect.objectContaining({ code: 'VALIDATION', path: ['events', 1, 'type'] }),
    );
    expect(() => fold([{ type: 'reported', at: Number.NaN }])).toThrow(
      expect.objectContaining({ code: 'VALIDATION', path: ['events', 0, 'at'] }),
    );
  });
});

describe('clockInstants', () => {
  const instants = (events: readonly IncidentEvent[], rules: Partial<ClockRules> = {}, options: FoldOptions = {}) =>
    clockInstants(fold(events, { warnAtPpm: 750_000, ...rules }, options)).map(
      ({ clock, kind, at }) => `${clock} ${kind} ${local(at)}`,
    );

  it('gives warnings and deadlines of running clocks', () => {
    expect(instants([REPORTED])).toEqual([
      'response warning 2026-05-18 16:00',
      'response deadline 2026-05-19 09:30',
      'resolution warning 2026-05-19 13:30',
      'resolution deadline 2026-05-19 17:30',
    ]);
  });

  it('counts a warning in open time over a pause, and leaves out clocks that do not run', () => {
    const events = [REPORTED, e('responded', 18, '11:00'), e('paused', 19, '11:00')];
    expect(instants(events)).toEqual([]);
    expect(instants([...events, e('resumed', 21, '14:00')])).toEqual([
      'resolution warning 2026-05-21 16:30',
      'resolution deadline 2026-05-22 12:00',
    ]);
  });

  it('finds a warning that passed before a pause where it was', () => {
    const events = [REPORTED, e('responded', 18, '11:00'), e('paused', 19, '15:00'), e('resumed', 21, '14:00')];
    expect(instants(events)[0]).toBe('resolution warning 2026-05-19 13:30');
  });

  it('cuts the share down to the millisecond', () => {
    const tiny: ClockTarget = { target: { clockMs: 10 }, calendar: OFFICE };
    expect(resolution([REPORTED], { resolution: tiny, warnAtPpm: 759_999 }).warningAt).toBe(d(18, '10:00') + 7);
  });

  it('gives no warnings unless asked, and refuses a share that is none', () => {
    expect(fold([REPORTED]).resolution.warningAt).toBeNull();
    expect(() => fold([REPORTED], { warnAtPpm: 0.75 })).toThrow(expect.objectContaining({ path: ['warnAtPpm'] }));
  });
});
