import type { CloudEvent } from '../../domain/journal/cloud-event.ts';
import type { EventPublisher } from '../../ports/event-publisher.ts';
import type { WorkQueue } from '../../ports/work-queue.ts';

/** A bus that keeps what was published, repeats included. */
export class MemoryEventPublisher implements EventPublisher {
  readonly published: CloudEvent[] = [];

  publish(events: readonly CloudEvent[]): Promise<readonly string[]> {
    this.published.push(...events);
    return Promise.resolve([]);
  }
}

/** A queue that keeps its messages until somebody takes them. */
export class MemoryWorkQueue<T> implements WorkQueue<T> {
  readonly messages: T[] = [];

  send(messages: readonly T[]): Promise<void> {
    this.messages.push(...messages);
    return Promise.resolve();
  }
}
