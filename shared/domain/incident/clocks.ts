import { assertInstant } from '../business-time/zone.ts';
import { ValidationError } from '../errors.ts';
import { type Interval, union } from '../interval/interval.ts';
import { agree, type Clock, goOn, newClock, reprioritise, start, stop } from './clock.ts';
import { type ClockStatus, statusOf } from './clock-status.ts';
import {
  type ClockName,
  type ClockTargets,
  type IncidentEvent,
  orderEvents,
  type PlacedEvent,
} from './incident-events.ts';
import { hold, run } from './meter.ts';

/** What the contract says about the clocks of an incident, with the targets of the priority it was reported under. */
export interface ClockRules extends ClockTargets {
  /** Which clocks waiting for the customer stops. */
  readonly pauseStops: 'none' | 'resolution' | 'both';
  /** Which event answers the report. An incident resolved before it is answered by its resolution. */
  readonly responseStopsAt: 'responded' | 'work-started';
  readonly resolutionStopsAt: 'resolved' | 'workaround';
  /** `responded` stands for the event that answers the report. */
  readonly resolutionStartsAt: 'reported' | 'responded';
  /** Share of a target's open time after which it is at risk, in parts per million (75 % is 750,000). */
  readonly warnAtPpm?: number;
}

export type Clocks = Readonly<Record<ClockName, ClockStatus>>;

export interface FoldOptions {
  /** Instant at which the clocks are read; later events are left out. Default: the last event. */
  readonly asOf?: number;
  /** Intervals in which the resolution clock does not run. */
  readonly excluded?: readonly Interval[];
}

interface Fold {
  readonly isComplete: boolean;
  readonly isAnswered: boolean;
  readonly isPaused: boolean;
  readonly isResolved: boolean;
  readonly isExcluded: boolean;
  readonly response: Clock;
  readonly resolution: Clock;
}

/**
 * The response and the resolution clock of an incident, from everything that happened to it.
 * @param events in any order; those of one instant in the order given
 * @throws ValidationError when an instant, type or share is not allowed, with its path
 * @throws PreconditionError when events contradict each other, with path `events` and the index
 * Source: go2people §2.2, sensey (per priority), fellow §5.3 (correct report; resolution includes the response)
 */
export function foldClocks(rules: ClockRules, events: readonly IncidentEvent[], options: FoldOptions = {}): Clocks {
  const ordered = orderEvents(events);
  const asOf = options.asOf ?? (ordered.at(-1) as PlacedEvent).event.at;
  assertInstant(asOf, ['asOf']);
  assertShare(rules.warnAtPpm);
  const excluded = union(options.excluded ?? []);
  let fold: Fold = {
    isComplete: false,
    isAnswered: false,
    isPaused: false,
    isResolved: false,
    isExcluded: false,
    response: newClock(rules.response),
    resolution: newClock(rules.resolution),
  };
  let edge = 0;
  const passEdges = (until: number) => {
    for (; edge < excluded.length * 2; edge++) {
      const piece = excluded[edge >> 1] as Interval;
      const at = edge % 2 === 0 ? piece.start : piece.end;
      if (at > until) return;
      fold = sync(rules, { ...fold, isExcluded: edge % 2 === 0 }, at);
    }
  };
  for (const { event, index } of ordered) {
    if (event.at > asOf) break;
    passEdges(event.at);
    fold = sync(rules, apply(rules, fold, event, index), event.at);
  }
  passEdges(asOf);
  return {
    response: statusOf(fold.response, asOf, rules.warnAtPpm),
    resolution: statusOf(fold.resolution, asOf, rules.warnAtPpm),
  };
}

/** An instant at which a running clock wants to be looked at again. */
export interface ClockInstant {
  readonly clock: ClockName;
  readonly kind: 'warning' | 'deadline';
  readonly at: number;
}

/** Warnings and deadlines of the running clocks, passed ones too. A clock is breached strictly after its deadline. */
export function clockInstants(clocks: Clocks): readonly ClockInstant[] {
  const instants: ClockInstant[] = [];
  for (const clock of ['response', 'resolution'] as const) {
    const { state, warningAt, deadline } = clocks[clock];
    if (state !== 'running') continue;
    if (warningAt !== null) instants.push({ clock, kind: 'warning', at: warningAt });
    if (deadline !== null) instants.push({ clock, kind: 'deadline', at: deadline });
  }
  return instants;
}

function apply(rules: ClockRules, fold: Fold, event: IncidentEvent, index: number): Fold {
  const { at } = event;
  switch (event.type) {
    case 'reported':
      return event.incomplete === true ? fold : complete(rules, fold, at);
    case 'report-completed':
      return complete(rules, fold, at);
    case 'responded':
    case 'work-started':
      return event.type === rules.responseStopsAt && event.automatic !== true ? answer(rules, fold, at) : fold;
    case 'paused':
      return { ...fold, isPaused: true };
    case 'resumed':
      return { ...fold, isPaused: false };
    case 'workaround':
      return rules.resolutionStopsAt === 'workaround' ? { ...fold, resolution: stop(fold.resolution, at) } : fold;
    case 'resolved': {
      const [response, resolution] = [stop(fold.response, at), stop(fold.resolution, at)];
      return { ...fold, isPaused: false, isResolved: true, response, resolution };
    }
    case 'reopened':
      return reopen(rules, fold, at);
    case 'reprioritised': {
      const change = (name: ClockName) => reprioritise(fold[name], event.targets[name], event.mode, at);
      return { ...fold, response: change('response'), resolution: change('resolution') };
    }
    case 'agreed':
      return { ...fold, [event.clock]: agree(fold[event.clock], event, index) };
  }
}

/** From here on the clocks may run. */
function complete(rules: ClockRules, fold: Fold, at: number): Fold {
  const begun = { ...fold, isComplete: true };
  if (fold.isResolved) return begun;
  const response = start(fold.response, at);
  return rules.resolutionStartsAt === 'reported'
    ? { ...begun, response, resolution: start(fold.resolution, at) }
    : { ...begun, response };
}

/** An answer to a report that is not complete yet is no response: no clock runs that it could stop. */
function answer(rules: ClockRules, fold: Fold, at: number): Fold {
  if (!fold.isComplete) return fold;
  const answered = { ...fold, isAnswered: true, response: stop(fold.response, at) };
  if (rules.resolutionStartsAt === 'reported' || fold.isResolved) return answered;
  return { ...answered, resolution: start(fold.resolution, at) };
}

/** Without an answer the response clock, stopped by the resolution, goes on as well. */
function reopen(rules: ClockRules, fold: Fold, at: number): Fold {
  const open = { ...fold, isResolved: false };
  const resolution = { ...goOn(fold.resolution, at), stoppedAt: null };
  if (!fold.isComplete) return { ...open, response: goOn(fold.response, at), resolution };
  const response = fold.isAnswered ? fold.response : start(goOn(fold.response, at), at);
  const startsNow = rules.resolutionStartsAt === 'reported' || fold.isAnswered;
  return { ...open, response, resolution: startsNow ? start(resolution, at) : resolution };
}

/** Lets each clock run exactly when nothing holds it. */
function sync(rules: ClockRules, fold: Fold, at: number): Fold {
  const settle = (clock: Clock, isHeld: boolean): Clock => {
    const runs = clock.startedAt !== null && clock.stoppedAt === null && !isHeld;
    return { ...clock, meter: runs ? run(clock.meter, at) : hold(clock.meter, at) };
  };
  const response = settle(fold.response, fold.isPaused && rules.pauseStops === 'both');
  const resolution = settle(fold.resolution, fold.isExcluded || (fold.isPaused && rules.pauseStops !== 'none'));
  return { ...fold, response, resolution };
}

function assertShare(warnAtPpm: number | undefined): void {
  if (warnAtPpm === undefined) return;
  if (Number.isSafeInteger(warnAtPpm) && warnAtPpm >= 0 && warnAtPpm <= 1_000_000) return;
  throw new ValidationError(`${warnAtPpm} is not a share; allowed are whole parts per million, 0 to 1000000`, {
    path: ['warnAtPpm'],
  });
}
