import { openSpans } from '../business-time/business-time.ts';
import type { Calendar } from '../business-time/calendar.ts';
import { type CountedSpan, explainDeadline, type Moment, type SkippedDay } from '../business-time/deadline.ts';
import { formatLocal } from '../business-time/zone.ts';
import { type Interval, subtract } from '../interval/interval.ts';
import type { ClockStatus } from './clock-status.ts';
import { type DecisionContext, readClocks } from './decide.ts';
import type { Incident } from './incident.ts';
import type { ClockName } from './incident-events.ts';
import { live, stateOf } from './life.ts';
import type { ClockPromise } from './terms.ts';

/** Time in which a clock that had started did not run. */
export interface HeldSpan {
  readonly start: Moment;
  readonly end: Moment;
  readonly reason: 'paused' | 'stopped' | 'excluded';
}

/** Why a clock's deadline is where it is, for somebody who wants to recompute it by hand. */
export interface ClockExplanation {
  readonly clock: ClockName;
  readonly promise: ClockPromise | null;
  readonly status: ClockStatus;
  readonly timeZone: string;
  readonly startedAt: Moment | null;
  readonly deadline: Moment | null;
  readonly breachedAt: Moment | null;
  readonly stoppedAt: Moment | null;
  /** Time that counts, up to the deadline or, without one, up to now. */
  readonly spans: readonly CountedSpan[];
  /** Days between start and deadline on which the calendar stays closed. */
  readonly skipped: readonly SkippedDay[];
  readonly held: readonly HeldSpan[];
}

/** Both clocks of an incident, explained. */
export function explainClocks(incident: Incident, context: DecisionContext): readonly ClockExplanation[] {
  const { clocks } = readClocks(incident, context);
  return (['response', 'resolution'] as const).map((clock) => explain(incident, clock, clocks[clock], context));
}

function explain(
  incident: Incident,
  clock: ClockName,
  status: ClockStatus,
  context: DecisionContext,
): ClockExplanation {
  const { terms, now } = context;
  const priority = terms.priorities.get(incident.priority ?? '');
  const calendar = agreedCalendar(incident, clock, context) ?? priority?.targets[clock]?.calendar;
  const { timeZone } = terms;
  const moment = (at: number): Moment => ({ at, local: formatLocal(at, timeZone) });
  const optional = (at: number | null | undefined) => (at === null || at === undefined ? null : moment(at));
  const { startedAt, deadline, target } = status;
  const end = Math.max(deadline ?? status.stoppedAt ?? now, startedAt ?? 0);
  const onClock = target !== null && target !== 'by-agreement' && 'clockMs' in target;
  const ran = startedAt === null ? [] : ranUntil(status, { start: startedAt, end }, now);
  const counted = onClock || calendar === undefined ? ran : ran.flatMap((piece) => openSpans(calendar, piece));
  const held = startedAt === null ? [] : subtract([{ start: startedAt, end }], ran);
  return {
    clock,
    promise: priority?.promises[clock] ?? null,
    status,
    timeZone,
    startedAt: optional(startedAt),
    deadline: optional(deadline),
    breachedAt: optional(status.breachedAt),
    stoppedAt: optional(status.stoppedAt),
    spans: counted.map((piece) => ({
      start: moment(piece.start),
      end: moment(piece.end),
      ms: piece.end - piece.start,
    })),
    skipped: onClock || calendar === undefined || startedAt === null ? [] : skippedDays(calendar, startedAt, end),
    held: held.map((piece) => ({
      start: moment(piece.start),
      end: moment(piece.end),
      reason: heldBy(incident, context, piece.start),
    })),
  };
}

/** Opening hours that came with an agreement, where the target is by agreement. */
function agreedCalendar(
  { priority, timeline }: Incident,
  clock: ClockName,
  { terms }: DecisionContext,
): Calendar | undefined {
  if (terms.priorities.get(priority ?? '')?.targets[clock]?.target !== 'by-agreement') return undefined;
  const agreed = timeline.findLast(({ action }) => action.type === 'agree' && action.clock === clock)?.action;
  const name = agreed?.type === 'agree' && 'target' in agreed ? agreed.calendar : undefined;
  return name === undefined ? undefined : terms.calendars.get(name);
}

function heldBy(incident: Incident, { terms, excluded }: DecisionContext, at: number): HeldSpan['reason'] {
  if (excluded.some(({ start, end }) => start <= at && at < end)) return 'excluded';
  const { life } = live(
    terms,
    incident.timeline.filter((entry) => entry.at <= at),
  );
  return stateOf(life) === 'paused' ? 'paused' : 'stopped';
}

/** Pieces in which the clock ran; a running one is taken to run on to its deadline. */
function ranUntil({ segments, state }: ClockStatus, { start, end }: Interval, now: number): readonly Interval[] {
  const known = segments
    .filter((piece) => piece.start < end)
    .map((piece) => ({ start: Math.max(piece.start, start), end: Math.min(piece.end, end) }));
  const last = known.at(-1);
  if (state !== 'running') return known;
  if (last === undefined) return start < end ? [{ start, end }] : [];
  // A clock that goes on at this very instant has not run since; what it ran before was held in between.
  if (last.end < now && now < end) return [...known, { start: now, end }];
  return [...known.slice(0, -1), { start: last.start, end }];
}

function skippedDays(calendar: Calendar, start: number, end: number): readonly SkippedDay[] {
  const open = openSpans(calendar, { start, end }).reduce((sum, piece) => sum + piece.end - piece.start, 0);
  return open === 0 ? [] : explainDeadline(calendar, { businessMs: open }, start).skipped;
}
