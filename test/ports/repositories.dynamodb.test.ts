import { afterAll } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '../infra/local/scratch-database.ts';
import { contractRepositorySuite } from './contract-repository.suite.ts';
import { downtimeRepositorySuite } from './downtime-repository.suite.ts';
import { journalReaderSuite } from './journal-reader.suite.ts';
import { ledgerRepositorySuite } from './ledger-repository.suite.ts';
import { adaptersOn } from './port-adapters.ts';

let scratch: Promise<ScratchDatabase> | undefined;

/** One server for all suites. */
const open = async () => {
  scratch ??= scratchDatabase();
  return adaptersOn((await scratch).store);
};

afterAll(async () => (await scratch)?.remove());

contractRepositorySuite('DynamoDB', open);
downtimeRepositorySuite('DynamoDB', 15, open);
ledgerRepositorySuite('DynamoDB', open);
journalReaderSuite('DynamoDB', open);
