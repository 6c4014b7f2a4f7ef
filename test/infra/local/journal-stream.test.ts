import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type JournalStream,
  type JournalStreamOptions,
  readJournalStream,
} from '../../../infra/local/journal-stream.ts';
import { JournalWriter } from '../../../shared/adapters/store/journal-writer.ts';
import { type ScratchDatabase, scratchDatabase } from './scratch-database.ts';

let scratch: ScratchDatabase;
let streams: JournalStream[] = [];
let writer: JournalWriter;
let written = 0;
const aggregate = 'ledger/stream';

beforeAll(async () => {
  scratch = await scratchDatabase();
  writer = new JournalWriter(scratch.store, { now: () => 1_779_000_000_000 });
});

afterEach(async () => {
  await Promise.all(streams.map((stream) => stream.stop()));
  streams = [];
});

afterAll(() => scratch?.remove());

/** @returns ids of the entries written */
async function write(count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => `entry-${++written}`);
  for (let at = 0; at < count; at += 50) {
    const events = ids.slice(at, at + 50).map((id) => ({ id, type: 'sla.test.v1', at: 1, subject: 's', data: {} }));
    await writer.commit([], aggregate, events);
  }
  return ids;
}

function idOf(record: DynamoDBStreamEvent['Records'][number]): string {
  return JSON.parse(record.dynamodb?.NewImage?.['body']?.S ?? '').id;
}

/** A reader that notes what is delivered, with an answer of the test's choice. */
async function reader(
  folder: string,
  options: {
    readonly answer?: (event: DynamoDBStreamEvent, call: number) => Promise<DynamoDBBatchResponse | undefined>;
  } & Partial<JournalStreamOptions> = {},
) {
  const batches: string[][] = [];
  const errors: string[] = [];
  const { answer, ...more } = options;
  const stream = await readJournalStream({
    database: scratch.database,
    folder,
    deliver: async (event) => {
      batches.push(event.Records.map(idOf));
      return answer?.(event, batches.length);
    },
    onError: (message) => errors.push(message),
    pollMs: 10,
    retryMs: 5,
    ...more,
  });
  streams.push(stream);
  return { stream, batches, errors, ids: () => batches.flat() };
}

/** A folder for a position that starts at what is written from now on. */
async function caughtUp(): Promise<string> {
  const folder = await mkdtemp(join(scratch.folder, 'position-'));
  const { stream } = await reader(folder);
  await stream.settled();
  await stream.stop();
  return folder;
}

const failing = (...sequences: (string | undefined)[]): DynamoDBBatchResponse => ({
  batchItemFailures: sequences.map((itemIdentifier) => ({ itemIdentifier: itemIdentifier ?? '' })),
});

describe('the journal stream', () => {
  it('delivers every entry in order and nothing else of the table', async () => {
    const ids = await write(230);
    const folder = await mkdtemp(join(scratch.folder, 'position-'));
    const { stream, batches, ids: seen } = await reader(folder);
    await stream.settled();
    expect(seen()).toEqual(ids);
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(100);
    const more = await write(3);
    await stream.settled();
    expect(seen()).toEqual([...ids, ...more]);
  });

  it('goes on where it stopped after a restart of reader and database', async () => {
    const folder = await caughtUp();
    const before = await write(3);
    const first = await reader(folder);
    await first.stream.settled();
    await first.stream.stop();
    const after = await write(2);
    await scratch.restart();
    writer = new JournalWriter(scratch.store, { now: () => 1_779_000_000_000 });
    const second = await reader(folder);
    await second.stream.settled();
    expect(first.ids()).toEqual(before);
    expect(second.ids()).toEqual(after);
  });

  it('repeats from the first record that the answer names', async () => {
    const folder = await caughtUp();
    const ids = await write(5);
    const {
      stream,
      batches,
      ids: seen,
    } = await reader(folder, {
      answer: async ({ Records }, call) => (call === 1 ? failing(Records[2]?.dynamodb?.SequenceNumber) : undefined),
    });
    await stream.settled();
    expect(batches[0]).toEqual(ids);
    expect(seen().slice(5)).toEqual(ids.slice(2));
  });

  it('loses nothing when the handler throws, or the process dies before its answer', async () => {
    const folder = await caughtUp();
    const ids = await write(4);
    const broken = await reader(folder, { answer: () => Promise.reject(new Error('down')) });
    while (broken.batches.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await broken.stream.stop();
    expect(broken.errors[0]).toContain('failed');
    const { stream, ids: seen } = await reader(folder);
    await stream.settled();
    expect(seen()).toEqual(ids);
  });

  it('sets one record aside that fails again and again, and says so', async () => {
    const folder = await caughtUp();
    const ids = await write(4);
    const poison = ids[1] as string;
    const {
      stream,
      ids: seen,
      errors,
    } = await reader(folder, {
      attempts: 3,
      answer: async ({ Records }) => {
        const bad = Records.find((record) => idOf(record) === poison);
        return bad && failing(bad.dynamodb?.SequenceNumber);
      },
    });
    await stream.settled();
    expect(seen().filter((id) => id === poison)).toHaveLength(3);
    expect(new Set(seen())).toEqual(new Set(ids));
    expect(errors).toEqual([expect.stringContaining('set aside')]);
  });

  it('begins anew with a database that has been deleted, whatever position is left', async () => {
    const folder = await caughtUp();
    const other = await scratchDatabase();
    await new JournalWriter(other.store, { now: () => 1 }).commit([], 'ledger/x', [
      { id: 'fresh', type: 'sla.test.v1', at: 1, subject: 's', data: {} },
    ]);
    const { stream, ids: seen } = await reader(folder, { database: other.database });
    await stream.settled();
    await stream.stop();
    await other.remove();
    expect(seen()).toEqual(['fresh']);
  });
});
