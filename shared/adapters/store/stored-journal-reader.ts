import type { JournalEntry } from '../../domain/journal/journal.ts';
import type { JournalReader } from '../../ports/journal-reader.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import { AGGREGATES_PARTITION, ENTRY_PREFIX } from '../../resources/journal-keys.ts';
import { pageOf } from './cursor.ts';
import { bodyOf } from './document.ts';
import type { Item, ItemStore } from './item-store.ts';

export class StoredJournalReader implements JournalReader {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  entries(aggregate: string, page?: PageRequest): Promise<Page<JournalEntry>> {
    const query = { table: 'journal', pk: aggregate, from: ENTRY_PREFIX, to: `${ENTRY_PREFIX}~` } as const;
    return pageOf(this.#store, query, page, journalEntryOf);
  }

  aggregates(page?: PageRequest): Promise<Page<string>> {
    return pageOf(this.#store, { table: 'journal', pk: AGGREGATES_PARTITION }, page, ({ sk }) => sk);
  }
}

/** The entry an item of the journal holds. */
export function journalEntryOf(item: Item): JournalEntry {
  return bodyOf(item);
}
