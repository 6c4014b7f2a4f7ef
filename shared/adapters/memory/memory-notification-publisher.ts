import type { Notification } from '../../domain/notification/notification.ts';
import type { NotificationPublisher } from '../../ports/notification-publisher.ts';

/** Keeps what it would have sent; repeats are kept too. */
export class MemoryNotificationPublisher implements NotificationPublisher {
  readonly sent: Notification[] = [];

  send(notifications: readonly Notification[]): Promise<readonly string[]> {
    this.sent.push(...notifications);
    return Promise.resolve([]);
  }
}
