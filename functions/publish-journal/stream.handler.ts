import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { once, required } from '../../shared/adapters/aws/environment.ts';
import { eventBus } from '../../shared/adapters/aws/event-bus.ts';
import { deadlineScheduler, notificationPublisher } from '../../shared/adapters/aws/outlets.ts';
import { contracts } from '../../shared/adapters/aws/repositories.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import { ENVIRONMENT } from '../../shared/resources/environment.ts';
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
    const read = event.Records.filter(isEntry).map((record) => ({ record, ...entryIn(record) }));
    const entries = read.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
    const failed = new Map((await publishJournal(outlets(), entries)).map(({ entry, error }) => [entry, error]));
    const problems = new Map<DynamoDBRecord, unknown>(
      read.flatMap(({ record, entry, error }) => {
        const problem = entry === undefined ? error : failed.get(entry);
        return problem === undefined ? [] : [[record, problem] as const];
      }),
    );
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

function entryIn({ dynamodb }: DynamoDBRecord): { readonly entry?: JournalEntry; readonly error?: unknown } {
  try {
    return { entry: StoredEntry.parse(JSON.parse(dynamodb?.NewImage?.['body']?.S ?? 'null')) };
  } catch (error) {
    return { error };
  }
}

export const handler = create(
  once(
    (): Outlets => ({
      bus: eventBus(),
      source: required(ENVIRONMENT.eventSource),
      schedules: deadlineScheduler(),
      people: {
        contracts: contracts(),
        notifications: notificationPublisher(),
        publicUrl: process.env[ENVIRONMENT.publicUrl] || undefined,
      },
    }),
  ),
);
