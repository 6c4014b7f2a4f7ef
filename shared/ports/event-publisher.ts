import type { CloudEvent } from '../domain/journal/cloud-event.ts';

/** The bus. Delivery repeats; consumers tell repeats by `source` and `id`. */
export interface EventPublisher {
  /** @returns ids that could not be published and must be tried again */
  publish(events: readonly CloudEvent[]): Promise<readonly string[]>;
}
