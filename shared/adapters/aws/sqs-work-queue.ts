import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { WorkQueue } from '../../ports/work-queue.ts';

const MOST_MESSAGES = 10;
const ATTEMPTS = 4;

/** Work over SQS. Messages that a batch call did not take are sent again. */
export class SqsWorkQueue<T> implements WorkQueue<T> {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(messages: readonly T[], delaySeconds = 0): Promise<void> {
    for (let at = 0; at < messages.length; at += MOST_MESSAGES) {
      await this.#sendBatch(messages.slice(at, at + MOST_MESSAGES), delaySeconds);
    }
  }

  async #sendBatch(messages: readonly T[], delaySeconds: number): Promise<void> {
    let left = messages.map((message) => ({
      Id: randomUUID(),
      MessageBody: JSON.stringify(message),
      DelaySeconds: delaySeconds,
    }));
    for (let attempt = 1; left.length > 0; attempt++) {
      const answer = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: this.#url, Entries: left }));
      const failed = new Set((answer.Failed ?? []).map(({ Id }) => Id));
      left = left.filter(({ Id }) => failed.has(Id));
      if (left.length === 0) return;
      if (attempt === ATTEMPTS)
        throw new Error(`${left.length} messages were not taken: ${answer.Failed?.[0]?.Message}`);
      await sleep(100 * 2 ** attempt * Math.random());
    }
  }
}
