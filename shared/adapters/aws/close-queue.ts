import { SQSClient } from '@aws-sdk/client-sqs';
import type { CloseTask } from '../../domain/ledger/close-task.ts';
import { ENVIRONMENT } from '../../resources/environment.ts';
import { once, required } from './environment.ts';
import { SqsWorkQueue } from './sqs-work-queue.ts';

/** The queue of contract-months to close. */
export const closeQueue = once(
  () => new SqsWorkQueue<CloseTask>(new SQSClient({}), required(ENVIRONMENT.closeQueueUrl)),
);
