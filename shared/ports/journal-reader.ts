import type { JournalEntry } from '../domain/journal/journal.ts';
import type { Page, PageRequest } from './page.ts';

export interface JournalReader {
  /** Entries of one aggregate by sequence. */
  entries(aggregate: string, page?: PageRequest): Promise<Page<JournalEntry>>;
  /** Every aggregate that has entries, by name. */
  aggregates(page?: PageRequest): Promise<Page<string>>;
}
