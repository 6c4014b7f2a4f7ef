import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { CloudEvent } from '../../domain/journal/cloud-event.ts';
import type { EventPublisher } from '../../ports/event-publisher.ts';

const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;

/** The bus on EventBridge: the CloudEvent in `detail`, its type as `detail-type`. */
export class EventBridgePublisher implements EventPublisher {
  readonly #client: EventBridgeClient;
  readonly #bus: string;

  constructor(client: EventBridgeClient, bus: string) {
    this.#client = client;
    this.#bus = bus;
  }

  async publish(events: readonly CloudEvent[]): Promise<readonly string[]> {
    const failed: string[] = [];
    for (const batch of batches(events)) {
      const Entries = batch.map((event) => this.#entry(event));
      const answer = await this.#client.send(new PutEventsCommand({ Entries }));
      // The call succeeds even when entries in it did not.
      for (const [i, entry] of (answer.Entries ?? []).entries()) {
        const event = batch[i];
        if (entry.ErrorCode !== undefined && event !== undefined) failed.push(event.id);
      }
    }
    return failed;
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
