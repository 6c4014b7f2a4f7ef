import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { WorkQueue } from '../../shared/ports/work-queue.ts';

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;

const BATCH = 5;
const MOST_RECEIVES = 5;
const RETRY_AFTER_MS = 200;

/**
 * A queue in this process that hands its messages to a function as SQS does: in batches, failed messages again. What was
 * in it when the process died is found again by asking what is due.
 */
export class LocalQueue<T> implements WorkQueue<T> {
  readonly #waiting: { readonly body: string; readonly receives: number }[] = [];
  readonly #delayed = new Set<NodeJS.Timeout>();
  readonly #handler: () => Handler;
  readonly #onDead: (body: string) => void;
  #running: Promise<void> | undefined;

  constructor(handler: () => Handler, onDead: (body: string) => void) {
    this.#handler = handler;
    this.#onDead = onDead;
  }

  async send(messages: readonly T[], delaySeconds = 0): Promise<void> {
    for (const message of messages) this.#put({ body: JSON.stringify(message), receives: 0 }, delaySeconds * 1000);
  }

  /** Waits until nothing is left, delayed messages aside. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async stop(): Promise<void> {
    for (const timer of this.#delayed) clearTimeout(timer);
    this.#waiting.length = 0;
    await this.idle();
  }

  #put(message: { readonly body: string; readonly receives: number }, delayMs: number): void {
    if (delayMs > 0) {
      const timer = setTimeout(() => {
        this.#delayed.delete(timer);
        this.#put(message, 0);
      }, delayMs);
      this.#delayed.add(timer);
      return;
    }
    this.#waiting.push(message);
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH).map((message) => ({ ...message, messageId: randomUUID() }));
      const failed = await this.#deliver(batch);
      for (const { body, receives, messageId } of batch) {
        if (!failed.has(messageId)) continue;
        if (receives + 1 >= MOST_RECEIVES) this.#onDead(body);
        else this.#put({ body, receives: receives + 1 }, RETRY_AFTER_MS * 2 ** receives);
      }
    }
  }

  async #deliver(
    batch: readonly { readonly body: string; readonly messageId: string }[],
  ): Promise<ReadonlySet<string>> {
    const Records = batch.map(({ body, messageId }) => ({ body, messageId })) as SQSEvent['Records'];
    try {
      const { batchItemFailures } = await this.#handler()({ Records });
      return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    } catch {
      return new Set(batch.map(({ messageId }) => messageId));
    }
  }
}
