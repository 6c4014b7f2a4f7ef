import type { JournalEvent } from '../journal/journal.ts';
import type { Json } from '../json.ts';
import type { TimelineEntry } from './action.ts';
import type { ClockHistory } from './clock-facts.ts';
import { factKey, type Incident, type RecordedFact } from './incident.ts';
import type { ScheduleChange } from './schedules.ts';

/** Journal types of an incident; those of the catalogue leave for the bus. */
export const INCIDENT_EVENTS = {
  opened: 'sla.incident.opened.v1',
  atRisk: 'sla.clock.at-risk.v1',
  breached: 'sla.clock.breached.v1',
  withdrawn: 'sla.clock.breach-withdrawn.v1',
  escalated: 'sla.clock.escalated.v1',
  updated: 'sla.incident.updated.v1',
  schedules: 'sla.incident.schedules.v1',
} as const;

const FACT_TYPE = {
  'at-risk': INCIDENT_EVENTS.atRisk,
  breached: INCIDENT_EVENTS.breached,
  escalated: INCIDENT_EVENTS.escalated,
} as const;

/** Name of the chain in which an incident's entries stand. */
export function incidentAggregate(incidentId: string): string {
  return `incident/${incidentId}`;
}

/** What every event of an incident tells: refs and words, no names or addresses of people. */
function about(incident: Incident): Readonly<Record<string, Json>> {
  return {
    incidentId: incident.id,
    contractRef: incident.contractRef,
    contractVersion: incident.contractVersion,
    customerRef: incident.customerRef,
    serviceRef: incident.serviceRef,
    priority: incident.priority,
    severity: incident.severity,
    title: incident.title,
    state: incident.state,
    reportedAt: incident.reportedAt,
  };
}

function deadlinesOf({ clocks }: ClockHistory): Json {
  const read = (name: 'response' | 'resolution') => {
    const { state, deadline, warningAt, breachedAt, stoppedAt } = clocks[name];
    return { state, deadline, warningAt, breachedAt: breachedAt ?? null, stoppedAt: stoppedAt ?? null };
  };
  return { response: read('response'), resolution: read('resolution') };
}

/** For the bus: the report's text and its sender's particulars stay inside. */
export function openedEvent(incident: Incident, entry: TimelineEntry, history: ClockHistory): JournalEvent {
  return {
    id: `${incident.id}/opened`,
    type: INCIDENT_EVENTS.opened,
    at: entry.at,
    subject: incidentAggregate(incident.id),
    data: { ...about(incident), reportId: entry.id, missing: incident.missing, clocks: deadlinesOf(history) },
  };
}

/** The timeline's entry as recorded, which makes the journal the incident's audit log. */
export function updatedEvent(incident: Incident, entry: TimelineEntry, history: ClockHistory): JournalEvent {
  return {
    id: `${incident.id}/v${incident.version}`,
    type: INCIDENT_EVENTS.updated,
    at: entry.at,
    subject: incidentAggregate(incident.id),
    data: {
      ...about(incident),
      missing: incident.missing,
      clocks: deadlinesOf(history),
      entry: entry as unknown as Json,
    },
  };
}

function occurrence(fact: RecordedFact): string {
  return fact.times > 1 ? `/${fact.times}` : '';
}

/** `superseded`: the breach was found together with the warning, so the warning is of no use to people any more. */
export function factEvent(incident: Incident, fact: RecordedFact, superseded: boolean): JournalEvent {
  const { clock, at, deadline, level } = fact;
  return {
    id: `${incident.id}/${factKey(fact)}${occurrence(fact)}`,
    type: FACT_TYPE[fact.kind],
    at,
    subject: incidentAggregate(incident.id),
    data: {
      ...about(incident),
      clock,
      deadline,
      ...(level === undefined ? {} : { level }),
      ...(superseded ? { superseded } : {}),
    },
  };
}

/** The breach of before was none: something that came late shows that the target was met, or was due later. */
export function withdrawnEvent(incident: Incident, fact: RecordedFact, now: number, cause: string): JournalEvent {
  return {
    id: `${incident.id}/${factKey(fact)}${occurrence(fact)}/withdrawn`,
    type: INCIDENT_EVENTS.withdrawn,
    at: now,
    subject: incidentAggregate(incident.id),
    data: { ...about(incident), clock: fact.clock, deadline: fact.deadline, cause },
  };
}

export function schedulesEvent(incident: Incident, change: ScheduleChange, now: number): JournalEvent {
  return {
    id: `${incident.id}/v${incident.version}/schedules`,
    type: INCIDENT_EVENTS.schedules,
    at: now,
    subject: incidentAggregate(incident.id),
    data: { incidentId: incident.id, set: change.set, cancel: change.cancel } as unknown as Json,
  };
}

/** Reads back what `schedulesEvent` wrote. */
export function schedulesOf(data: Json): ScheduleChange {
  const { set, cancel } = data as unknown as ScheduleChange;
  return { set, cancel };
}
