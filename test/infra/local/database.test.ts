import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDatabase } from '../../../infra/local/database.ts';
import { sha256 } from '../../../shared/adapters/sha256.ts';
import { StoredDowntimeRepository } from '../../../shared/adapters/store/stored-downtime-repository.ts';
import { StoredJournalReader } from '../../../shared/adapters/store/stored-journal-reader.ts';
import { verifyChain } from '../../../shared/domain/journal/chain.ts';
import { everyPage } from '../../../shared/ports/page.ts';
import { storeOf } from './scratch-database.ts';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));
const SERVICE = { contractRef: 'c', serviceRef: 'web' };
const clock = { now: () => 1_779_000_000_000 };

let folder: string;
let started: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sla-database-'));
  started = [];
});

afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  await serversGone();
  await rm(folder, { recursive: true });
});

/** Process ids of the keepers and servers whose data is in this test's folder. */
function servers(): readonly string[] {
  const listing = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return listing.split('\n').filter((line) => line.includes(join(folder, 'database.sqlite')));
}

async function serversGone(): Promise<void> {
  for (let i = 0; i < 100 && servers().length > 0; i++) await sleep(50);
}

/** A process that writes until it is stopped, and what it said to have stored. */
async function writer(): Promise<{ readonly child: ChildProcess; readonly said: string[] }> {
  const child = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on('line', (line) => said.push(line));
  while (said.length < 30) await once(lines, 'line');
  return { child, said };
}

async function stored() {
  const database = await startDatabase(folder);
  const store = storeOf(database);
  const { outages } = await new StoredDowntimeRepository(store, clock).history(SERVICE, { start: 0, end: 1_000_000 });
  const entries = await everyPage((page) => new StoredJournalReader(store).entries('downtime/c/web', page));
  await database.stop();
  return { outages, entries };
}

describe('the local database', () => {
  it('ends with its parent, and keeps what it has acknowledged, when the parent is killed', async () => {
    const { child, said } = await writer();
    child.kill('SIGKILL');
    await serversGone();
    expect(servers()).toEqual([]);
    const { outages, entries } = await stored();
    const ids = outages.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(said.slice(1)));
    expect(entries.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(verifyChain(entries, sha256)).toBeUndefined();
  });

  it('keeps what it has acknowledged when the server itself is killed in the middle of writing', async () => {
    const { child, said } = await writer();
    const server = servers().find((line) => line.includes(' serve ') && !line.includes('keeper.ts'));
    process.kill(Number(server?.trim().split(' ')[0]), 'SIGKILL');
    await sleep(100);
    child.kill('SIGKILL');
    await serversGone();
    const { outages, entries } = await stored();
    expect(outages.map(({ id }) => id)).toEqual(expect.arrayContaining(said.slice(1)));
    expect(entries).toHaveLength(outages.length);
    expect(verifyChain(entries, sha256)).toBeUndefined();
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with a parent that gets %s', async (signal) => {
    const { child } = await writer();
    child.kill(signal);
    await serversGone();
    expect(servers()).toEqual([]);
  });

  it('keeps everything over a stop and a start, and starts twice without harm', async () => {
    const first = await startDatabase(folder);
    const downtime = new StoredDowntimeRepository(storeOf(first), clock);
    const record = { id: 'a', source: 'import', start: 1, end: 2, scope: 'all-users', environment: 'p' } as const;
    await downtime.addOutages(SERVICE, [{ record, events: [] }]);
    await first.stop();
    expect(servers()).toEqual([]);
    expect((await stored()).outages).toEqual([record]);
  });

  it('refuses a folder that another process is using', async () => {
    const first = await startDatabase(folder);
    await expect(startDatabase(folder)).rejects.toThrow('in use by another process');
    await first.stop();
  });
});
