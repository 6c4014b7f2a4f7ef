import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { PreconditionError } from '../../domain/errors.ts';
import { FailedInvocation, FailedStreamBatch } from '../../schemas/dead-letter.ts';
import { asked } from './asked.ts';

/** A dead letter, and what it takes to do it again. */
export type DeadLetter = { readonly id: string; readonly receipt: string } & (
  | { readonly kind: 'invocation'; readonly functionArn: string; readonly payload: unknown }
  | { readonly kind: 'stream'; readonly from: string; readonly to: string; readonly records: number }
  | { readonly kind: 'other' }
);

/** Long enough to hand a page of letters over; one that is left can be seen again after it. */
const HIDDEN_SECONDS = 120;
const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/** Dead letters of a queue, of a rule's target or of a function's event source. */
export class DeadLetterQueue {
  readonly #client: SQSClient;
  readonly #url: string;
  readonly #pollMs: number;

  constructor(client: SQSClient, url: string, pollMs = 1000) {
    this.#client = client;
    this.#url = url;
    this.#pollMs = pollMs;
  }

  /**
   * Moves everything to another queue, by SQS itself, and waits for the end of it.
   * @returns how many messages were moved
   * @throws PreconditionError when SQS does not do it, as for a queue that is no other queue's dead-letter queue
   */
  async moveTo(url: string): Promise<number> {
    const SourceArn = await this.#arnOf(this.#url);
    const DestinationArn = await this.#arnOf(url);
    const { TaskHandle } = await asked(`move messages to ${url}`, () =>
      this.#client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn })),
    );
    for (;;) {
      const { Results = [] } = await asked('look at the move', () =>
        this.#client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 })),
      );
      // Only a task that runs still has a handle; the newest comes first.
      const task = Results.find((one) => one.TaskHandle === TaskHandle) ?? Results[0];
      if (task?.Status === 'COMPLETED') return task.ApproximateNumberOfMessagesMoved ?? 0;
      if (ENDED.has(task?.Status ?? '')) {
        throw new PreconditionError(
          `the move ended as ${task?.Status} after ${task?.ApproximateNumberOfMessagesMoved ?? 0} messages: ${task?.FailureReason ?? 'SQS gives no reason'}`,
        );
      }
      await sleep(this.#pollMs);
    }
  }

  /** Every letter once, until none can be seen. */
  async *letters(): AsyncGenerator<DeadLetter> {
    const seen = new Set<string>();
    for (;;) {
      const { Messages = [] } = await asked(`read ${this.#url}`, () =>
        this.#client.send(
          new ReceiveMessageCommand({
            QueueUrl: this.#url,
            MaxNumberOfMessages: 10,
            // Asks every server of the queue, so that an empty answer means an empty queue.
            WaitTimeSeconds: 2,
            VisibilityTimeout: HIDDEN_SECONDS,
            MessageAttributeNames: ['All'],
          }),
        ),
      );
      const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
      if (fresh.length === 0) return;
      for (const message of fresh) {
        seen.add(message.MessageId ?? '');
        yield letterOf(message);
      }
    }
  }

  /** Takes a letter out: what it was about is under way again. */
  async remove({ receipt }: DeadLetter): Promise<void> {
    await asked(`remove a message from ${this.#url}`, () =>
      this.#client.send(new DeleteMessageCommand({ QueueUrl: this.#url, ReceiptHandle: receipt })),
    );
  }

  async #arnOf(QueueUrl: string): Promise<string> {
    const { Attributes } = await asked(`find the queue ${QueueUrl}`, () =>
      this.#client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] })),
    );
    return Attributes?.QueueArn ?? '';
  }
}

function letterOf({
  MessageId: id = '',
  ReceiptHandle: receipt = '',
  Body = '',
  MessageAttributes,
}: Message): DeadLetter {
  const body = parsed(Body);
  const stream = FailedStreamBatch.safeParse(body);
  if (stream.success) {
    const { startSequenceNumber, endSequenceNumber, batchSize } = stream.data.DDBStreamBatchInfo;
    return { id, receipt, kind: 'stream', from: startSequenceNumber, to: endSequenceNumber, records: batchSize };
  }
  const failed = FailedInvocation.safeParse(body);
  if (failed.success) {
    const { requestContext, requestPayload } = failed.data;
    return { id, receipt, kind: 'invocation', functionArn: requestContext.functionArn, payload: requestPayload };
  }
  // A rule buries the event as it was, and says in an attribute whom it was for.
  const target = MessageAttributes?.['TARGET_ARN']?.StringValue;
  if (target?.includes(':lambda:') === true && body !== undefined) {
    return { id, receipt, kind: 'invocation', functionArn: target, payload: body };
  }
  return { id, receipt, kind: 'other' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
