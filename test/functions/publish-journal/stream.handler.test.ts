import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import type { Outlets } from '../../../functions/publish-journal/publish-journal.ts';
import { create } from '../../../functions/publish-journal/stream.handler.ts';
import { MemoryEventPublisher } from '../../../shared/adapters/memory/memory-bus.ts';
import { MemoryDeadlineScheduler } from '../../../shared/adapters/memory/memory-deadline-scheduler.ts';
import { MemoryItemStore } from '../../../shared/adapters/memory/memory-item-store.ts';
import { MemoryNotificationPublisher } from '../../../shared/adapters/memory/memory-notification-publisher.ts';
import { JournalWriter } from '../../../shared/adapters/store/journal-writer.ts';
import { StoredContractRepository } from '../../../shared/adapters/store/stored-contract-repository.ts';
import { StoredIncidentRepository } from '../../../shared/adapters/store/stored-incident-repository.ts';

vi.hoisted(() => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
});

const clock = { now: () => 1_779_000_000_000 };

/** The stream of a journal with public entries of these ids, and one that stays inside. */
async function streamOf(ids: readonly string[]): Promise<DynamoDBStreamEvent> {
  const store = new MemoryItemStore();
  const events = ids.map((id) => ({ id, type: 'sla.outage.started.v1', at: 1, subject: 'contract/c/web', data: {} }));
  const inside = { id: 'inside', type: 'sla.outage.recorded.v1', at: 1, subject: 's', data: {} };
  await new JournalWriter(store, clock).commit([], 'downtime/c/web', [...events, inside]);
  const Records = store.items('journal').map(
    ({ pk, sk, body }, i): DynamoDBRecord => ({
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: String(i),
        Keys: { pk: { S: pk }, sk: { S: sk } },
        NewImage: { pk: { S: pk }, sk: { S: sk }, ...(body !== undefined && { body: { S: String(body) } }) },
      },
    }),
  );
  return { Records };
}

function outletsWith(more: Partial<Outlets> = {}) {
  const store = new MemoryItemStore();
  const bus = new MemoryEventPublisher();
  const outlets: Outlets = {
    bus,
    source: 'nl.example.sla',
    contracts: new StoredContractRepository(store, clock),
    incidents: new StoredIncidentRepository(store, clock),
    scheduler: new MemoryDeadlineScheduler(),
    notifications: new MemoryNotificationPublisher(),
    publicUrl: undefined,
    ...more,
  };
  return { bus, handle: (event: DynamoDBStreamEvent) => create(() => outlets)(event, {} as Context) };
}

function sequenceOf({ Records }: DynamoDBStreamEvent, id: string): string | undefined {
  return Records.find(({ dynamodb }) => dynamodb?.NewImage?.['body']?.S?.includes(`"${id}"`))?.dynamodb?.SequenceNumber;
}

describe('the handler of the journal stream', () => {
  it('publishes public entries and answers that nothing failed; other items of the table do not concern it', async () => {
    const { bus, handle } = outletsWith();
    expect(await handle(await streamOf(['a', 'b']))).toEqual({ batchItemFailures: [] });
    expect(bus.published.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('names the record of each entry that the bus did not take', async () => {
    const stream = await streamOf(['a', 'b', 'c']);
    const { handle } = outletsWith({ bus: { publish: async () => ['b'] } });
    expect(await handle(stream)).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceOf(stream, 'b') }] });
  });

  it('names every record when the bus is away, without failing as a whole', async () => {
    const stream = await streamOf(['a', 'b']);
    const { handle } = outletsWith({ bus: { publish: () => Promise.reject(new Error('away')) } });
    const { batchItemFailures } = await handle(stream);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      sequenceOf(stream, 'a'),
      sequenceOf(stream, 'b'),
    ]);
  });

  it('names a record whose image is no entry, and publishes the others', async () => {
    const stream = await streamOf(['a', 'b']);
    const broken = stream.Records.find(({ dynamodb }) => dynamodb?.SequenceNumber === sequenceOf(stream, 'a'));
    if (broken?.dynamodb?.NewImage !== undefined) broken.dynamodb.NewImage['body'] = { S: '{"id":"a"' };
    const { bus, handle } = outletsWith();
    const { batchItemFailures } = await handle(stream);
    expect(batchItemFailures).toEqual([{ itemIdentifier: broken?.dynamodb?.SequenceNumber }]);
    expect(bus.published.map(({ id }) => id)).toEqual(['b']);
  });

  it('does not publish what is changed or removed', async () => {
    const stream = await streamOf(['a']);
    for (const record of stream.Records) record.eventName = 'REMOVE';
    const { bus, handle } = outletsWith();
    expect(await handle(stream)).toEqual({ batchItemFailures: [] });
    expect(bus.published).toEqual([]);
  });
});
