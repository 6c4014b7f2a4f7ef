import type { EventBridgeClient, PutEventsCommand, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { EventBridgePublisher } from '../../../../shared/adapters/aws/eventbridge-publisher.ts';
import type { CloudEvent } from '../../../../shared/domain/journal/cloud-event.ts';

function event(id: string, size = 10): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source: 'nl.example.sla',
    type: 'sla.period.closed.v1',
    subject: 'contract/x',
    time: '2026-05-01T00:00:00Z',
    datacontenttype: 'application/json',
    partitionkey: 'ledger/x',
    sequence: '000000000001',
    data: 'x'.repeat(size),
  };
}

/** A bus that takes what the test lets it take, and notes the sizes of the calls. */
function busThat(refuses: (id: string) => boolean, fails: (call: number) => boolean = () => false) {
  const calls: { readonly ids: readonly string[]; readonly bytes: number }[] = [];
  const send = async ({ input }: PutEventsCommand): Promise<Partial<PutEventsCommandOutput>> => {
    const details = (input.Entries ?? []).map(({ Detail }) => Detail ?? '');
    const ids = details.map((detail): string => JSON.parse(detail).id);
    calls.push({ ids, bytes: details.join('').length });
    if (fails(calls.length)) throw new Error('the service is away');
    const Entries = ids.map((id) => (refuses(id) ? { ErrorCode: 'InternalFailure' } : { EventId: 'e' }));
    return { FailedEntryCount: ids.filter(refuses).length, Entries };
  };
  const failures: (readonly string[])[] = [];
  const client = { send } as unknown as EventBridgeClient;
  const publisher = new EventBridgePublisher(client, 'sla-bus', (ids) => failures.push(ids));
  return { publisher, calls, failures };
}

const events = (count: number, size?: number) => Array.from({ length: count }, (_, i) => event(`e${i}`, size));

describe('the publisher on EventBridge', () => {
  it('sends ten events in a call at most', async () => {
    const { publisher, calls } = busThat(() => false);
    expect(await publisher.publish(events(23))).toEqual([]);
    expect(calls.map(({ ids }) => ids.length)).toEqual([10, 10, 3]);
    expect(await publisher.publish([])).toEqual([]);
    expect(calls).toHaveLength(3);
  });

  it('keeps a call under 256 kB', async () => {
    const { publisher, calls } = busThat(() => false);
    await publisher.publish(events(6, 100_000));
    expect(calls.map(({ ids }) => ids.length)).toEqual([2, 2, 2]);
    for (const { bytes } of calls) expect(bytes).toBeLessThan(256 * 1024);
  });

  it('gives back the ids of entries that a successful call did not take', async () => {
    const { publisher, failures } = busThat((id) => id === 'e3' || id === 'e12');
    expect(await publisher.publish(events(14))).toEqual(['e3', 'e12']);
    expect(failures).toEqual([['e3'], ['e12']]);
  });

  it('gives back a whole batch whose call failed, and sends the others', async () => {
    const { publisher, calls } = busThat(
      () => false,
      (call) => call === 1,
    );
    expect(await publisher.publish(events(12))).toEqual(events(10).map(({ id }) => id));
    expect(calls).toHaveLength(2);
  });
});
