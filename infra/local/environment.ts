import { ENVIRONMENT } from '../../shared/resources/environment.ts';
import type { LocalDatabase } from './database.ts';

/** Sets what the functions read from their environment, so that the same handlers find the local database. */
export function useLocalEnvironment({ endpoint, client, tables }: LocalDatabase): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: client.region,
    AWS_ACCESS_KEY_ID: client.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: client.credentials.secretAccessKey,
    [ENVIRONMENT.contractsTable]: tables.contracts,
    [ENVIRONMENT.incidentsTable]: tables.incidents,
    [ENVIRONMENT.downtimeTable]: tables.downtime,
    [ENVIRONMENT.ledgerTable]: tables.ledger,
    [ENVIRONMENT.journalTable]: tables.journal,
  });
}
