import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { closeQueue } from '../../shared/adapters/aws/close-queue.ts';
import { once } from '../../shared/adapters/aws/environment.ts';
import { contracts, downtime, ledger } from '../../shared/adapters/aws/repositories.ts';
import { sha256 } from '../../shared/adapters/sha256.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { CloseTaskMessage } from '../../shared/schemas/close-task.ts';
import { closeContract } from './close-contract.ts';
import { type Completing, completeMonth } from './complete-month.ts';

const logger = new Logger();

/** Closes contract-months from the queue; a message that fails comes back alone, the others of its batch are done. */
export function create(desk: () => Completing) {
  const handle = async ({ body, messageId }: SQSRecord): Promise<void> => {
    const task = CloseTaskMessage.parse(JSON.parse(body));
    if (task.task === 'complete') {
      const isComplete = await completeMonth(desk(), task);
      logger.info('control record', { month: task.month, isComplete, attempt: task.attempt });
      return;
    }
    const { outcome } = await closeContract(desk(), task);
    logger.info('month closed', { contractRef: task.contractRef, month: task.month, outcome, messageId });
  };
  return middy<SQSEvent, SQSBatchResponse>().handler((event, context) =>
    processPartialResponse(event, handle, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    }),
  );
}

export const handler = create(
  once(() => ({
    contracts: contracts(),
    downtime: downtime(),
    ledger: ledger(),
    queue: closeQueue(),
    clock: systemClock,
    sha256,
  })),
);
