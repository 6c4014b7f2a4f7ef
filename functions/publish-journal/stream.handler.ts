import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { once } from '../../shared/adapters/aws/environment.ts';
import {
  deadlineScheduler,
  eventBus,
  eventSource,
  notificationPublisher,
  publicUrl,
} from '../../shared/adapters/aws/outlets.ts';
import { contracts, incidents } from '../../shared/adapters/aws/repositories.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import { ENTRY_PREFIX } from '../../shared/resources/journal-keys.ts';
import { StoredEntry } from '../../shared/schemas/journal-entry.ts';
import { type Outlets, publishJournal } from './publish-journal.ts';

const logger = new Logger();
const metrics = new Metrics({ namespace: 'SlaTracker', serviceName: 'publish-journal' });

/**
 * The journal's stream. Entries go out together; the answer names the records that must come again, and the stream goes on
 * from the first of them.
 */
export function create(outlets: () => Outlets) {
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async (event, context) => {
    const problems = new Map<DynamoDBRecord, unknown>();
    const records = new Map<JournalEntry, DynamoDBRecord>();
    for (const record of event.Records.filter(isEntry)) {
      try {
        records.set(StoredEntry.parse(JSON.parse(record.dynamodb?.NewImage?.['body']?.S ?? 'null')), record);
      } catch (error) {
        problems.set(record, error);
      }
    }
    for (const { entry, error } of await publishJournal(outlets(), [...records.keys()])) {
      problems.set(records.get(entry) as DynamoDBRecord, error);
    }
    measureDelay([...records].flatMap(([entry, record]) => (problems.has(record) ? [] : [entry])));
    const settle = async (record: DynamoDBRecord): Promise<void> => {
      if (!problems.has(record)) return;
      const error = problems.get(record);
      const { SequenceNumber, Keys } = record.dynamodb ?? {};
      logger.error('entry not published', { SequenceNumber, aggregate: Keys?.['pk']?.S, error: error as Error });
      throw error;
    };
    return processPartialResponse(event, settle, new BatchProcessor(EventType.DynamoDBStreams), {
      context,
      throwOnFullBatchFailure: false,
    });
  });
}

/** The longest time from being written down to having gone out. */
function measureDelay(entries: readonly JournalEntry[]): void {
  if (entries.length === 0) return;
  const oldest = Math.min(...entries.map(({ recordedAt }) => recordedAt));
  metrics.addMetric('PublishDelay', MetricUnit.Milliseconds, Math.max(0, systemClock.now() - oldest));
  metrics.publishStoredMetrics();
}

/** New entries only: the table also holds the ends of the chains, and its items are never changed. */
function isEntry({ eventName, dynamodb }: DynamoDBRecord): boolean {
  return eventName === 'INSERT' && (dynamodb?.Keys?.['sk']?.S?.startsWith(ENTRY_PREFIX) ?? false);
}

export const handler = create(
  once(
    (): Outlets => ({
      bus: eventBus(),
      source: eventSource(),
      scheduler: deadlineScheduler(),
      notifications: notificationPublisher(),
      contracts: contracts(),
      incidents: incidents(),
      publicUrl: publicUrl(),
    }),
  ),
);
