import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LocalOutbox } from '../../infra/local/outbox.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { type ScratchDatabase, scratchDatabase } from '../infra/local/scratch-database.ts';
import { processesOf, start } from '../infra/local/started-runtime.ts';
import { deskOn, Recorder, report } from './many-incidents.ts';
import type { BenchRow } from './row.ts';

const INCIDENTS = 100_000;
const BATCH = 100;

/** A start of the local runtime that finds so many open incidents and their schedules. */
export async function openIncidents(): Promise<readonly BenchRow[]> {
  const scratch = await scratchDatabase();
  try {
    await deskOn(scratch.store, systemClock);
    await scratch.database.stop();
    const empty = await startOn(scratch.folder);
    await scratch.restart();
    await fill(scratch);
    await scratch.database.stop();
    const full = await startOn(scratch.folder);
    const count = INCIDENTS.toLocaleString('en-US');
    return [
      { name: 'start of the local runtime, nothing open', measured: empty.seconds, unit: 's' },
      { name: `start of the local runtime, ${count} incidents open`, measured: full.seconds, unit: 's' },
      { name: 'its memory, nothing open', measured: empty.runtimeMb, unit: 'MB' },
      { name: `its memory, ${count} incidents open`, measured: full.runtimeMb, unit: 'MB' },
      { name: `its database's memory, ${count} incidents open`, measured: full.databaseMb, unit: 'MB' },
    ];
  } finally {
    await scratch.remove();
  }
}

interface Start {
  readonly seconds: number;
  readonly runtimeMb: number;
  readonly databaseMb: number;
}

async function startOn(folder: string): Promise<Start> {
  const began = performance.now();
  const { child, url, end } = await start(folder, '--no-demo');
  const seconds = (performance.now() - began) / 1000;
  const response = await fetch(`${url}/incidents?limit=1`);
  if (!response.ok) throw new Error(`the runtime answered with ${response.status}`);
  const server = processesOf(folder).find((line) => line.includes(' serve ') && !line.includes('keeper.ts'));
  const memory = { runtimeMb: peakMb(child.pid), databaseMb: peakMb(Number(server?.trim().split(' ')[0])) };
  await end('SIGTERM');
  return { seconds, ...memory };
}

/** Writes the incidents as reports leave them, many to a transaction, and sets their schedules. */
async function fill({ folder, store }: ScratchDatabase): Promise<void> {
  const recorder = new Recorder();
  const recording = await deskOn(recorder, systemClock);
  recorder.taken();
  new LocalOutbox(folder).close();
  const outbox = new DatabaseSync(join(folder, 'outbox.sqlite'));
  const schedule = outbox.prepare('INSERT INTO schedule (name, at, body) VALUES (?, ?, ?)');
  outbox.exec('BEGIN');
  for (let from = 0; from < INCIDENTS; from += BATCH) {
    for (let i = from; i < from + BATCH; i++) {
      const { incident } = await report(recording, `open-${i}`);
      for (const one of incident.schedules) schedule.run(one.name, one.at, JSON.stringify(one));
    }
    const writes = recorder.taken().flat();
    await store.transact(writes.filter(({ table }) => table === 'incidents'));
  }
  outbox.exec('COMMIT');
  outbox.close();
}

/** NaN where the system does not tell. */
function peakMb(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
