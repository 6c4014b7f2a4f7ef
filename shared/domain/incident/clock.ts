import { assertInstant } from '../business-time/zone.ts';
import { PreconditionError } from '../errors.ts';
import type { AgreedEvent, ClockTarget, PriorityChange } from './incident-events.ts';
import { agreeDeadline, hold, type Meter, newMeter, retarget } from './meter.ts';

/** A clock between two events: its meter, and whether it has started and stopped. */
export interface Clock {
  readonly meter: Meter;
  readonly isByAgreement: boolean;
  readonly startedAt: number | null;
  readonly stoppedAt: number | null;
  /** Change of priority that came while the clock stood stopped; it takes effect if the clock goes on. */
  readonly pending: { readonly rule: ClockTarget | null; readonly mode: PriorityChange } | null;
}

export function newClock(target: ClockTarget | undefined): Clock {
  const rule = target ?? null;
  const isByAgreement = rule?.target === 'by-agreement';
  return { meter: newMeter(rule), isByAgreement, startedAt: null, stoppedAt: null, pending: null };
}

export function start(clock: Clock, at: number): Clock {
  return clock.startedAt === null && clock.stoppedAt === null ? { ...clock, startedAt: at } : clock;
}

export function stop(clock: Clock, at: number): Clock {
  return clock.stoppedAt === null ? { ...clock, meter: hold(clock.meter, at), stoppedAt: at } : clock;
}

export function goOn(clock: Clock, at: number): Clock {
  const on = { ...clock, stoppedAt: null, pending: null };
  return clock.pending === null ? on : reprioritise(on, clock.pending.rule ?? undefined, clock.pending.mode, at);
}

export function reprioritise(
  clock: Clock,
  target: ClockTarget | undefined,
  mode: PriorityChange = 'retroactive',
  at: number,
): Clock {
  const rule = target ?? null;
  if (clock.stoppedAt !== null) return { ...clock, pending: { rule, mode } };
  const isByAgreement = rule?.target === 'by-agreement';
  return { ...clock, meter: retarget(clock.meter, rule, mode, at), isByAgreement };
}

export function agree(clock: Clock, event: AgreedEvent, index: number): Clock {
  const path = ['events', index];
  const { meter } = clock;
  if (!clock.isByAgreement || meter.rule === null) {
    throw new PreconditionError(`the ${event.clock} target is not by agreement`, { path });
  }
  if (clock.startedAt === null || clock.stoppedAt !== null) {
    throw new PreconditionError(`the ${event.clock} clock has not started or has stopped`, { path });
  }
  if ('target' in event) {
    const rule = { target: event.target, calendar: event.calendar ?? meter.rule.calendar };
    return { ...clock, meter: retarget(meter, rule, 'from-change', event.at) };
  }
  assertInstant(event.deadline, [...path, 'deadline']);
  if (event.deadline < event.at) {
    throw new PreconditionError('the agreed deadline lies before the agreement', { path: [...path, 'deadline'] });
  }
  return { ...clock, meter: agreeDeadline(meter, event.deadline, event.at) };
}
