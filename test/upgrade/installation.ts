import { announceMaintenance, decideExclusion, recordOutage } from '../../functions/amend-downtime/amend-downtime.ts';
import { closeContract } from '../../functions/close-contract/close-contract.ts';
import { completeMonth } from '../../functions/close-contract/complete-month.ts';
import { applyAgreement, applyContract } from '../../functions/manage-contracts/manage-contracts.ts';
import { reportIncident } from '../../functions/report-incident/report-incident.ts';
import { updateIncident } from '../../functions/update-incident/update-incident.ts';
import { MemoryWorkQueue } from '../../shared/adapters/memory/memory-bus.ts';
import { MemoryItemStore } from '../../shared/adapters/memory/memory-item-store.ts';
import { sha256 } from '../../shared/adapters/sha256.ts';
import type { Item } from '../../shared/adapters/store/item-store.ts';
import { StoredContractRepository } from '../../shared/adapters/store/stored-contract-repository.ts';
import { StoredDowntimeRepository } from '../../shared/adapters/store/stored-downtime-repository.ts';
import { StoredIncidentRepository } from '../../shared/adapters/store/stored-incident-repository.ts';
import { StoredJournalReader } from '../../shared/adapters/store/stored-journal-reader.ts';
import { StoredLedgerRepository } from '../../shared/adapters/store/stored-ledger-repository.ts';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import type { CloseTask } from '../../shared/domain/ledger/close-task.ts';
import { TABLES, type TableName } from '../../shared/resources/tables.ts';

export type Tables = Readonly<Record<TableName, readonly Item[]>>;

export const MONTH = '2026-03';
export const SERVICE = { contractRef: 'demo-sensey', serviceRef: 'platform' } as const;
const PRODUCTION = { scope: 'all-users', environment: 'production' } as const;

/** An installation on items in memory, its clock where it is put. */
export class Installation {
  now = Date.UTC(2026, 3, 10, 8);
  readonly clock = { now: () => this.now };
  readonly store = new MemoryItemStore();
  readonly contracts = new StoredContractRepository(this.store, this.clock);
  readonly downtime = new StoredDowntimeRepository(this.store, this.clock);
  readonly ledger = new StoredLedgerRepository(this.store, this.clock);
  readonly incidents = new StoredIncidentRepository(this.store, this.clock);
  readonly journal = new StoredJournalReader(this.store);
  readonly queue = new MemoryWorkQueue<CloseTask>();
  readonly sha256 = sha256;

  /** One that goes on from items of another. */
  static async from(tables: Tables): Promise<Installation> {
    const made = new Installation();
    for (const { name } of TABLES) {
      for (const put of tables[name]) await made.store.transact([{ table: name, put }]);
    }
    return made;
  }

  tables(): Tables {
    return Object.fromEntries(TABLES.map(({ name }) => [name, this.store.items(name)])) as unknown as Tables;
  }
}

/** Items as a file keeps them: bytes as base64. */
export function itemsText(tables: Tables): string {
  // A Buffer has become an object by the time it comes here.
  const kept = (_: string, value: unknown) =>
    isBytes(value) ? { base64: Buffer.from(value.data).toString('base64') } : value;
  return `${JSON.stringify(tables, kept, 2)}\n`;
}

/** What such a file holds. */
export function itemsOf(text: string): Tables {
  const read = (_: string, value: { base64?: unknown } | null) =>
    typeof value?.base64 === 'string' ? Buffer.from(value.base64, 'base64') : value;
  return JSON.parse(text, read) as Tables;
}

function isBytes(value: unknown): value is { readonly data: readonly number[] } {
  return (value as { readonly type?: unknown } | null)?.type === 'Buffer';
}

/** Everything that can stand in the tables: documents, records of each kind, a month closed and revised, an incident. */
export async function livedInstallation(agreement: Agreement, contract: Contract): Promise<Installation> {
  const one = new Installation();
  await applyAgreement(one, agreement, agreement);
  await applyContract(one, contract, contract);
  const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 2, day, hour, minute);
  const outage = { id: 'o1', source: 'report', start: at(5, 13), end: at(5, 14, 30), ...PRODUCTION } as const;
  await recordOutage(one, SERVICE, { ...outage, title: 'Platform down', evidence: [{ uri: 'https://example.com/1' }] });
  await announceMaintenance(one, SERVICE, {
    id: 'a1',
    start: at(20, 1),
    end: at(20, 3),
    sent: [{ channel: 'email', at: at(10, 9) }],
    text: 'Onderhoud',
  });
  await decideExclusion(one, SERVICE, {
    id: 'e1',
    ground: 'attack',
    start: at(5, 13),
    end: at(5, 13, 10),
    decidedBy: 'Wim Jansen',
    reason: 'an attack on the network',
  });
  await closeContract(one, { contractRef: SERVICE.contractRef, month: MONTH });
  await completeMonth(one, { month: MONTH, contracts: 1, attempt: 1 });
  await recordOutage(one, SERVICE, { id: 'o2', source: 'claim', start: at(12, 7), end: at(12, 14), ...PRODUCTION });
  await recordOutage(one, SERVICE, { id: 'o3', source: 'probe', start: Date.UTC(2026, 3, 9, 9), ...PRODUCTION });
  await closeContract(one, { contractRef: SERVICE.contractRef, month: MONTH, reason: 'a late claim' });
  await completeMonth(one, { month: MONTH, contracts: 1, attempt: 1 });
  const report = { type: 'report', ...SERVICE, title: 'Platform traag', source: 'api', priority: 'kritiek' } as const;
  const { incident } = await reportIncident(one, { id: 'r1', type: 'incident', report, by: 'desk' });
  one.now += 5 * 60_000;
  await updateIncident(one, incident.id, { id: 'c1', action: { type: 'comment', text: 'we look into it' } });
  return one;
}
