import { addBusinessMs, elapsedOpenMs } from '../business-time/business-time.ts';
import { deadlineOf } from '../business-time/deadline.ts';
import type { Interval } from '../interval/interval.ts';
import type { ClockTarget, PriorityChange } from './incident-events.ts';

/**
 * One clock's measuring device. It runs and is held, and knows how much open time of its target is used. Once a target
 * is under way everything is kept in ms, so that a pause keeps the remaining business time.
 */
export interface Meter {
  readonly rule: ClockTarget | null;
  /** Pieces of time in which the clock ran, oldest first, without the one it runs in now. */
  readonly segments: readonly Interval[];
  /** Index of the first segment that counts towards the present target. */
  readonly countsFrom: number;
  /** Open ms of the segments that count. */
  readonly usedMs: number;
  /** Start of the piece the clock runs in now; null while it is held. */
  readonly since: number | null;
  /** When it was held last. */
  readonly heldAt: number | null;
  /** Length of the present target in open ms; null until it has started or when there is none. */
  readonly targetMs: number | null;
  /** Deadline of the present target as it stood when the clock last ran. */
  readonly deadline: number | null;
  /** The first deadline that was missed. It stays, whatever happens later. */
  readonly breachedAt: number | null;
}

export function newMeter(rule: ClockTarget | null, breachedAt: number | null = null): Meter {
  const none = { since: null, heldAt: null, targetMs: null, deadline: null };
  return { rule, segments: [], countsFrom: 0, usedMs: 0, ...none, breachedAt };
}

/** Time between two instants as the rule measures it: open time, or physical time for a target on the clock. */
export function measure(rule: ClockTarget | null, from: number, to: number): number {
  if (rule === null) return 0;
  return isOnClock(rule) ? to - from : elapsedOpenMs(rule.calendar, from, to);
}

/** Sets the clock going, or lets it go on with what is left. */
export function run(meter: Meter, at: number): Meter {
  if (meter.since !== null) return meter;
  const { rule, targetMs } = meter;
  if (targetMs !== null) return { ...meter, since: at, deadline: movedDeadline(meter, targetMs, at) };
  if (rule === null || rule.target === 'by-agreement') return { ...meter, since: at };
  const deadline = deadlineOf(rule.calendar, rule.target, at);
  return { ...meter, since: at, deadline, targetMs: measure(rule, at, deadline) };
}

/** Records the breach when the deadline lies strictly before `at` and the clock ran past it. */
export function notice(meter: Meter, at: number): Meter {
  const { since, deadline, breachedAt } = meter;
  if (since === null || deadline === null || breachedAt !== null || at <= deadline) return meter;
  return { ...meter, breachedAt: deadline };
}

/** Stops the clock for the time being. A target that has not used any time yet starts afresh when it runs again. */
export function hold(meter: Meter, at: number): Meter {
  const { since, rule } = meter;
  if (since === null) return meter;
  if (since === at) {
    const unused = meter.segments.length === meter.countsFrom && rule?.target !== 'by-agreement';
    return { ...meter, since: null, heldAt: at, ...(unused ? { targetMs: null, deadline: null } : {}) };
  }
  return {
    ...notice(meter, at),
    segments: [...meter.segments, { start: since, end: at }],
    usedMs: meter.usedMs + measure(rule, since, at),
    since: null,
    heldAt: at,
  };
}

/**
 * Puts another target in force. `retroactive` replays every piece of time the clock ran with the new target, so pauses
 * stay pauses; `from-change` counts from `at` on. A breach already recorded stays.
 */
export function retarget(meter: Meter, rule: ClockTarget | null, mode: PriorityChange, at: number): Meter {
  const held = hold(meter, at);
  let next: Meter;
  if (mode === 'retroactive') {
    next = newMeter(rule, held.breachedAt);
    for (const piece of held.segments) next = hold(run(next, piece.start), piece.end);
  } else {
    const afresh = newMeter(rule, held.breachedAt);
    next = { ...afresh, segments: held.segments, countsFrom: held.segments.length };
  }
  return meter.since === null ? next : run(next, at);
}

/** Gives a target by agreement its deadline; time counts from the agreement. */
export function agreeDeadline(meter: Meter, deadline: number, at: number): Meter {
  const afresh = retarget(meter, meter.rule && { ...meter.rule, target: 'by-agreement' }, 'from-change', at);
  return { ...afresh, heldAt: at, deadline, targetMs: measure(afresh.rule, at, deadline) };
}

/** Open ms of the present target used at `at`. */
export function usedAt(meter: Meter, at: number): number {
  return meter.usedMs + (meter.since === null ? 0 : measure(meter.rule, meter.since, at));
}

/** The instant at which a running clock has used, or will have used, `goalMs` of its target. */
export function instantOfUse(meter: Meter, goalMs: number): number | null {
  const { rule, since } = meter;
  if (rule === null || since === null) return null;
  let left = goalMs;
  for (const { start, end } of meter.segments.slice(meter.countsFrom)) {
    const used = measure(rule, start, end);
    if (left <= used) return advance(rule, start, left);
    left -= used;
  }
  return advance(rule, since, left);
}

/** A missed deadline stands; so does one that no open time has passed since; any other moves with what is left. */
function movedDeadline(meter: Meter, targetMs: number, at: number): number | null {
  const { rule, deadline, heldAt } = meter;
  if (rule === null || deadline === null || heldAt === null || deadline < heldAt) return deadline;
  if (deadline >= at && measure(rule, heldAt, at) === 0) return deadline;
  return advance(rule, at, targetMs - meter.usedMs);
}

function advance(rule: ClockTarget, at: number, ms: number): number {
  return isOnClock(rule) ? at + ms : addBusinessMs(rule.calendar, at, ms);
}

function isOnClock({ target }: ClockTarget): boolean {
  return target !== 'by-agreement' && 'clockMs' in target;
}
