import { readFileSync } from 'node:fs';
import type { DowntimeDesk } from '../../functions/amend-downtime/amend-downtime.ts';
import type { Completing } from '../../functions/close-contract/complete-month.ts';
import { MemoryWorkQueue } from '../../shared/adapters/memory/memory-bus.ts';
import { MemoryItemStore } from '../../shared/adapters/memory/memory-item-store.ts';
import { sha256 } from '../../shared/adapters/sha256.ts';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import type { Outage } from '../../shared/domain/downtime/records.ts';
import type { CloseTask } from '../../shared/domain/ledger/close-task.ts';
import { everyPage } from '../../shared/ports/page.ts';
import { loadDocument } from '../../shared/schemas/document.ts';
import { adaptersOn, type PortAdapters } from '../ports/port-adapters.ts';

function load(path: string): Agreement | Contract {
  return loadDocument(readFileSync(`contracts/${path}.yaml`), path);
}
export const SENSEY = load('agreements/sensey') as Agreement;
export const DEMO_SENSEY = load('customers/demo-sensey') as Contract;
export const DIPLOC = load('agreements/diploc') as Agreement;
export const DEMO_DIPLOC = load('customers/demo-diploc') as Contract;
/** The service of the sensey customer. */
export const PLATFORM = { contractRef: DEMO_SENSEY.ref, serviceRef: 'platform' };

/** Everything around downtime and the ledger, in memory, on the 10th of April 2026. */
export interface LedgerDesk extends DowntimeDesk, Completing, PortAdapters {
  now: number;
  readonly contracts: PortAdapters['contracts'];
  readonly downtime: PortAdapters['downtime'];
  readonly ledger: PortAdapters['ledger'];
  readonly queue: MemoryWorkQueue<CloseTask>;
}

export function emptyDesk(): LedgerDesk {
  const desk: LedgerDesk = {
    ...adaptersOn(new MemoryItemStore()),
    now: Date.parse('2026-04-10T08:00:00Z'),
    clock: { now: () => desk.now },
    queue: new MemoryWorkQueue<CloseTask>(),
    sha256,
  };
  return desk;
}

/** With a sensey customer's contract applied. */
export async function senseyDesk(): Promise<LedgerDesk> {
  const desk = emptyDesk();
  await desk.contracts.saveAgreement(SENSEY, []);
  await desk.contracts.saveContract(DEMO_SENSEY, []);
  return desk;
}

export function outage(id: string, start: string, end: string | undefined, more: Partial<Outage> = {}): Outage {
  const interval = { start: Date.parse(start), ...(end !== undefined && { end: Date.parse(end) }) };
  return { id, source: 'report', ...interval, scope: 'all-users', environment: 'production', ...more };
}

/** Types of everything journaled for an aggregate, in order. */
export async function journaled(desk: LedgerDesk, aggregate: string) {
  return everyPage((page) => desk.journal.entries(aggregate, page));
}
