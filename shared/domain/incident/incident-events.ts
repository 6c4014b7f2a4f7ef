import type { Calendar } from '../business-time/calendar.ts';
import type { Target } from '../business-time/deadline.ts';
import { assertInstant } from '../business-time/zone.ts';
import { PreconditionError, ValidationError } from '../errors.ts';

export type ClockName = 'response' | 'resolution';

/** A target with the calendar that measures it. By agreement: no deadline until one is agreed. */
export interface ClockTarget {
  readonly target: Target | 'by-agreement';
  readonly calendar: Calendar;
}

/** The targets of one priority; a clock that is left out has none. */
export type ClockTargets = Readonly<Partial<Record<ClockName, ClockTarget>>>;

/** `retroactive` measures from the original start, `from-change` starts the new target at the change. */
export type PriorityChange = 'retroactive' | 'from-change';

/** What happened to an incident; `at` in UTC epoch ms. */
export type IncidentEvent =
  /** `incomplete`: fields that make a report correct are missing, and no clock runs until `report-completed`. */
  | { readonly type: 'reported'; readonly at: number; readonly incomplete?: boolean }
  | { readonly type: 'report-completed'; readonly at: number }
  /** `automatic`: done by a machine, which never counts. */
  | { readonly type: 'responded' | 'work-started'; readonly at: number; readonly automatic?: boolean }
  | { readonly type: 'paused' | 'resumed' | 'workaround' | 'resolved' | 'reopened'; readonly at: number }
  | {
      readonly type: 'reprioritised';
      readonly at: number;
      readonly targets: ClockTargets;
      /** Default `retroactive`. */
      readonly mode?: PriorityChange;
    }
  | AgreedEvent;

/** A target by agreement gets a deadline (UTC epoch ms), or a target that starts at the agreement. */
export type AgreedEvent = {
  readonly type: 'agreed';
  readonly at: number;
  readonly clock: ClockName;
} & ({ readonly deadline: number } | { readonly target: Target; readonly calendar?: Calendar });

/** An event and its index in the list it came in, which is where an error points. */
export interface PlacedEvent {
  readonly event: IncidentEvent;
  readonly index: number;
}

/**
 * The events by instant (those of one instant in the order given), checked for contradictions.
 * @throws ValidationError (path `events`, index) when an instant or a type is not allowed
 * @throws PreconditionError (path `events`, index) when an event makes no sense after the ones before it
 */
export function orderEvents(events: readonly IncidentEvent[]): readonly PlacedEvent[] {
  const placed = events.map((event, index) => {
    assertInstant(event.at, ['events', index, 'at']);
    return { event, index };
  });
  placed.sort((x, y) => x.event.at - y.event.at);
  if (placed.length === 0) throw new PreconditionError('an incident begins with a report', { path: ['events'] });
  let status: Status = { reported: false, complete: false, paused: false, resolved: false };
  for (const { event, index } of placed) {
    const problem = contradiction(status, event);
    if (problem !== null) throw new PreconditionError(problem, { path: ['events', index] });
    status = follow(status, event, index);
  }
  return placed;
}

interface Status {
  readonly reported: boolean;
  readonly complete: boolean;
  readonly paused: boolean;
  readonly resolved: boolean;
}

function contradiction(status: Status, { type }: IncidentEvent): string | null {
  if (type === 'reported') return status.reported ? 'the incident has been reported already' : null;
  if (!status.reported) return `"${type}" comes before the report`;
  if (type === 'report-completed' && status.complete) return 'the report is complete already';
  if (type === 'paused' && status.paused) return 'the incident is paused already';
  if (type === 'paused' && status.resolved) return 'a resolved incident cannot be paused';
  if (type === 'resumed' && !status.paused) return 'the incident is not paused';
  if (type === 'resolved' && status.resolved) return 'the incident is resolved already';
  if (type === 'reopened' && !status.resolved) return 'the incident is not resolved';
  return null;
}

function follow(status: Status, event: IncidentEvent, index: number): Status {
  switch (event.type) {
    case 'reported':
      return { ...status, reported: true, complete: event.incomplete !== true };
    case 'report-completed':
      return { ...status, complete: true };
    case 'paused':
      return { ...status, paused: true };
    case 'resumed':
      return { ...status, paused: false };
    case 'resolved':
      return { ...status, paused: false, resolved: true };
    case 'reopened':
      return { ...status, resolved: false };
    case 'responded':
    case 'work-started':
    case 'workaround':
    case 'reprioritised':
    case 'agreed':
      return status;
    default:
      throw new ValidationError(`"${(event as { type: unknown }).type}" is not an event of an incident`, {
        path: ['events', index, 'type'],
      });
  }
}
