import type { Announcement, Exclusion, Outage, ServiceKey } from '../domain/downtime/records.ts';
import type { Interval } from '../domain/interval/interval.ts';
import type { JournalEvent } from '../domain/journal/journal.ts';

/** A record together with what the journal is to say about it. */
export interface Journaled<T> {
  readonly record: T;
  readonly events: readonly JournalEvent[];
}

export interface RecordOutcome {
  /** Ids that were new and are stored now. */
  readonly added: readonly string[];
  /** Ids that were there with the very same content; nothing was written for them. */
  readonly unchanged: readonly string[];
}

/** What is known about a service in and around a period. */
export interface DowntimeHistory {
  readonly outages: readonly Outage[];
  readonly announcements: readonly Announcement[];
  readonly exclusions: readonly Exclusion[];
}

/**
 * Outages, announcements and exclusions of a service. Adding is idempotent by id: the same content again is `unchanged`,
 * other content under the same id is a ConflictError that names the id, and nothing of that call's batch is half-written
 * per record (record and journal entry stand or fall together).
 */
export interface DowntimeRepository {
  addOutages(service: ServiceKey, outages: readonly Journaled<Outage>[]): Promise<RecordOutcome>;
  outage(service: ServiceKey, id: string): Promise<Outage | undefined>;
  /** Replaces a stored outage; ConflictError when it no longer equals `previous`. */
  replaceOutage(service: ServiceKey, previous: Outage, next: Journaled<Outage>): Promise<void>;
  addAnnouncements(service: ServiceKey, announcements: readonly Journaled<Announcement>[]): Promise<RecordOutcome>;
  addExclusions(service: ServiceKey, exclusions: readonly Journaled<Exclusion>[]): Promise<RecordOutcome>;
  /**
   * Everything that meets the window, and every outage that is joined to one of those by touching or overlapping, however
   * far before or after the window, so that a contiguous outage is never seen in part. Ordered by start, then id.
   */
  history(service: ServiceKey, window: Interval): Promise<DowntimeHistory>;
}
