import { ConflictError } from '../../domain/errors.ts';
import { dueAt, type Incident } from '../../domain/incident/incident.ts';
import { incidentAggregate } from '../../domain/incident/incident-journal.ts';
import type { JournalEvent } from '../../domain/journal/journal.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentFilter, IncidentRepository, IncidentSummary } from '../../ports/incident-repository.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import { bodyOf, SCHEMA } from './document.ts';
import { dueSource, incidentKey, indexKeys, sourceOf } from './incident-keys.ts';
import { type Item, type ItemStore, TransactionLost } from './item-store.ts';
import { JournalWriter } from './journal-writer.ts';
import { mergedPage } from './merged-listing.ts';

/** One item an incident, with everything that happened to it; its indexes list by contract, service, state and what is due. */
export class StoredIncidentRepository implements IncidentRepository {
  readonly #store: ItemStore;
  readonly #journal: JournalWriter;

  constructor(store: ItemStore, clock: Clock) {
    this.#store = store;
    this.#journal = new JournalWriter(store, clock);
  }

  async load(incidentId: string): Promise<Incident | undefined> {
    const [item] = await this.#store.get('incidents', [incidentKey(incidentId)]);
    return item === undefined ? undefined : bodyOf<Incident>(item);
  }

  async save(incident: Incident, events: readonly JournalEvent[]): Promise<void> {
    const { id, version } = incident;
    const put: Item = {
      ...incidentKey(id),
      ...indexKeys(incident),
      schema: SCHEMA,
      version,
      body: JSON.stringify(incident),
    };
    const when = version === 1 ? ({ absent: true } as const) : { equals: { version: version - 1 } };
    try {
      await this.#journal.commit([{ table: 'incidents', put, when }], incidentAggregate(id), events);
    } catch (error) {
      if (!(error instanceof TransactionLost)) throw error;
      throw new ConflictError(`incident ${id} has changed; it is no longer at version ${version - 1}`, {
        cause: error,
      });
    }
  }

  list(filter: IncidentFilter, page?: PageRequest): Promise<Page<IncidentSummary>> {
    const { contractRef, serviceRef, state } = filter;
    return mergedPage(this.#store, sourceOf(filter), page, (item) => {
      const incident = bodyOf<Incident>(item);
      const isWanted =
        (contractRef === undefined || incident.contractRef === contractRef) &&
        (serviceRef === undefined || incident.serviceRef === serviceRef) &&
        (state === undefined || incident.state === state);
      return isWanted ? summaryOf(incident) : null;
    });
  }

  due(before: number, page?: PageRequest): Promise<Page<string>> {
    return mergedPage(this.#store, dueSource(before), page, (item) => bodyOf<Incident>(item).id);
  }
}

function summaryOf(incident: Incident): IncidentSummary {
  const { id, version, contractRef, contractVersion, serviceRef, customerRef } = incident;
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
    reportedAt,
    updatedAt,
    dueAt: dueAt(incident),
  };
}
