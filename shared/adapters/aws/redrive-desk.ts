import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { JournalReader } from '../../ports/journal-reader.ts';
import { StoredJournalReader } from '../store/stored-journal-reader.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { DynamoDbItemStore } from './dynamodb-item-store.ts';
import { FunctionCaller } from './function-caller.ts';

/** What putting dead letters back needs of the account. */
export interface RedriveDesk {
  readonly deadLetters: (url: string) => Pick<DeadLetterQueue, 'moveTo' | 'letters' | 'remove'>;
  readonly functions: Pick<FunctionCaller, 'handOver' | 'call'>;
  readonly journal: (table: string) => Pick<JournalReader, 'entries'>;
}

/** With the Region and the credentials of whoever calls. */
export function redriveDesk(): RedriveDesk {
  const sqs = new SQSClient({});
  return {
    deadLetters: (url) => new DeadLetterQueue(sqs, url),
    functions: new FunctionCaller(new LambdaClient({})),
    journal: (table) => new StoredJournalReader(new DynamoDbItemStore(new DynamoDBClient({}), () => table)),
  };
}
