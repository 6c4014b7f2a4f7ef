import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordOutage } from '../../functions/amend-downtime/amend-downtime.ts';
import { closeContract } from '../../functions/close-contract/close-contract.ts';
import { completeMonth } from '../../functions/close-contract/complete-month.ts';
import { closeMonths } from '../../functions/close-month/close-month.ts';
import { applyAgreement, applyContract } from '../../functions/manage-contracts/manage-contracts.ts';
import { publishJournal } from '../../functions/publish-journal/publish-journal.ts';
import { MemoryEventPublisher } from '../../shared/adapters/memory/memory-bus.ts';
import { MemoryDeadlineScheduler } from '../../shared/adapters/memory/memory-deadline-scheduler.ts';
import { MemoryNotificationPublisher } from '../../shared/adapters/memory/memory-notification-publisher.ts';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import type { Outage } from '../../shared/domain/downtime/records.ts';
import type { CloudEvent } from '../../shared/domain/journal/cloud-event.ts';
import { everyPage } from '../../shared/ports/page.ts';
import { loadDocument } from '../../shared/schemas/document.ts';
import { Installation, MONTH, SERVICE, type Tables } from './installation.ts';

const load = (path: string) =>
  loadDocument(readFileSync(new URL(`../../contracts/${path}.yaml`, import.meta.url)), path);
const AGREEMENT = load('agreements/sensey') as Agreement;
const CONTRACT: Contract = {
  ...(load('customers/demo-sensey') as Contract),
  effectiveFrom: '2026-03-01',
  startsOn: '2026-03-01',
};
const OUTAGE: Outage = {
  id: 'o1',
  source: 'report',
  start: Date.UTC(2026, 2, 5, 13),
  end: Date.UTC(2026, 2, 5, 14, 30),
  scope: 'all-users',
  environment: 'production',
};
const DAY_MS = 86_400_000;

async function notYetClosed(): Promise<Installation> {
  const one = new Installation();
  await applyAgreement(one, AGREEMENT, AGREEMENT);
  await applyContract(one, CONTRACT, CONTRACT);
  await recordOutage(one, SERVICE, OUTAGE);
  return one;
}

async function close(one: Installation): Promise<void> {
  await closeContract(one, { contractRef: SERVICE.contractRef, month: MONTH });
  await completeMonth(one, { month: MONTH, contracts: 1, attempt: 1 });
}

/** Every event of the journal, as the bus gets it. */
async function published(one: Installation): Promise<readonly CloudEvent[]> {
  const bus = new MemoryEventPublisher();
  const outlets = {
    ...one,
    bus,
    source: 'nl.example.sla',
    scheduler: new MemoryDeadlineScheduler(),
    notifications: new MemoryNotificationPublisher(),
    publicUrl: undefined,
  };
  for (const aggregate of await everyPage((page) => one.journal.aggregates(page))) {
    await publishJournal(outlets, await everyPage((page) => one.journal.entries(aggregate, page)));
  }
  return bus.published;
}

interface Booked {
  readonly creditId: string;
  readonly revision: number;
  readonly idempotencyKey: string;
  readonly lines: unknown;
}

async function credits(one: Installation): Promise<readonly Booked[]> {
  const events = (await published(one)).filter(({ type }) => type === 'sla.service-credit.issued.v1');
  return events.map(({ data }) => data as unknown as Booked);
}

/** The items as they were, in an installation that goes on a day later. */
async function restored(tables: Tables): Promise<Installation> {
  const one = await Installation.from(tables);
  one.now += DAY_MS;
  return one;
}

describe('all tables restored to one instant', () => {
  it('close what was closed since again, under the same ids: a consumer that has booked it books nothing', async () => {
    const one = await notYetClosed();
    const kept = one.tables();
    await close(one);
    const again = await restored(kept);
    await close(again);
    const [first] = await credits(one);
    const [second] = await credits(again);
    expect(first?.idempotencyKey).toBeTruthy();
    expect([second?.creditId, second?.revision, second?.idempotencyKey]).toEqual([
      first?.creditId,
      first?.revision,
      first?.idempotencyKey,
    ]);
    const amounts = async (from: Installation) =>
      (await from.ledger.credits(SERVICE.contractRef)).items.map(({ netMinor, taxMinor, grossMinor }) => ({
        netMinor,
        taxMinor,
        grossMinor,
      }));
    expect(await amounts(again)).toEqual(await amounts(one));
    const ids = async (from: Installation) => (await published(from)).map(({ id }) => id).sort();
    expect(await ids(again)).toEqual(await ids(one));
  });

  it('give other figures under the same id when a record since has not been entered again, which is why it must be', async () => {
    const one = await notYetClosed();
    const kept = one.tables();
    const late = { ...OUTAGE, id: 'o2', start: Date.UTC(2026, 2, 12, 7), end: Date.UTC(2026, 2, 12, 14) };
    await recordOutage(one, SERVICE, late);
    await close(one);
    const netOf = async (from: Installation) =>
      (await from.ledger.credits(SERVICE.contractRef)).items.map(({ netMinor }) => netMinor);
    const careless = await restored(kept);
    await close(careless);
    expect((await credits(careless))[0]?.creditId).toBe((await credits(one))[0]?.creditId);
    expect(await netOf(careless)).not.toEqual(await netOf(one));
    const careful = await restored(kept);
    await recordOutage(careful, SERVICE, late);
    await close(careful);
    expect(await netOf(careful)).toEqual(await netOf(one));
  });

  it('leave a month alone that was closed before', async () => {
    const one = await notYetClosed();
    await close(one);
    const again = await restored(one.tables());
    await closeMonths(again, { month: MONTH });
    await close(again);
    expect(again.tables()).toEqual(one.tables());
    expect(again.queue.messages.filter(({ task }) => task === 'close')).toEqual([]);
  });
});

describe('tables restored to different instants', () => {
  it('with an older ledger: the month is closed again, and the journal tells of it twice', async () => {
    const one = await notYetClosed();
    const kept = one.tables();
    await close(one);
    const torn = await restored({ ...one.tables(), ledger: kept.ledger });
    await close(torn);
    const ids = (await published(torn)).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
  });

  it('with an older journal: the credit stands in the ledger and nobody is told of it', async () => {
    const one = await notYetClosed();
    const kept = one.tables();
    await close(one);
    const torn = await restored({ ...one.tables(), journal: kept.journal });
    await close(torn);
    expect((await torn.ledger.credits(SERVICE.contractRef)).items).toHaveLength(1);
    expect(await credits(torn)).toEqual([]);
  });
});
