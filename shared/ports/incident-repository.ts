import type { Incident, IncidentState } from '../domain/incident/incident.ts';
import type { JournalEvent } from '../domain/journal/journal.ts';
import type { Page, PageRequest } from './page.ts';

/** What an incident must be to be listed; a member that is left out lets all through. */
export interface IncidentFilter {
  readonly contractRef?: string;
  /** Only together with a contract. */
  readonly serviceRef?: string;
  readonly state?: IncidentState;
  /** Something is due at or before this instant, UTC epoch ms; the listing is then by what is due first. */
  readonly dueBefore?: number;
}

/** An incident as a listing shows it. */
export type IncidentSummary = Pick<
  Incident,
  | 'id'
  | 'version'
  | 'contractRef'
  | 'contractVersion'
  | 'serviceRef'
  | 'customerRef'
  | 'title'
  | 'priority'
  | 'severity'
  | 'state'
  | 'reportedAt'
  | 'updatedAt'
> & { readonly dueAt: number | null };

/** Incidents and their clocks. */
export interface IncidentRepository {
  load(incidentId: string): Promise<Incident | undefined>;
  /**
   * Writes the incident and its events in one transaction, on condition that the stored version is one less than the
   * incident's (1: that there is none). A lost race is a ConflictError and nothing is written.
   */
  save(incident: Incident, events: readonly JournalEvent[]): Promise<void>;
  /** Newest report first, then by id; by due instant where the filter asks for what is due. */
  list(filter: IncidentFilter, page?: PageRequest): Promise<Page<IncidentSummary>>;
  /** Ids of incidents that were to be looked at before an instant and have not been, longest overdue first. */
  due(before: number, page?: PageRequest): Promise<Page<string>>;
}
