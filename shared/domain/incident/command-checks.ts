import { ConflictError, PreconditionError, ValidationError } from '../errors.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { Action, Agree, Command, TimelineEntry } from './action.ts';
import type { Incident } from './incident.ts';
import { parseTimeTarget } from './target-text.ts';
import { calendarNamed, type IncidentTerms, targetsOf } from './terms.ts';

/** How far a sender's clock may be ahead of ours. */
export const FORGIVEN_SKEW_MS = 5 * 60_000;
/** An incident is one item of its table: beyond this nothing more is noted, so that it can still be resolved and closed. */
const MOST_ENTRIES = 300;
const MOST_TEXT = 80_000;

/**
 * A command as it will stand in the timeline. One that says it happened a little in the future happened now.
 * @throws ValidationError when it lies further ahead than clocks differ
 */
export function entryOf({ id, at, by, action }: Command, version: number, now: number): TimelineEntry {
  if (at !== undefined && at > now + FORGIVEN_SKEW_MS) {
    throw new ValidationError(
      `${at} lies in the future; what has not happened yet cannot be recorded (five minutes are forgiven)`,
      { path: ['at'] },
    );
  }
  const isAhead = at !== undefined && at > now;
  return {
    id,
    version,
    at: isAhead ? now : (at ?? now),
    ...(isAhead ? { statedAt: at } : {}),
    recordedAt: now,
    ...(by === undefined ? {} : { by }),
    action,
  };
}

/** Says whether a command is the one of an entry. One without an instant is compared without. */
export function assertSame(entry: TimelineEntry, { id, at, by, action }: Command): void {
  const isSame =
    canonicalJson(entry.action as unknown as Json) === canonicalJson(action as unknown as Json) &&
    entry.by === by &&
    (at === undefined || at === (entry.statedAt ?? entry.at));
  if (isSame) return;
  throw new ConflictError(`the idempotency key "${id}" was used for another command before; use a key of its own`, {
    path: ['idempotencyKey'],
  });
}

export function assertPriority({ priorities, contract }: IncidentTerms, priority: string | undefined): void {
  const path = ['priority'];
  if (priorities.size === 0) {
    if (priority === undefined) return;
    throw new ValidationError(`contract ${contract.ref} knows no priorities; leave it out`, { path });
  }
  if (priority !== undefined && priorities.has(priority)) return;
  const known = [...priorities.keys()].join(', ');
  const problem = priority === undefined ? 'a priority is missing' : `"${priority}" is not a priority`;
  throw new ValidationError(`${problem}; contract ${contract.ref} has ${known}`, { path });
}

/** Business time needs opening hours; a target by agreement seldom brings its own. */
export function assertCalendar(terms: IncidentTerms, priority: string | null, action: Agree): void {
  if ('deadline' in action || action.calendar !== undefined) return;
  const target = parseTimeTarget(action.target, ['target']);
  const own = targetsOf(terms, priority)[action.clock]?.calendar;
  if ('clockMs' in target || (own !== undefined && !own.alwaysOpen)) return;
  calendarNamed(terms.calendars, undefined, ['calendar']);
}

export function assertRoom({ timeline }: Incident, action: Action): void {
  const size = (value: unknown) => JSON.stringify(value).length;
  const used = timeline.reduce((sum, entry) => sum + size(entry.action), 0);
  const isNote = action.type === 'comment';
  const isFull = timeline.length >= MOST_ENTRIES || used + size(action) > MOST_TEXT;
  const isOver = timeline.length >= MOST_ENTRIES * 1.5 || used + size(action) > MOST_TEXT * 1.5;
  if (isOver || (isNote && isFull)) {
    throw new PreconditionError(
      `the timeline is full (${timeline.length} entries, ${used} characters); nothing more can be noted`,
      { path: ['command'] },
    );
  }
}

export function assertBreached({ facts, id }: Incident, clock: 'response' | 'resolution'): void {
  const isBreached = facts.some((fact) => fact.kind === 'breached' && fact.clock === clock && !('withdrawnAt' in fact));
  if (isBreached) return;
  throw new PreconditionError(`no ${clock} breach of incident ${id} is recorded that could be acknowledged`, {
    path: ['clock'],
  });
}
