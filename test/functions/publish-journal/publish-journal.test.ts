import { describe, expect, it } from 'vitest';
import { type Outlets, publishJournal } from '../../../functions/publish-journal/publish-journal.ts';
import { MemoryEventPublisher } from '../../../shared/adapters/memory/memory-bus.ts';
import { MemoryDeadlineScheduler } from '../../../shared/adapters/memory/memory-deadline-scheduler.ts';
import { MemoryItemStore } from '../../../shared/adapters/memory/memory-item-store.ts';
import { MemoryNotificationPublisher } from '../../../shared/adapters/memory/memory-notification-publisher.ts';
import { sha256 } from '../../../shared/adapters/sha256.ts';
import { StoredContractRepository } from '../../../shared/adapters/store/stored-contract-repository.ts';
import { StoredIncidentRepository } from '../../../shared/adapters/store/stored-incident-repository.ts';
import { chain, EMPTY_CHAIN } from '../../../shared/domain/journal/chain.ts';
import type { JournalEntry } from '../../../shared/domain/journal/journal.ts';
import { agreementWith, contractWith, SupportDesk, t, termsWith } from '../../shared/domain/incident/support-desk.ts';

const AT = t('2026-05-18T10:00:00+02:00');
const clock = { now: () => AT };

async function outletsWith(store = new MemoryItemStore()) {
  const contracts = new StoredContractRepository(store, clock);
  await contracts.saveAgreement(agreementWith(), []);
  await contracts.saveContract(contractWith(), []);
  return {
    contracts,
    incidents: new StoredIncidentRepository(store, clock),
    bus: new MemoryEventPublisher(),
    scheduler: new MemoryDeadlineScheduler(),
    notifications: new MemoryNotificationPublisher(),
    source: 'nl.example.sla',
    publicUrl: undefined,
  } satisfies Outlets;
}

/** An incident that was reported and resolved. */
function entries(): { readonly desk: SupportDesk; readonly journal: readonly JournalEntry[] } {
  const desk = new SupportDesk(termsWith());
  desk.report(AT, 'high');
  desk.act(AT + 60_000, { type: 'resolve' });
  return { desk, journal: chain(EMPTY_CHAIN, 'incident/inc-1', desk.events, AT, sha256) };
}

describe('publishing the journal', () => {
  it('puts public entries on the bus, tells people, and sets and cancels schedules', async () => {
    const outlets = await outletsWith();
    const { journal } = entries();
    expect(await publishJournal(outlets, journal.slice(0, 3))).toEqual([]);
    expect(outlets.bus.published.map(({ type, id }) => [type, id])).toEqual([
      ['sla.incident.opened.v1', 'inc-1/opened'],
    ]);
    expect(outlets.notifications.sent.map(({ id }) => id)).toEqual([
      'inc-1/opened#support',
      'inc-1/opened#sms',
      'inc-1/opened#chat',
    ]);
    expect(outlets.scheduler.pending()).toHaveLength(4);
    await publishJournal(outlets, journal.slice(3));
    expect(outlets.scheduler.pending()).toEqual([]);
  });

  it('comes to the same end when the stream repeats everything', async () => {
    const outlets = await outletsWith();
    const { journal } = entries();
    for (const batch of [journal, journal.slice(1), journal]) await publishJournal(outlets, batch);
    expect(outlets.scheduler.pending()).toEqual([]);
    expect(new Set(outlets.notifications.sent.map(({ id }) => id)).size).toBe(4);
  });

  it('reports each entry that failed, and lets the others out', async () => {
    const outlets = await outletsWith();
    const { journal } = entries();
    const broken: Outlets = {
      ...outlets,
      notifications: { send: (all) => Promise.resolve(all.map(({ id }) => id)) },
    };
    const unpublished = await publishJournal(broken, journal);
    expect(unpublished.map(({ entry }) => entry.type)).toEqual(['sla.incident.opened.v1', 'sla.incident.updated.v1']);
    expect(outlets.bus.published).toHaveLength(1);
    const mute: Outlets = { ...outlets, bus: { publish: () => Promise.reject(new Error('down')) } };
    expect((await publishJournal(mute, journal)).map(({ entry }) => entry.id)).toEqual(['inc-1/opened']);
  });

  it('asks again about the incidents that a late exclusion touches', async () => {
    const outlets = await outletsWith();
    const { desk } = entries();
    await outlets.incidents.save({ ...desk.present(), version: 1, id: 'inc-a', state: 'open' }, []);
    await outlets.incidents.save({ ...desk.present(), version: 1, id: 'inc-b', reportedAt: AT + 7_200_000 }, []);
    await outlets.incidents.save(
      { ...desk.present(), version: 1, id: 'inc-c', state: 'closed', updatedAt: AT - 1 },
      [],
    );
    const data = {
      contractRef: 'demo-example',
      serviceRef: 'web',
      exclusion: { id: 'x', start: AT, end: AT + 3_600_000 },
    };
    const event = { id: 'x', type: 'sla.exclusion.decided.v1', at: AT, subject: 'contract/demo-example/web', data };
    await publishJournal(outlets, chain(EMPTY_CHAIN, 'service', [event], AT + 9000, sha256));
    expect(outlets.scheduler.pending().map(({ question, at }) => [question.incidentId, at])).toEqual([
      ['inc-a', AT + 9000],
    ]);
  });
});
