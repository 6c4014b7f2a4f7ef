import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';

/** Shards of a stream, parents before the shards they were split into. */
export async function shardIds(client: DynamoDBStreamsClient, StreamArn: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let ExclusiveStartShardId: string | undefined;
  do {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId }));
    ids.push(...(StreamDescription?.Shards ?? []).flatMap(({ ShardId }) => ShardId ?? []));
    ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
  } while (ExclusiveStartShardId !== undefined);
  return ids;
}

/** Reads one shard from a place on. Keeps the iterator between calls and gets a new one when that has expired. */
export class ShardReader {
  readonly #client: DynamoDBStreamsClient;
  readonly #place: { readonly StreamArn: string; readonly ShardId: string };
  readonly #onGap: (error: unknown) => void;
  #iterator: string | undefined;

  /** @param onGap told when records after the place were no longer kept, so that some may have been missed */
  constructor(
    client: DynamoDBStreamsClient,
    place: { readonly StreamArn: string; readonly ShardId: string },
    onGap: (error: unknown) => void,
  ) {
    this.#client = client;
    this.#place = place;
    this.#onGap = onGap;
  }

  /** The next records, oldest first. @param after sequence number of the last record that was delivered */
  async next(after: string | undefined, limit: number): Promise<readonly DynamoDBRecord[]> {
    try {
      this.#iterator ??= await this.#iteratorAfter(after);
      if (this.#iterator === undefined) return [];
      const { Records, NextShardIterator } = await this.#client.send(
        new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: limit }),
      );
      this.#iterator = NextShardIterator;
      return (Records ?? []).map(lambdaRecord);
    } catch (error) {
      this.rewind();
      if (error instanceof ExpiredIteratorException) return this.next(after, limit);
      throw error;
    }
  }

  /** Forgets how far it has read: the next call begins at its own place. */
  rewind(): void {
    this.#iterator = undefined;
  }

  async #iteratorAfter(after: string | undefined): Promise<string | undefined> {
    const from = (place: { ShardIteratorType: 'TRIM_HORIZON' | 'AFTER_SEQUENCE_NUMBER'; SequenceNumber?: string }) =>
      this.#client
        .send(new GetShardIteratorCommand({ ...this.#place, ...place }))
        .then(({ ShardIterator }) => ShardIterator);
    if (after === undefined) return from({ ShardIteratorType: 'TRIM_HORIZON' });
    try {
      return await from({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after });
    } catch (error) {
      if (!(error instanceof TrimmedDataAccessException)) throw error;
      this.#onGap(error);
      return from({ ShardIteratorType: 'TRIM_HORIZON' });
    }
  }
}

/** A record as Lambda hands it over: instants in seconds. The journal holds no bytes, so attributes look the same. */
function lambdaRecord({ dynamodb, ...record }: StreamRecord): DynamoDBRecord {
  const { ApproximateCreationDateTime, ...image } = dynamodb ?? {};
  const seconds = ApproximateCreationDateTime === undefined ? 0 : ApproximateCreationDateTime.getTime() / 1000;
  return { ...record, dynamodb: { ...image, ApproximateCreationDateTime: seconds } } as DynamoDBRecord;
}
