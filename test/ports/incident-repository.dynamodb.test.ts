import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll } from 'vitest';
import { type LocalDatabase, startDatabase } from '../../infra/local/database.ts';
import { DynamoDbItemStore } from '../../shared/adapters/aws/dynamodb-item-store.ts';
import { StoredIncidentRepository } from '../../shared/adapters/store/stored-incident-repository.ts';
import { StoredJournalReader } from '../../shared/adapters/store/stored-journal-reader.ts';
import { incidentRepositorySuite } from './incident-repository.suite.ts';

let folder: string | undefined;
let database: LocalDatabase | undefined;

afterAll(async () => {
  await database?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

incidentRepositorySuite('DynamoDB', async () => {
  folder = await mkdtemp(join(tmpdir(), 'sla-incidents-'));
  database = await startDatabase(folder);
  const { tables } = database;
  const store = new DynamoDbItemStore(new DynamoDBClient(database.client), (table) => tables[table]);
  const clock = { now: () => 1_779_000_000_000 };
  return { incidents: new StoredIncidentRepository(store, clock), journal: new StoredJournalReader(store) };
});
