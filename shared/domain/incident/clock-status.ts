import { deadlineOf, type Target } from '../business-time/deadline.ts';
import { type Interval, union } from '../interval/interval.ts';
import type { Clock } from './clock.ts';
import { instantOfUse, type Meter, measure, notice, usedAt } from './meter.ts';

/** How a clock stands. All `…At` and `deadline` in UTC epoch ms, all `…Ms` in open time of the target's calendar. */
export interface ClockStatus {
  /** `none`: there is no such clock, or it has not started. */
  readonly state: 'none' | 'running' | 'paused' | 'stopped';
  readonly target: Target | 'by-agreement' | null;
  readonly startedAt: number | null;
  /** When the clock ran, up to `asOf`. */
  readonly segments: readonly Interval[];
  /** Null while paused (also when it was stopped while paused), before it starts and without a target. */
  readonly deadline: number | null;
  readonly breached: boolean;
  /** The first deadline missed, not the moment somebody noticed. */
  readonly breachedAt?: number;
  readonly stoppedAt?: number;
  /** Target less time used, negative when late; null without a target or before the start. */
  readonly marginMs: number | null;
  /** Time used of the target now in force. */
  readonly usedMs: number;
  /** When a running clock is at risk, also when that has passed; null without a warning or while not running. */
  readonly warningAt: number | null;
}

/** Reads a clock at an instant, not before its last event. */
export function statusOf(clock: Clock, asOf: number, warnAtPpm: number | undefined): ClockStatus {
  const meter = notice(clock.meter, asOf);
  const { rule, since, breachedAt } = meter;
  const { startedAt, stoppedAt } = clock;
  const segments = since === null ? meter.segments : [...meter.segments, { start: since, end: asOf }];
  const isRunning = since !== null && rule !== null;
  const ranUntilStop = stoppedAt !== null && meter.heldAt === stoppedAt;
  return {
    state: stateOf(clock),
    target: rule?.target ?? null,
    startedAt,
    segments: union(segments),
    deadline: isRunning || ranUntilStop ? meter.deadline : null,
    breached: breachedAt !== null,
    ...(breachedAt === null ? {} : { breachedAt }),
    ...(stoppedAt === null ? {} : { stoppedAt }),
    marginMs: startedAt === null ? null : marginAt(meter, stoppedAt ?? asOf),
    usedMs: usedAt(meter, asOf),
    warningAt: isRunning ? warningOf(meter, warnAtPpm) : null,
  };
}

function stateOf({ meter, startedAt, stoppedAt }: Clock): ClockStatus['state'] {
  if (meter.rule === null) return 'none';
  if (stoppedAt !== null) return 'stopped';
  if (startedAt === null) return 'none';
  return meter.since === null ? 'paused' : 'running';
}

/** A target that is still waiting to start has all of its time left, as if it started at `at`. */
function marginAt(meter: Meter, at: number): number | null {
  const { rule, targetMs } = meter;
  if (targetMs !== null) return targetMs - usedAt(meter, at);
  if (rule === null || rule.target === 'by-agreement') return null;
  return measure(rule, at, deadlineOf(rule.calendar, rule.target, at));
}

function warningOf(meter: Meter, warnAtPpm: number | undefined): number | null {
  if (warnAtPpm === undefined || meter.targetMs === null) return null;
  return instantOfUse(meter, Number((BigInt(meter.targetMs) * BigInt(warnAtPpm)) / 1_000_000n));
}
