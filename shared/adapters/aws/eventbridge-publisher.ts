import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { CloudEvent } from '../../domain/journal/cloud-event.ts';
import type { EventPublisher } from '../../ports/event-publisher.ts';

const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;

/** The bus on EventBridge: the CloudEvent in `detail`, its type as `detail-type`. */
export class EventBridgePublisher implements EventPublisher {
  readonly #client: EventBridgeClient;
  readonly #bus: string;
  readonly #onFailure: (ids: readonly string[], error: unknown) => void;

  constructor(
    client: EventBridgeClient,
    bus: string,
    onFailure: (ids: readonly string[], error: unknown) => void = () => {},
  ) {
    this.#client = client;
    this.#bus = bus;
    this.#onFailure = onFailure;
  }

  async publish(events: readonly CloudEvent[]): Promise<readonly string[]> {
    const failed: string[] = [];
    for (const batch of batches(events)) failed.push(...(await this.#send(batch)));
    return failed;
  }

  /** One call. What it did not take must not hold up the other batches. */
  async #send(batch: readonly CloudEvent[]): Promise<readonly string[]> {
    const ids = batch.map(({ id }) => id);
    try {
      const answer = await this.#client.send(
        new PutEventsCommand({ Entries: batch.map((event) => this.#entry(event)) }),
      );
      if (answer.FailedEntryCount === 0) return [];
      // The call succeeds even when entries in it did not.
      const entries = answer.Entries ?? [];
      const failed = ids.filter((_, i) => entries[i]?.EventId === undefined);
      this.#onFailure(
        failed,
        entries.find(({ ErrorCode }) => ErrorCode !== undefined),
      );
      return failed;
    } catch (error) {
      this.#onFailure(ids, error);
      return ids;
    }
  }

  #entry(event: CloudEvent): PutEventsRequestEntry {
    return {
      EventBusName: this.#bus,
      Source: event.source,
      DetailType: event.type,
      Detail: JSON.stringify(event),
      Time: new Date(event.time),
      Resources: [],
    };
  }
}

/** As few calls as the service allows: ten events and 256 kB each. */
function batches(events: readonly CloudEvent[]): readonly (readonly CloudEvent[])[] {
  const made: CloudEvent[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event)) + event.source.length + event.type.length + 14;
    const last = made.at(-1);
    if (last === undefined || last.length === MOST_ENTRIES || bytes + size > MOST_BYTES) {
      made.push([event]);
      bytes = size;
    } else {
      last.push(event);
      bytes += size;
    }
  }
  return made;
}
