import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '../../domain/errors.ts';
import { type ChainHead, chain, EMPTY_CHAIN } from '../../domain/journal/chain.ts';
import type { JournalEvent } from '../../domain/journal/journal.ts';
import type { Clock } from '../../ports/clock.ts';
import { AGGREGATES_PARTITION, HEAD_KEY, sequenceKey } from '../../resources/journal-keys.ts';
import { sha256 } from '../sha256.ts';
import { SCHEMA } from './document.ts';
import { type Item, type ItemStore, TransactionLost, type Write } from './item-store.ts';

/** Times a write is tried again when only the journal's head, not the state, was lost to another writer. */
const ATTEMPTS = 30;

/**
 * Writes state and the journal entries that say what happened in one transaction. When another writer added to the same
 * chain first, the entries are numbered anew and the state's own conditions decide.
 */
export class JournalWriter {
  readonly #store: ItemStore;
  readonly #clock: Clock;

  constructor(store: ItemStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * @param writes state; its conditions are the caller's
   * @throws TransactionLost with the indexes of the state's failed conditions
   * @throws ConflictError when the chain stays contended
   */
  async commit(writes: readonly Write[], aggregate: string, events: readonly JournalEvent[]): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) await sleep(Math.random() * Math.min(2 ** attempt, 100));
      const journal = events.length === 0 ? [] : await this.#entries(aggregate, events);
      try {
        await this.#store.transact([...writes, ...journal]);
        return;
      } catch (error) {
        if (!(error instanceof TransactionLost)) throw error;
        const state = error.failed.filter((index) => index < writes.length);
        if (state.length > 0) throw new TransactionLost(state, error);
      }
    }
    throw new ConflictError(`the journal of ${aggregate} stayed busy over ${ATTEMPTS} attempts; try again`);
  }

  async #entries(aggregate: string, events: readonly JournalEvent[]): Promise<readonly Write[]> {
    const [stored] = await this.#store.get('journal', [{ pk: aggregate, sk: HEAD_KEY }]);
    const head: ChainHead =
      stored === undefined ? EMPTY_CHAIN : { sequence: Number(stored['sequence']), hash: String(stored['hash']) };
    const entries = chain(head, aggregate, events, this.#clock.now(), sha256);
    const last = entries.at(-1) ?? head;
    const next: Item = { pk: aggregate, sk: HEAD_KEY, schema: SCHEMA, sequence: last.sequence, hash: last.hash };
    return [
      {
        table: 'journal',
        put: next,
        when: head.sequence === 0 ? { absent: true } : { equals: { sequence: head.sequence } },
      },
      ...(head.sequence === 0
        ? [{ table: 'journal', put: { pk: AGGREGATES_PARTITION, sk: aggregate, schema: SCHEMA } } as const]
        : []),
      ...entries.map(
        (entry): Write => ({
          table: 'journal',
          put: {
            pk: aggregate,
            sk: sequenceKey(entry.sequence),
            schema: SCHEMA,
            // Consumers and filters need the type without opening the body.
            type: entry.type,
            body: JSON.stringify(entry),
          },
          when: { absent: true },
        }),
      ),
    ];
  }
}

/** Writes the journal adds to a transaction besides its entries. */
export const JOURNAL_OVERHEAD = 2;
