import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ENVIRONMENT } from '../../resources/environment.ts';
import type { TableName } from '../../resources/tables.ts';
import { StoredContractRepository } from '../store/stored-contract-repository.ts';
import { StoredDowntimeRepository } from '../store/stored-downtime-repository.ts';
import { StoredIncidentRepository } from '../store/stored-incident-repository.ts';
import { StoredJournalReader } from '../store/stored-journal-reader.ts';
import { StoredLedgerRepository } from '../store/stored-ledger-repository.ts';
import { systemClock } from '../system-clock.ts';
import { DynamoDbItemStore } from './dynamodb-item-store.ts';
import { once, required } from './environment.ts';

const VARIABLES: Readonly<Record<TableName, string>> = {
  contracts: ENVIRONMENT.contractsTable,
  incidents: ENVIRONMENT.incidentsTable,
  downtime: ENVIRONMENT.downtimeTable,
  ledger: ENVIRONMENT.ledgerTable,
  journal: ENVIRONMENT.journalTable,
};

const store = once(() => new DynamoDbItemStore(new DynamoDBClient({}), (table) => required(VARIABLES[table])));

/** Repositories on the tables that the environment names. */
export const contracts = once(() => new StoredContractRepository(store(), systemClock));
export const downtime = once(() => new StoredDowntimeRepository(store(), systemClock));
export const incidents = once(() => new StoredIncidentRepository(store(), systemClock));
export const ledger = once(() => new StoredLedgerRepository(store(), systemClock));
export const journal = once(() => new StoredJournalReader(store()));
