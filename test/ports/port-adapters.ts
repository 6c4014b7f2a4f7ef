import type { ItemStore } from '../../shared/adapters/store/item-store.ts';
import { StoredContractRepository } from '../../shared/adapters/store/stored-contract-repository.ts';
import { StoredDowntimeRepository } from '../../shared/adapters/store/stored-downtime-repository.ts';
import { StoredJournalReader } from '../../shared/adapters/store/stored-journal-reader.ts';
import { StoredLedgerRepository } from '../../shared/adapters/store/stored-ledger-repository.ts';
import type { JournalEvent } from '../../shared/domain/journal/journal.ts';
import type { ContractRepository } from '../../shared/ports/contract-repository.ts';
import type { DowntimeRepository } from '../../shared/ports/downtime-repository.ts';
import type { JournalReader } from '../../shared/ports/journal-reader.ts';
import type { LedgerRepository } from '../../shared/ports/ledger-repository.ts';

/** The repositories of one adapter, with the store beneath to look at what is in it. */
export interface PortAdapters {
  readonly store: ItemStore;
  readonly contracts: ContractRepository;
  readonly downtime: DowntimeRepository;
  readonly ledger: LedgerRepository;
  readonly journal: JournalReader;
}

export const NOW = 1_779_000_000_000;

export function adaptersOn(store: ItemStore): PortAdapters {
  const clock = { now: () => NOW };
  return {
    store,
    contracts: new StoredContractRepository(store, clock),
    downtime: new StoredDowntimeRepository(store, clock),
    ledger: new StoredLedgerRepository(store, clock),
    journal: new StoredJournalReader(store),
  };
}

let spaces = 0;

/** A word that no other test on the same database uses. */
export function freshSpace(): string {
  return `t${++spaces}-${Math.random().toString(36).slice(2, 8)}`;
}

export function event(id: string): JournalEvent {
  return { id, type: 'sla.test.v1', at: NOW, subject: 'contract/x', data: { id } };
}
