import { MemoryItemStore } from '../../shared/adapters/memory/memory-item-store.ts';
import { StoredIncidentRepository } from '../../shared/adapters/store/stored-incident-repository.ts';
import { StoredJournalReader } from '../../shared/adapters/store/stored-journal-reader.ts';
import { incidentRepositorySuite } from './incident-repository.suite.ts';

incidentRepositorySuite('memory', async () => {
  const store = new MemoryItemStore();
  const clock = { now: () => 1_779_000_000_000 };
  return { incidents: new StoredIncidentRepository(store, clock), journal: new StoredJournalReader(store) };
});
