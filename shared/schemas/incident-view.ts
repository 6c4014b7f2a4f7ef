import type { z } from 'zod';
import type { Moment } from '../domain/business-time/deadline.ts';
import { formatLocal } from '../domain/business-time/zone.ts';
import type { Language } from '../domain/contract/agreement.ts';
import type { ClockHistory } from '../domain/incident/clock-facts.ts';
import type { ClockStatus } from '../domain/incident/clock-status.ts';
import type { ClockExplanation } from '../domain/incident/explain.ts';
import { dueAt, type Incident } from '../domain/incident/incident.ts';
import { deadlineWords } from '../domain/notification/deadline-words.ts';
import type { DeadlineView, IncidentSummaryView, IncidentView } from './incident.ts';

type Summary = Pick<Incident, Exclude<keyof z.infer<typeof IncidentSummaryView>, 'dueAt'>> & {
  readonly dueAt: number | null;
};

function iso(at: number): string {
  return formatLocal(at, 'UTC');
}

function isoOrNull(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : iso(at);
}

/** An incident as a listing shows it. */
export function summaryView(incident: Summary): z.infer<typeof IncidentSummaryView> {
  const { id, version, contractRef, contractVersion, customerRef, serviceRef } = incident;
  const { title, priority, severity, state, reportedAt, updatedAt } = incident;
  return {
    id,
    version,
    contractRef,
    contractVersion,
    customerRef,
    serviceRef,
    title,
    priority,
    severity,
    state,
    reportedAt: iso(reportedAt),
    updatedAt: iso(updatedAt),
    dueAt: isoOrNull(incident.dueAt),
  };
}

/** An incident with its clocks, breaches and timeline, as the API answers. */
export function incidentView(incident: Incident, { clocks }: ClockHistory): z.infer<typeof IncidentView> {
  return {
    ...summaryView({ ...incident, dueAt: dueAt(incident) }),
    missing: [...incident.missing],
    clocks: { response: clockView(clocks.response), resolution: clockView(clocks.resolution) },
    breaches: incident.facts
      .filter(({ kind }) => kind === 'breached')
      .map(({ clock, deadline, recordedAt, withdrawnAt }) => ({
        clock,
        deadline: iso(deadline),
        recordedAt: iso(recordedAt),
        withdrawnAt: isoOrNull(withdrawnAt),
      })),
    timeline: incident.timeline.map(({ id, version, at, recordedAt, by, action }) => ({
      id,
      version,
      at: iso(at),
      recordedAt: iso(recordedAt),
      by: by ?? null,
      action: { ...action },
    })),
  };
}

function clockView(status: ClockStatus): z.infer<typeof IncidentView>['clocks']['response'] {
  const { state, startedAt, deadline, warningAt, breached, breachedAt, stoppedAt, usedMs, marginMs } = status;
  return {
    state,
    startedAt: isoOrNull(startedAt),
    deadline: isoOrNull(deadline),
    warningAt: isoOrNull(warningAt),
    breached,
    breachedAt: isoOrNull(breachedAt),
    stoppedAt: isoOrNull(stoppedAt),
    usedMs,
    marginMs,
  };
}

/** The explanation of a deadline, for machines and in words. */
export function deadlineView(explanation: ClockExplanation, language: Language): z.infer<typeof DeadlineView> {
  const { clock, promise, status, timeZone, startedAt, deadline, breachedAt, stoppedAt } = explanation;
  const moment = ({ at, local }: Moment) => ({ at: iso(at), local });
  const optional = (value: Moment | null) => (value === null ? null : moment(value));
  return {
    clock,
    promise,
    state: status.state,
    timeZone,
    startedAt: optional(startedAt),
    deadline: optional(deadline),
    breachedAt: optional(breachedAt),
    stoppedAt: optional(stoppedAt),
    usedMs: status.usedMs,
    marginMs: status.marginMs,
    spans: explanation.spans.map(({ start, end, ms }) => ({ start: moment(start), end: moment(end), ms })),
    skipped: explanation.skipped.map((day) => ({ ...day })),
    held: explanation.held.map(({ start, end, reason }) => ({ start: moment(start), end: moment(end), reason })),
    words: [...deadlineWords(explanation, language)],
  };
}
