import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { ENTRY_PREFIX } from '../../shared/resources/journal-keys.ts';
import type { LocalDatabase } from './database.ts';
import { readPosition, type StreamPosition, writePosition } from './stream-position.ts';
import { ShardReader, shardIds } from './stream-records.ts';

export interface JournalStreamOptions {
  readonly database: Pick<LocalDatabase, 'client' | 'tables'>;
  /** Keeps how far has been delivered, between runs. */
  readonly folder: string;
  readonly deliver: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse | undefined>;
  readonly onError: (message: string, error?: unknown) => void;
  /** Times the same record may fail before it is set aside with an error. Default 20, over some six minutes. */
  readonly attempts?: number;
  readonly pollMs?: number;
  readonly retryMs?: number;
}

export interface JournalStream {
  /** Resolves when everything written before the call has been delivered. */
  settled(): Promise<void>;
  /** Ends after the batch that is under way. */
  stop(): Promise<void>;
}

const BATCH = 100;
const DEFAULTS = { attempts: 20, pollMs: 100, retryMs: 200 };
const LONGEST_RETRY_MS = 30_000;
const SHARDS_FOR_MS = 10_000;

/**
 * Reads the journal's stream as Lambda's event source does: batches in order, at least once, going on from the first
 * record that failed. What one run did not deliver the next one does.
 */
export async function readJournalStream(options: JournalStreamOptions): Promise<JournalStream> {
  const { database } = options;
  const dynamo = new DynamoDBClient(database.client);
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: database.tables.journal }));
  dynamo.destroy();
  const arn = Table?.LatestStreamArn;
  if (arn === undefined) throw new Error(`the table ${database.tables.journal} has no stream`);
  const delivery = new Delivery(arn, options);
  return { settled: () => delivery.settled(), stop: () => delivery.stop() };
}

class Delivery {
  readonly #options: Required<JournalStreamOptions>;
  readonly #client: DynamoDBStreamsClient;
  readonly #arn: string;
  readonly #readers = new Map<string, ShardReader>();
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #position: StreamPosition;
  #rounds = 0;
  #waiting: { readonly round: number; readonly resolve: () => void }[] = [];
  #described: { readonly at: number; readonly shards: readonly string[] } = { at: 0, shards: [] };
  #failures = 0;
  #batch = BATCH;

  constructor(arn: string, options: JournalStreamOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#client = new DynamoDBStreamsClient(options.database.client);
    this.#arn = arn;
    this.#position = readPosition(options.folder, arn);
    this.#ended = this.#run();
  }

  settled(): Promise<void> {
    // The round that is under way may have read before the call: only one that begins after it counts.
    return new Promise((resolve) => this.#waiting.push({ round: this.#rounds + 1, resolve }));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
    this.#client.destroy();
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const round = ++this.#rounds;
      try {
        let isDone = true;
        for (const shard of await this.#shards()) if (!(await this.#drain(shard))) isDone = false;
        if (isDone) this.#tell(round);
      } catch (error) {
        if (!this.#isStopping) this.#options.onError('the journal stream cannot be read', error);
      }
      const pause = Math.min(this.#options.retryMs * 2 ** Math.max(this.#failures - 1, 0), LONGEST_RETRY_MS);
      await this.#sleep(this.#failures > 0 ? pause : this.#options.pollMs);
    }
    this.#tell(Number.POSITIVE_INFINITY);
  }

  /** Describing a stream costs the server more than reading it, and its shards seldom change. */
  async #shards(): Promise<readonly string[]> {
    if (this.#described.shards.length === 0 || Date.now() - this.#described.at > SHARDS_FOR_MS) {
      this.#described = { at: Date.now(), shards: await shardIds(this.#client, this.#arn) };
    }
    return this.#described.shards;
  }

  #tell(round: number): void {
    for (const waiting of this.#waiting) if (waiting.round <= round) waiting.resolve();
    this.#waiting = this.#waiting.filter((waiting) => waiting.round > round);
  }

  /** @returns whether the shard has been delivered to its present end */
  async #drain(shard: string): Promise<boolean> {
    const reader = this.#readerOf(shard);
    while (!this.#isStopping) {
      const records = await reader.next(this.#position.shards[shard], this.#batch);
      if (records.length === 0) return true;
      const failed = await this.#deliver(records);
      const delivered = records[(failed ?? records.length) - 1];
      if (delivered !== undefined) this.#advance(shard, delivered);
      if (failed === undefined) continue;
      reader.rewind();
      if (!this.#setAside(shard, records.length, records[failed])) return false;
    }
    return false;
  }

  #readerOf(shard: string): ShardReader {
    const known = this.#readers.get(shard);
    if (known !== undefined) return known;
    const onGap = (error: unknown) =>
      this.#options.onError(
        'the server no longer keeps every record since the last run; some were not published',
        error,
      );
    const reader = new ShardReader(this.#client, { StreamArn: this.#arn, ShardId: shard }, onGap);
    this.#readers.set(shard, reader);
    return reader;
  }

  /** @returns the index of the first record that failed; undefined when none did */
  async #deliver(records: readonly DynamoDBRecord[]): Promise<number | undefined> {
    const entries = records.filter(isEntry);
    if (entries.length === 0) return undefined;
    try {
      const answer = await this.#options.deliver({ Records: entries });
      const failed = new Set(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const first = records.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''));
      // An answer that names no record of the batch means the whole of it, as with Lambda.
      return failed.size === 0 ? undefined : Math.max(first, 0);
    } catch (error) {
      this.#options.onError('delivering the journal failed', error);
      return 0;
    }
  }

  #advance(shard: string, { dynamodb }: DynamoDBRecord): void {
    this.#failures = 0;
    this.#batch = Math.min(this.#batch * 2, BATCH);
    const shards = { ...this.#position.shards, [shard]: dynamodb?.SequenceNumber ?? '' };
    this.#position = { streamArn: this.#arn, shards };
    writePosition(this.#options.folder, this.#position);
  }

  /**
   * After a failure the record at which reading goes on is tried alone. When it has failed often enough it is passed over,
   * so that it does not hold up everything behind it for ever.
   * @returns whether it was passed over
   */
  #setAside(shard: string, size: number, record: DynamoDBRecord | undefined): boolean {
    this.#failures += 1;
    this.#batch = 1;
    if (record === undefined || size > 1 || this.#failures < this.#options.attempts) return false;
    this.#options.onError(`set aside after ${this.#failures} attempts: ${JSON.stringify(record.dynamodb?.Keys)}`);
    this.#advance(shard, record);
    return true;
  }

  async #sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }
}

/** The same that the deployed function's filter lets through. */
function isEntry({ eventName, dynamodb }: DynamoDBRecord): boolean {
  return eventName === 'INSERT' && (dynamodb?.Keys?.['sk']?.S?.startsWith(ENTRY_PREFIX) ?? false);
}
