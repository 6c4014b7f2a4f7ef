import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { closeQueue } from '../../shared/adapters/aws/close-queue.ts';
import { once } from '../../shared/adapters/aws/environment.ts';
import { contracts, downtime, ledger } from '../../shared/adapters/aws/repositories.ts';
import { sha256 } from '../../shared/adapters/sha256.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { CloseTaskMessage } from '../../shared/schemas/close-task.ts';
import { type CloseOutcome, closeContract } from './close-contract.ts';
import { type Completing, completeMonth } from './complete-month.ts';

const logger = new Logger();
const metrics = new Metrics({ namespace: 'SlaTracker', serviceName: 'close-contract' });

/** Closes contract-months from the queue; a message that fails comes back alone, the others of its batch are done. */
export function create(desk: () => Completing) {
  const work = async ({ body, messageId }: SQSRecord): Promise<void> => {
    const task = CloseTaskMessage.parse(JSON.parse(body));
    if (task.task === 'complete') {
      const isComplete = await completeMonth(desk(), task);
      logger.info('control record', { month: task.month, isComplete, attempt: task.attempt });
      return;
    }
    const outcome = await closeContract(desk(), task);
    count(outcome);
    logger.info('month closed', {
      contractRef: task.contractRef,
      month: task.month,
      outcome: outcome.outcome,
      messageId,
    });
  };
  const handle = (record: SQSRecord): Promise<void> =>
    work(record).catch((error: unknown) => {
      // The answer only says that the message comes again; why must be found here.
      logger.error('message failed', { messageId: record.messageId, task: record.body, error: error as Error });
      throw error;
    });
  return middy<SQSEvent, SQSBatchResponse>().handler(async (event, context) => {
    const answer = await processPartialResponse(event, handle, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    return answer;
  });
}

function count({ outcome, close }: CloseOutcome): void {
  if (outcome === 'unchanged') return;
  metrics.addMetric(outcome === 'closed' ? 'MonthsClosed' : 'MonthsToReview', MetricUnit.Count, 1);
  if (close.credits.length > 0) metrics.addMetric('CreditsIssued', MetricUnit.Count, close.credits.length);
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
