import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type LocalDatabase, startDatabase } from '../../../infra/local/database.ts';
import { DynamoDbItemStore } from '../../../shared/adapters/aws/dynamodb-item-store.ts';

/** A database in a folder of its own, and the items in it. */
export interface ScratchDatabase {
  readonly folder: string;
  readonly database: LocalDatabase;
  readonly store: DynamoDbItemStore;
  /** Ends the server and starts another on the same data. */
  restart(): Promise<void>;
  /** Ends the server and removes the folder. */
  remove(): Promise<void>;
}

export async function scratchDatabase(): Promise<ScratchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'sla-test-'));
  let database = await startDatabase(folder);
  let store = storeOf(database);
  return {
    folder,
    get database() {
      return database;
    },
    get store() {
      return store;
    },
    restart: async () => {
      await database.stop();
      database = await startDatabase(folder);
      store = storeOf(database);
    },
    remove: async () => {
      await database.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export function storeOf({ client, tables }: LocalDatabase): DynamoDbItemStore {
  return new DynamoDbItemStore(new DynamoDBClient(client), (table) => tables[table]);
}
