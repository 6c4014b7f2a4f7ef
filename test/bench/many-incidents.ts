import { reportIncident } from '../../functions/report-incident/report-incident.ts';
import { LIVE_AGREEMENT, LIVE_CONTRACT } from '../../infra/local/live-example.ts';
import { MemoryItemStore } from '../../shared/adapters/memory/memory-item-store.ts';
import type { ItemStore, Write } from '../../shared/adapters/store/item-store.ts';
import { StoredContractRepository } from '../../shared/adapters/store/stored-contract-repository.ts';
import { StoredDowntimeRepository } from '../../shared/adapters/store/stored-downtime-repository.ts';
import { StoredIncidentRepository } from '../../shared/adapters/store/stored-incident-repository.ts';
import type { Agreement, SupportRule } from '../../shared/domain/contract/agreement.ts';
import type { Incident } from '../../shared/domain/incident/incident.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { IncidentDesk } from '../../shared/ports/incident-desk.ts';

const support = LIVE_AGREEMENT.support as SupportRule;

/** Both clocks, with targets that are not over while a bench runs. */
const AGREEMENT: Agreement = {
  ...LIVE_AGREEMENT,
  support: {
    ...support,
    priorities: support.priorities.map((priority) => ({
      ...priority,
      response: { clause: '§1', kind: 'guarantee', within: '2 hours' },
      resolution: { clause: '§1', kind: 'guarantee', within: '8 hours' },
    })),
  },
};

export const REPORT = {
  contractRef: LIVE_CONTRACT.ref,
  serviceRef: 'shop',
  priority: 'urgent',
  title: 'Nobody can pay',
  description: 'The page of the checkout stays empty after a choice of bank. Three customers called about it.',
} as const;

/** A desk on a store, with the contract that incidents are reported under. */
export async function deskOn(store: ItemStore, clock: Clock): Promise<IncidentDesk> {
  const contracts = new StoredContractRepository(store, clock);
  await contracts.saveAgreement(AGREEMENT, []);
  await contracts.saveContract(LIVE_CONTRACT, []);
  return {
    contracts,
    incidents: new StoredIncidentRepository(store, clock),
    downtime: new StoredDowntimeRepository(store, clock),
    clock,
  };
}

export function report(desk: IncidentDesk, id: string): Promise<{ readonly incident: Incident }> {
  return reportIncident(desk, { id, type: 'incident', report: { type: 'report', source: 'api', ...REPORT } });
}

/** Keeps the transactions that come by instead of their items. */
export class Recorder implements ItemStore {
  readonly #inner = new MemoryItemStore();
  #transactions: (readonly Write[])[] = [];

  get: ItemStore['get'] = (table, keys) => this.#inner.get(table, keys);
  query: ItemStore['query'] = (query) => this.#inner.query(query);

  async transact(writes: readonly Write[]): Promise<void> {
    this.#transactions.push(writes);
    // Contracts are asked for again; what is reported is not.
    if (writes.some((write) => write.table === 'contracts')) await this.#inner.transact(writes);
  }

  taken(): readonly (readonly Write[])[] {
    const taken = this.#transactions;
    this.#transactions = [];
    return taken;
  }
}

/** So many at once, each as soon as one before is done. @returns milliseconds for all of them */
export async function atOnce<T>(items: readonly T[], parallel: number, work: (item: T) => Promise<unknown>) {
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++] as T);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return performance.now() - start;
}
