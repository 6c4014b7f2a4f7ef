import type { Notification } from '../domain/notification/notification.ts';

/** People's messages. Delivery repeats; a repeat has the same id. */
export interface NotificationPublisher {
  /** @returns ids that could not be sent and must be tried again */
  send(notifications: readonly Notification[]): Promise<readonly string[]>;
}
