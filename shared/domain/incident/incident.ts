import type { TimelineEntry } from './action.ts';
import type { ClockName } from './incident-events.ts';

export type IncidentState = 'incomplete' | 'open' | 'in-progress' | 'paused' | 'resolved' | 'closed';

export const INCIDENT_STATES = [
  'incomplete',
  'open',
  'in-progress',
  'paused',
  'resolved',
  'closed',
] as const satisfies readonly IncidentState[];

export type FactKind = 'at-risk' | 'breached' | 'escalated';

/** Something a clock did: came at risk, was breached, went to a further contact. */
export interface ClockFact {
  readonly clock: ClockName;
  readonly kind: FactKind;
  /** When it is true from, never when somebody noticed: the warning instant, the deadline, the end of the patience. */
  readonly at: number;
  /** Deadline in force then. */
  readonly deadline: number;
  /** Escalation step, from 1. */
  readonly level?: number;
}

export interface RecordedFact extends ClockFact {
  readonly recordedAt: number;
  /** Set while the timeline, as known now, says that it was not so. */
  readonly withdrawnAt?: number;
  /** A late change of priority took the ground from under the breach; it stays recorded all the same. */
  readonly isRetained?: true;
  /** How often it was recorded; more than once only when withdrawn in between. */
  readonly times: number;
}

/** What a fired schedule asks about. The answer is worked out again from the stored incident. */
export interface Question {
  readonly incidentId: string;
  readonly kind: 'warning' | 'deadline' | 'escalation' | 'exclusion';
  readonly clock: ClockName;
  /** The instant it is about. */
  readonly at: number;
}

/** A question to be put at an instant, under a name that says what it is for. */
export interface Schedule {
  readonly name: string;
  /** UTC epoch ms. */
  readonly at: number;
  readonly question: Question;
}

/** An incident of one service of a contract, with everything that happened to it. Plain data. */
export interface Incident {
  readonly id: string;
  /** 1 for the first; every change is one more. */
  readonly version: number;
  readonly contractRef: string;
  /** Version in force when it was reported; it judges the incident for good. */
  readonly contractVersion: number;
  readonly serviceRef: string;
  readonly customerRef: string;
  readonly title: string;
  readonly priority: string | null;
  readonly severity: number | null;
  readonly state: IncidentState;
  /** Fields a correct report still lacks. */
  readonly missing: readonly string[];
  readonly reportedAt: number;
  readonly updatedAt: number;
  /** By instant; entries of one instant in the order they came in. */
  readonly timeline: readonly TimelineEntry[];
  readonly facts: readonly RecordedFact[];
  /** Questions that are to be put, soonest first. */
  readonly schedules: readonly Schedule[];
}

/** When somebody must look at the incident again; null when nothing is due. */
export function dueAt(incident: Pick<Incident, 'schedules'>): number | null {
  return incident.schedules[0]?.at ?? null;
}

/** A fact is the same fact whenever and however often it is found. */
export function factKey(fact: ClockFact): string {
  return `${fact.clock}/${fact.kind}/${fact.kind === 'escalated' ? `${fact.deadline}+${fact.level}` : fact.at}`;
}
