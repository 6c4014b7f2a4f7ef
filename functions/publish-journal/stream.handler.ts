import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
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
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import { ENTRY_PREFIX } from '../../shared/resources/journal-keys.ts';
import { StoredEntry } from '../../shared/schemas/journal-entry.ts';
import { type Outlets, publishJournal } from './publish-journal.ts';

const logger = new Logger();

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
