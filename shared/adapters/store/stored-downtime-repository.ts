import type { Announcement, Exclusion, Outage, ServiceKey } from '../../domain/downtime/records.ts';
import { ConflictError } from '../../domain/errors.ts';
import type { Interval } from '../../domain/interval/interval.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DowntimeHistory, DowntimeRepository, Journaled, RecordOutcome } from '../../ports/downtime-repository.ts';
import { bodyOf, isSameDocument, SCHEMA } from './document.ts';
import {
  type Item,
  type ItemStore,
  type Key,
  queryAll,
  TRANSACTION_LIMIT,
  TransactionLost,
  type Write,
} from './item-store.ts';
import { joinedTo } from './joined-outages.ts';
import { JOURNAL_OVERHEAD, JournalWriter } from './journal-writer.ts';

type Kind = 'OUTAGE' | 'ANNOUNCEMENT' | 'EXCLUSION';
type Stored = Outage | Announcement | Exclusion;

/** Open records sort after every end. */
const OPEN = '9'.repeat(16);

/**
 * Records of a service in one partition, sorted by their END, so that a month's query reads what ends in or after it and
 * nothing older. A second item per record finds it by id.
 */
export class StoredDowntimeRepository implements DowntimeRepository {
  readonly #store: ItemStore;
  readonly #journal: JournalWriter;

  constructor(store: ItemStore, clock: Clock) {
    this.#store = store;
    this.#journal = new JournalWriter(store, clock);
  }

  addOutages(service: ServiceKey, outages: readonly Journaled<Outage>[]): Promise<RecordOutcome> {
    return this.#add(service, 'OUTAGE', outages);
  }

  addAnnouncements(service: ServiceKey, announcements: readonly Journaled<Announcement>[]): Promise<RecordOutcome> {
    return this.#add(service, 'ANNOUNCEMENT', announcements);
  }

  addExclusions(service: ServiceKey, exclusions: readonly Journaled<Exclusion>[]): Promise<RecordOutcome> {
    return this.#add(service, 'EXCLUSION', exclusions);
  }

  async outage(service: ServiceKey, id: string): Promise<Outage | undefined> {
    const [item] = await this.#store.get('downtime', [idKey(service, 'OUTAGE', id)]);
    return item === undefined ? undefined : bodyOf<Outage>(item);
  }

  async replaceOutage(service: ServiceKey, previous: Outage, next: Journaled<Outage>): Promise<void> {
    const [before, after] = [endKey(service, 'OUTAGE', previous), endKey(service, 'OUTAGE', next.record)];
    const body = JSON.stringify(next.record);
    const changed = () =>
      new ConflictError(`outage ${previous.id} was changed by somebody else; read it again`, { path: ['id'] });
    const [stored] = await this.#store.get('downtime', [idKey(service, 'OUTAGE', previous.id)]);
    if (stored === undefined || !isSameDocument(bodyOf(stored), previous)) throw changed();
    const writes: Write[] = [
      {
        table: 'downtime',
        put: { ...idKey(service, 'OUTAGE', next.record.id), schema: SCHEMA, body },
        when: { equals: { body: String(stored['body']) } },
      },
      ...(before.sk === after.sk ? [] : [{ table: 'downtime', remove: before } as const]),
      { table: 'downtime', put: { ...after, schema: SCHEMA, body } },
    ];
    try {
      await this.#journal.commit(writes, aggregate(service), next.events);
    } catch (error) {
      throw error instanceof TransactionLost ? changed() : error;
    }
  }

  async history(service: ServiceKey, window: Interval): Promise<DowntimeHistory> {
    let from = window.start;
    let items = await this.#endingFrom(service, 'OUTAGE', from);
    let joined = joinedTo(window, items.map(bodyOf<Outage>));
    // What is joined may begin before the window and itself be joined to something that ended before it.
    while (joined.start < from) {
      const earlier = await this.#endingFrom(service, 'OUTAGE', joined.start, from - 1);
      from = joined.start;
      if (earlier.length === 0) break;
      items = [...earlier, ...items];
      joined = joinedTo(window, items.map(bodyOf<Outage>));
    }
    const meets = ({ start, end }: { start: number; end: number }) => start < joined.end && end > joined.start;
    const [announcements, exclusions] = await Promise.all([
      this.#endingFrom(service, 'ANNOUNCEMENT', joined.start),
      this.#endingFrom(service, 'EXCLUSION', joined.start),
    ]);
    return {
      outages: [...joined.outages].sort(byStart),
      announcements: announcements
        .map(bodyOf<Announcement>)
        .filter(meets)
        .sort(byStart),
      exclusions: exclusions
        .map(bodyOf<Exclusion>)
        .filter(meets)
        .sort(byStart),
    };
  }

  #endingFrom(service: ServiceKey, kind: Kind, from: number, to?: number): Promise<readonly Item[]> {
    return queryAll(this.#store, {
      table: 'downtime',
      pk: partition(service),
      from: `${kind}#${instantKey(from)}`,
      to: to === undefined ? `${kind}#~` : `${kind}#${instantKey(to)}~`,
    });
  }

  async #add<T extends Stored>(
    service: ServiceKey,
    kind: Kind,
    records: readonly Journaled<T>[],
  ): Promise<RecordOutcome> {
    const added: string[] = [];
    const unchanged: string[] = [];
    let open = await this.#unknown(service, kind, records, unchanged);
    while (open.length > 0) {
      const batch = firstBatch(open);
      const writes = batch.flatMap(({ record }) => this.#writes(service, kind, record));
      try {
        await this.#journal.commit(
          writes,
          aggregate(service),
          batch.flatMap(({ events }) => events),
        );
        added.push(...batch.map(({ record }) => record.id));
        open = open.slice(batch.length);
      } catch (error) {
        // Somebody stored one of these ids meanwhile: look which, and go on with the others.
        if (!(error instanceof TransactionLost)) throw error;
        open = await this.#unknown(service, kind, open, unchanged);
      }
    }
    return { added, unchanged };
  }

  /** The records that are not stored yet. @throws ConflictError before anything is written when one differs */
  async #unknown<T extends Stored>(
    service: ServiceKey,
    kind: Kind,
    records: readonly Journaled<T>[],
    unchanged: string[],
  ): Promise<readonly Journaled<T>[]> {
    const stored = await this.#store.get(
      'downtime',
      records.map(({ record }) => idKey(service, kind, record.id)),
    );
    const seen = new Map<string, unknown>();
    return records.filter(({ record }, i) => {
      const item = stored[i];
      const known = item === undefined ? seen.get(record.id) : bodyOf<T>(item);
      if (known === undefined) {
        seen.set(record.id, record);
        return true;
      }
      if (!isSameDocument(known, record)) {
        throw new ConflictError(
          `${kind.toLowerCase()} ${record.id} is there already with other content; nothing more was added`,
          { path: ['id'] },
        );
      }
      unchanged.push(record.id);
      return false;
    });
  }

  #writes(service: ServiceKey, kind: Kind, record: Stored): readonly Write[] {
    const body = JSON.stringify(record);
    return [
      { table: 'downtime', put: { ...idKey(service, kind, record.id), schema: SCHEMA, body }, when: { absent: true } },
      { table: 'downtime', put: { ...endKey(service, kind, record), schema: SCHEMA, body } },
    ];
  }
}

/** As many records as fit one transaction with all they say. */
function firstBatch<T>(records: readonly Journaled<T>[]): readonly Journaled<T>[] {
  let room = TRANSACTION_LIMIT - JOURNAL_OVERHEAD;
  let count = 0;
  for (const { events } of records) {
    room -= 2 + events.length;
    if (room < 0) break;
    count += 1;
  }
  return records.slice(0, Math.max(count, 1));
}

function byStart(a: { start: number; id: string }, b: { start: number; id: string }): number {
  return a.start - b.start || (a.id < b.id ? -1 : 1);
}

function aggregate({ contractRef, serviceRef }: ServiceKey): string {
  return `downtime/${contractRef}/${serviceRef}`;
}

function partition({ contractRef, serviceRef }: ServiceKey): string {
  return `SERVICE#${contractRef}#${serviceRef}`;
}

function idKey(service: ServiceKey, kind: Kind, id: string): Key {
  return { pk: partition(service), sk: `ID#${kind}#${id}` };
}

function endKey(service: ServiceKey, kind: Kind, { id, end }: { readonly id: string; readonly end?: number }): Key {
  return { pk: partition(service), sk: `${kind}#${end === undefined ? OPEN : instantKey(end)}#${id}` };
}

function instantKey(at: number): string {
  return String(Math.max(at, 0)).padStart(16, '0');
}
