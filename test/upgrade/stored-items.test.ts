import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { closeContract } from '../../functions/close-contract/close-contract.ts';
import { publishJournal } from '../../functions/publish-journal/publish-journal.ts';
import { sweepDeadlines } from '../../functions/sweep-deadlines/sweep-deadlines.ts';
import { updateIncident } from '../../functions/update-incident/update-incident.ts';
import { MemoryEventPublisher } from '../../shared/adapters/memory/memory-bus.ts';
import { MemoryDeadlineScheduler } from '../../shared/adapters/memory/memory-deadline-scheduler.ts';
import { MemoryNotificationPublisher } from '../../shared/adapters/memory/memory-notification-publisher.ts';
import { sha256 } from '../../shared/adapters/sha256.ts';
import type { Item } from '../../shared/adapters/store/item-store.ts';
import { verifyChain } from '../../shared/domain/journal/chain.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import { statementText } from '../../shared/domain/statement/statement.ts';
import { verifyStatement } from '../../shared/domain/statement/verify-statement.ts';
import { everyPage } from '../../shared/ports/page.ts';
import type { TableName } from '../../shared/resources/tables.ts';
import { IncidentChanged, IncidentReported } from '../../shared/schemas/incident-event.ts';
import { StoredEntry } from '../../shared/schemas/journal-entry.ts';
import { Installation, itemsOf, itemsText, MONTH, SERVICE, type Tables } from './installation.ts';

const FOLDER = new URL('./items/', import.meta.url);
/** One file for each version that has stored something somewhere; they never change. */
const VERSIONS = readdirSync(FOLDER).map((name) => [name.replace(/\.json$/, ''), read(name)] as const);

function read(name: string): Tables {
  return itemsOf(readFileSync(new URL(name, FOLDER), 'utf8'));
}

function changed(tables: Tables, change: (item: Item, table: TableName) => Item): Tables {
  return Object.fromEntries(
    Object.entries(tables).map(([table, items]) => [
      table,
      items.map((item: Item) => change(item, table as TableName)),
    ]),
  ) as unknown as Tables;
}

/** What a later version may add and this one does not know: members of the item and of the document in it. */
function withAdditions(item: Item, table: TableName): Item {
  const body = item['body'];
  // An entry of the journal is sealed by its hash; nothing is added to it once it is written.
  if (typeof body !== 'string' || table === 'journal') return { ...item, addedLater: 1 };
  return {
    ...item,
    addedLater: 1,
    body: JSON.stringify({ ...JSON.parse(body), addedLater: { by: 'a later version' } }),
  };
}

function withoutForm({ schema: _, ...item }: Item): Item {
  return item as Item;
}

async function journalOf(one: Installation): Promise<readonly JournalEntry[]> {
  const aggregates = await everyPage((page) => one.journal.aggregates(page));
  const chains = await Promise.all(
    aggregates.map((aggregate) => everyPage((page) => one.journal.entries(aggregate, page))),
  );
  for (const chain of chains) expect(verifyChain(chain, sha256)).toBeUndefined();
  return chains.flat();
}

async function incidentId(one: Installation): Promise<string> {
  const { items } = await one.incidents.list({ contractRef: SERVICE.contractRef });
  return items[0]?.id ?? '';
}

const CASES = VERSIONS.flatMap(([version, tables]) => [
  [`items of ${version}`, tables] as const,
  [`items of ${version} with members that a later version added`, changed(tables, withAdditions)] as const,
  [`items of ${version} that do not say their form`, changed(tables, withoutForm)] as const,
]);

describe.each(CASES)('%s', (_, tables) => {
  it('are read, each of them, and the journal is whole', async () => {
    const one = await Installation.from(tables);
    const agreement = await one.contracts.agreement('sensey', 1);
    const [contract] = await one.contracts.contractVersions(SERVICE.contractRef);
    expect([agreement?.ref, contract?.services[0]?.ref]).toEqual(['sensey', SERVICE.serviceRef]);
    expect((await one.contracts.contracts()).items).toHaveLength(1);
    const window = { start: Date.UTC(2026, 2, 1), end: Date.UTC(2026, 4, 1) };
    const history = await one.downtime.history(SERVICE, window);
    expect(history.outages.map(({ id }) => id)).toEqual(['o1', 'o2', 'o3']);
    expect([history.announcements.length, history.exclusions.length]).toEqual([1, 1]);
    expect(await one.ledger.close(SERVICE.contractRef, MONTH)).toMatchObject({ revision: 2, state: 'closed' });
    expect(await one.ledger.run(MONTH)).toMatchObject({ contracts: 1, revision: 2 });
    expect(await one.incidents.load(await incidentId(one))).toMatchObject({ version: 2, state: 'open' });
    const entries = await journalOf(one);
    for (const entry of entries) expect(StoredEntry.parse(entry)).toEqual(entry);
    expect(entries.length).toBeGreaterThan(10);
  });

  it('hold statements that are recomputed to the byte, and the credits that were issued', async () => {
    const one = await Installation.from(tables);
    const { items } = await one.ledger.statements(SERVICE.contractRef);
    expect(items).toHaveLength(2);
    for (const statement of items) {
      expect(verifyStatement(statementText(statement), sha256)).toEqual({ agrees: true, differences: [] });
    }
    const credits = (await one.ledger.credits(SERVICE.contractRef)).items;
    expect(credits.map(({ revision, kind }) => [revision, kind])).toEqual([
      [1, 'original'],
      [2, 'supplement'],
    ]);
  });

  it('are gone on with: a month that is closed stays so, an incident is changed, deadlines are found', async () => {
    const one = await Installation.from(tables);
    const request = { contractRef: SERVICE.contractRef, month: MONTH };
    expect(await closeContract(one, request)).toMatchObject({ outcome: 'unchanged' });
    const id = await incidentId(one);
    const before = await one.incidents.load(id);
    await updateIncident(one, id, { id: 'c2', action: { type: 'respond' } });
    const after = await one.incidents.load(id);
    expect(after).toMatchObject({ version: 3 });
    // What this version does not know is not lost by its writing.
    expect(Object.keys(after ?? {}).sort()).toEqual(Object.keys(before ?? {}).sort());
    one.now += 10 * 86_400_000;
    expect((await sweepDeadlines(one)).found).toBe(1);
    await journalOf(one);
  });

  it('are published again under the ids they had', async () => {
    const one = await Installation.from(tables);
    const bus = new MemoryEventPublisher();
    const notifications = new MemoryNotificationPublisher();
    const outlets = { bus, source: 'nl.example.sla', scheduler: new MemoryDeadlineScheduler(), notifications };
    const publish = async () =>
      publishJournal({ ...outlets, ...one, publicUrl: undefined }, await journalOf(await Installation.from(tables)));
    expect([await publish(), await publish()]).toEqual([[], []]);
    const ids = bus.published.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length / 2);
    expect(ids).toContain(`service-credit~demo-sensey~platform~${MONTH}~1`);
  });
});

describe('an item in a form of a later version', () => {
  it('is refused by name rather than misread', async () => {
    const [, tables] = VERSIONS[0] as (typeof VERSIONS)[number];
    const one = await Installation.from(changed(tables, (item) => ({ ...item, schema: 2 })));
    await expect(one.contracts.agreement('sensey', 1)).rejects.toThrow(
      'AGREEMENT#sensey V#000001 is stored in form 2, written by a later version; this one reads 1',
    );
    await expect(one.ledger.statements(SERVICE.contractRef)).rejects.toThrow('is stored in form 2');
  });
});

describe('an event from elsewhere', () => {
  const reported = {
    specversion: '1.0',
    id: '1',
    source: 'nl.example',
    type: 'sla.incident.reported.v1',
    data: { ...SERVICE, priority: 'kritiek', title: 'Down' },
  };
  const changedEvent = {
    ...reported,
    type: 'sla.incident.resolved.v1',
    data: { incidentId: 'inc-000000000000000000000000' },
  };

  it('may have members of the envelope that are not known here, as CloudEvents allows', () => {
    for (const [schema, event] of [
      [IncidentReported, reported],
      [IncidentChanged, changedEvent],
    ] as const) {
      expect(schema.safeParse({ ...event, traceparent: '00-1', dataschema: 'https://example.com/2' }).success).toBe(
        true,
      );
    }
  });

  it('is refused when what it reports has a member that is not known: it might change its meaning', () => {
    const event = { ...reported, data: { ...reported.data, prioriteit: 'laag' } };
    expect(IncidentReported.safeParse(event).success).toBe(false);
  });
});

it('keeps a file of items exactly as it was read', () => {
  for (const name of readdirSync(FOLDER)) {
    expect(itemsText(read(name))).toBe(readFileSync(new URL(name, FOLDER), 'utf8'));
  }
});
