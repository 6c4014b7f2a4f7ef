import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notification, NotificationChannel } from '../../domain/notification/notification.ts';
import type { NotificationPublisher } from '../../ports/notification-publisher.ts';

/** Topic of each channel; a channel without one gets nothing. */
export type Topics = Readonly<Partial<Record<NotificationChannel, string>>>;

/** People's messages over SNS. The message structure stays plain text, since attributes travel with that only. */
export class SnsNotificationPublisher implements NotificationPublisher {
  readonly #client: SNSClient;
  readonly #topics: Topics;
  readonly #onFailure: (id: string, error: unknown) => void;

  constructor(client: SNSClient, topics: Topics, onFailure: (id: string, error: unknown) => void = () => {}) {
    this.#client = client;
    this.#topics = topics;
    this.#onFailure = onFailure;
  }

  async send(notifications: readonly Notification[]): Promise<readonly string[]> {
    const outcomes = await Promise.all(notifications.map((notification) => this.#publish(notification)));
    return outcomes.flatMap((failed) => failed ?? []);
  }

  /** @returns the id when it must be tried again */
  async #publish({ id, channel, subject, body, attributes }: Notification): Promise<string | null> {
    const topic = this.#topics[channel];
    if (topic === undefined) return null;
    try {
      await this.#client.send(
        new PublishCommand({
          TopicArn: topic,
          Subject: subject,
          Message: body,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
          ),
        }),
      );
      return null;
    } catch (error) {
      this.#onFailure(id, error);
      return id;
    }
  }
}
