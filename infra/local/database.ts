import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLES, type TableDefinition, type TableName } from '../../shared/resources/tables.ts';

export interface LocalDatabase {
  readonly endpoint: string;
  /** Name of each table on the server. */
  readonly tables: Readonly<Record<TableName, string>>;
  /** Settings for any SDK client of this server. */
  readonly client: LocalClientConfig;
  /** Ends the server this process started; one that was given by address is left alone. */
  stop(): Promise<void>;
}

export interface LocalClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const READY_WITHIN_MS = 15_000;

/**
 * A DynamoDB-compatible server with all tables: the one at `SLA_DYNAMODB_ENDPOINT`, or the embedded one with its data in
 * a folder.
 * @param folder where the data is kept between runs
 * @param prefix put before each table's name, so that several installations can share a server
 * @throws Error that says what to install when there is no server to start
 */
export async function startDatabase(folder: string, prefix = 'sla-'): Promise<LocalDatabase> {
  const given = process.env['SLA_DYNAMODB_ENDPOINT'];
  if (given !== undefined && given !== '') return connect(given, prefix, async () => {});
  const binary = embeddedBinary();
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url));
  const file = join(folder, 'database.sqlite');
  const child = spawn(
    process.execPath,
    [keeper, binary, 'serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-2000);
  });
  try {
    return await connect(
      `http://127.0.0.1:${port}`,
      prefix,
      () => end(child),
      () => {
        if (child.exitCode !== null)
          throw new Error(`the embedded database ended with ${child.exitCode}: ${said.trim()}`);
      },
    );
  } catch (error) {
    await end(child);
    throw error;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.stdin?.end();
  await gone;
}

async function connect(
  endpoint: string,
  prefix: string,
  stop: () => Promise<void>,
  assertAlive: () => void = () => {},
): Promise<LocalDatabase> {
  const client: LocalClientConfig = {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const dynamo = new DynamoDBClient(client);
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    assertAlive();
    try {
      await dynamo.send(new ListTablesCommand({ Limit: 1 }));
      break;
    } catch (error) {
      if (Date.now() > until) throw new Error(`no DynamoDB-compatible server answers at ${endpoint}`, { cause: error });
      await sleep(25);
    }
  }
  for (const table of TABLES) await ensureTable(dynamo, table, prefix);
  dynamo.destroy();
  const tables = Object.fromEntries(TABLES.map(({ name }) => [name, `${prefix}${name}`])) as Record<TableName, string>;
  return { endpoint, tables, client, stop };
}

async function ensureTable(dynamo: DynamoDBClient, table: TableDefinition, prefix: string): Promise<void> {
  const TableName = `${prefix}${table.name}`;
  try {
    await dynamo.send(new DescribeTableCommand({ TableName }));
    return;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  await dynamo.send(new CreateTableCommand({ TableName, ...tableInput(table) }));
  if (table.timeToLive !== undefined) {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: table.timeToLive };
    await dynamo.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }
}

function tableInput(table: TableDefinition): Omit<CreateTableCommandInput, 'TableName'> {
  const keys = [table, ...table.indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
  const schema = (partitionKey: string, sortKey: string) => [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
  const indexes = table.indexes.map(({ name, partitionKey, sortKey }) => ({
    IndexName: name,
    KeySchema: schema(partitionKey, sortKey),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  return {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set(keys)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: schema(table.partitionKey, table.sortKey),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(table.stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
    }),
  };
}

function embeddedBinary(): string {
  const packaged = () => createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'dynoxide'));
  for (const candidate of [packaged, ...onPath.map((path) => () => path)]) {
    try {
      const path = candidate();
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there: try the next place.
    }
  }
  throw new Error(
    'no local database: the package @dynoxide/linux-x64 is for Linux on x64. On another machine install dynoxide ' +
      '(`cargo install dynoxide-rs`, or Homebrew) so that it is on the PATH, or set SLA_DYNAMODB_ENDPOINT to the address of ' +
      'any DynamoDB-compatible server.',
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no free port');
  return address.port;
}
