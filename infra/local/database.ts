import { type ChildProcess, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { TABLES, type TableName } from '../../shared/resources/tables.ts';
import { ensureTable } from './database-tables.ts';
import { indexStreamRecords } from './stream-index.ts';

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
const PORT_ATTEMPTS = 5;
const DATABASE_FILE = 'database.sqlite';

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
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = startServer(binary, folder, port);
    try {
      await announced(child);
      indexStreamRecords(join(folder, DATABASE_FILE));
      return await connect(`http://127.0.0.1:${port}`, prefix, () => end(child));
    } catch (error) {
      await end(child);
      // Somebody else took the port between choosing it and using it.
      if (attempt === PORT_ATTEMPTS || !String(error).includes(`port ${port} is already in use`)) throw error;
    }
  }
}

/** In a group of its own: Ctrl-C in a terminal must not end the database while the runtime still writes. */
function startServer(binary: string, folder: string, port: number): ChildProcess {
  const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url));
  const file = join(realpathSync(folder), DATABASE_FILE);
  const lock = `sla-database-${hash('sha256', file, 'hex').slice(0, 32)}`;
  const server = [binary, 'serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file];
  return spawn(process.execPath, [keeper, lock, ...server], { stdio: ['pipe', 'ignore', 'pipe'], detached: true });
}

/** Waits until the server says that it listens: whatever else may answer at its port before is not it. */
async function announced(child: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the embedded database did not start: ${said}`)), READY_WITHIN_MS);
    child.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(-2000);
      if (!said.includes('listening on')) return;
      clearTimeout(late);
      resolve();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(late);
      reject(new Error(`the embedded database ended with ${code}: ${said.trim()}`));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.stdin?.end();
  await gone;
}

async function connect(endpoint: string, prefix: string, stop: () => Promise<void>): Promise<LocalDatabase> {
  const client: LocalClientConfig = {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const dynamo = new DynamoDBClient(client);
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await dynamo.send(new ListTablesCommand({ Limit: 1 }));
      break;
    } catch (error) {
      if (Date.now() > until) throw new Error(`no DynamoDB-compatible server answers at ${endpoint}`, { cause: error });
      await sleep(25);
    }
  }
  for (const table of TABLES) await ensureTable(dynamo, table, `${prefix}${table.name}`);
  dynamo.destroy();
  const tables = Object.fromEntries(TABLES.map(({ name }) => [name, `${prefix}${name}`])) as Record<TableName, string>;
  return { endpoint, tables, client, stop };
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
