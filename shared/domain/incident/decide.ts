import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import type { Interval } from '../interval/interval.ts';
import type { JournalEvent } from '../journal/journal.ts';
import type { Command, Report, TimelineEntry } from './action.ts';
import { assertAgreement, type ClockHistory, clockHistory } from './clock-facts.ts';
import { assertBreached, assertCalendar, assertPriority, assertRoom, assertSame, entryOf } from './command-checks.ts';
import type { Incident } from './incident.ts';
import { openedEvent, schedulesEvent, updatedEvent } from './incident-journal.ts';
import { assertAllowed, type Lived, live, stateOf } from './life.ts';
import { recordFacts } from './record-facts.ts';
import { scheduleChange, wantedSchedules } from './schedules.ts';
import type { IncidentTerms } from './terms.ts';

export interface DecisionContext {
  readonly terms: IncidentTerms;
  /** Intervals in which the resolution clock does not run. */
  readonly excluded: readonly Interval[];
  /** UTC epoch ms. */
  readonly now: number;
}

export interface Decision {
  readonly next: Incident;
  readonly events: readonly JournalEvent[];
  /** The command had been carried out before; nothing is to be written. */
  readonly isRepeat: boolean;
}

/**
 * Takes a report.
 * @param incidentId derived from the command's id, so that a repeat finds the incident
 * @throws ValidationError for an unknown service or priority, or a report from the future
 * Source: semantics, deadlines: a report that is not correct yet is kept and no clock runs
 */
export function openIncident(
  incidentId: string,
  command: Command & { readonly action: Report },
  context: DecisionContext,
): Decision {
  const { terms, now } = context;
  const { contract } = terms;
  const { serviceRef, priority, title } = command.action;
  if (!contract.services.some(({ ref }) => ref === serviceRef)) {
    throw new NotFoundError(
      `contract ${contract.ref} has no service "${serviceRef}"; it has ${contract.services.map(({ ref }) => ref).join(', ')}`,
      { path: ['serviceRef'] },
    );
  }
  assertPriority(terms, priority);
  const entry = entryOf(command, 1, now);
  const incident: Incident = {
    id: incidentId,
    version: 0,
    contractRef: contract.ref,
    contractVersion: contract.version,
    serviceRef,
    customerRef: contract.customer.ref,
    title,
    priority: null,
    severity: null,
    state: 'open',
    missing: [],
    reportedAt: entry.at,
    updatedAt: now,
    timeline: [],
    facts: [],
    schedules: [],
  };
  return settle(incident, [entry], entry, context);
}

/**
 * Carries out a command on an incident that is there.
 * @throws PreconditionError naming the state and what is allowed in it
 * @throws ConflictError when the command's id was used for something else
 * @throws ValidationError when its instant or a value is not allowed
 */
export function changeIncident(incident: Incident, command: Command, context: DecisionContext): Decision {
  const { terms, now, excluded } = context;
  const repeated = incident.timeline.find(({ id }) => id === command.id);
  if (repeated !== undefined) {
    assertSame(repeated, command);
    return { next: incident, events: [], isRepeat: true };
  }
  const { action } = command;
  if (action.type === 'report') throw new ConflictError(`incident ${incident.id} has been reported already`);
  if (action.type === 'reprioritise') assertPriority(terms, action.priority);
  assertRoom(incident, action);
  const entry = entryOf(command, incident.version + 1, now);
  if (entry.at < incident.reportedAt) {
    throw new ValidationError(`"${action.type}" cannot have happened before the incident was reported`, {
      path: ['at'],
    });
  }
  const timeline = [...incident.timeline, entry].sort((x, y) => x.at - y.at);
  const lived = live(terms, timeline);
  assertAllowed(lived, entry, terms.timeZone);
  if (action.type === 'agree') assertCalendar(terms, incident.priority, action);
  if (action.type === 'agree') assertAgreement(terms, lived, entry.id, excluded);
  if (action.type === 'acknowledge') assertBreached(incident, action.clock);
  return settle(incident, timeline, entry, context);
}

/**
 * Asks again what the clocks have done: a schedule fired, or nobody looked for a while. What it was about is of no
 * importance, so it may be early, late, repeated or lost.
 */
export function checkIncident(incident: Incident, context: DecisionContext): Decision {
  return settle(incident, incident.timeline, null, context);
}

/** The clocks of an incident as they stand now. */
export function readClocks(incident: Incident, { terms, excluded, now }: DecisionContext): ClockHistory {
  const lived = live(terms, incident.timeline);
  return clockHistory(terms, lived, excluded, presentOf(incident.timeline, now));
}

function settle(
  incident: Incident,
  timeline: readonly TimelineEntry[],
  entry: TimelineEntry | null,
  context: DecisionContext,
): Decision {
  const { terms, excluded } = context;
  const now = presentOf(timeline, context.now);
  const lived = live(terms, timeline);
  const history = clockHistory(terms, lived, excluded, now);
  const schedules = wantedSchedules(incident.id, history, excluded, now);
  const advanced: Incident = {
    ...incident,
    ...standing(terms, lived),
    version: incident.version + 1,
    updatedAt: now,
    timeline,
    schedules,
  };
  const { facts, events: factEvents } = recordFacts(advanced, history.facts, entry, now);
  const next: Incident = { ...advanced, facts };
  const change = scheduleChange(incident.schedules, schedules, now);
  const events: JournalEvent[] = [];
  if (entry?.action.type === 'report') events.push(openedEvent(next, entry, history));
  if (entry !== null) events.push(updatedEvent(next, entry, history));
  events.push(...factEvents);
  if (change.set.length > 0 || change.cancel.length > 0) events.push(schedulesEvent(next, change, now));
  const isStale = events.length === 0 && incident.schedules.length === schedules.length;
  return isStale ? { next: incident, events, isRepeat: false } : { next, events, isRepeat: false };
}

function standing(
  terms: IncidentTerms,
  { life }: Lived,
): Pick<Incident, 'priority' | 'severity' | 'state' | 'missing'> {
  const { priority, missing } = life;
  const severity = terms.priorities.get(priority ?? '')?.severity ?? null;
  return { priority, severity, state: stateOf(life), missing };
}

/** Our clocks may differ by a little from one machine to the next; time does not run back for an incident. */
function presentOf(timeline: readonly TimelineEntry[], now: number): number {
  return Math.max(now, timeline.at(-1)?.at ?? now);
}
