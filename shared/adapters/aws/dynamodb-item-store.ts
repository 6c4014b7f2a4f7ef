import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../../resources/tables.ts';
import { TABLES } from '../../resources/tables.ts';
import {
  type Condition,
  type Item,
  type ItemStore,
  type Key,
  type Query,
  type QueryResult,
  type StoreKey,
  TransactionLost,
  type Write,
} from '../store/item-store.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const BATCH_GET_LIMIT = 100;
/** Reasons of a cancelled transaction that pass by themselves. */
const COLLISIONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Items in DynamoDB. Throttling and transient faults are retried by the SDK. */
export class DynamoDbItemStore implements ItemStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #nameOf: (table: TableName) => string;

  constructor(client: DynamoDBClient, nameOf: (table: TableName) => string) {
    this.#client = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    this.#nameOf = nameOf;
  }

  async get(table: TableName, keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
    const found = new Map<string, Item>();
    const distinct = [...new Map(keys.map(({ pk, sk }) => [id({ pk, sk }), { pk, sk }])).values()];
    for (let at = 0; at < distinct.length; at += BATCH_GET_LIMIT) {
      let asked: readonly Key[] = distinct.slice(at, at + BATCH_GET_LIMIT);
      for (let attempt = 0; asked.length > 0; attempt++) {
        if (attempt > 0) await sleep(Math.min(20 * 2 ** attempt, 1000) * Math.random());
        const name = this.#nameOf(table);
        const answer = await this.#client.send(
          new BatchGetCommand({
            RequestItems: { [name]: { Keys: asked.map((key) => ({ ...key })), ConsistentRead: true } },
          }),
        );
        for (const item of answer.Responses?.[name] ?? []) found.set(id(item as Item), item as Item);
        asked = (answer.UnprocessedKeys?.[name]?.Keys ?? []) as Key[];
      }
    }
    return keys.map((key) => found.get(id(key)));
  }

  async query({ table, pk, from, to, index, descending, limit, after }: Query): Promise<QueryResult> {
    const { partitionKey, sortKey } = keyNames(table, index);
    const range =
      from !== undefined && to !== undefined
        ? ' AND #sk BETWEEN :from AND :to'
        : from !== undefined
          ? ' AND #sk >= :from'
          : to !== undefined
            ? ' AND #sk <= :to'
            : '';
    const answer = await this.#client.send(
      new QueryCommand({
        TableName: this.#nameOf(table),
        IndexName: index,
        KeyConditionExpression: `#pk = :pk${range}`,
        ExpressionAttributeNames: { '#pk': partitionKey, ...(range === '' ? {} : { '#sk': sortKey }) },
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        ScanIndexForward: !descending,
        ConsistentRead: index === undefined,
        Limit: limit,
        ExclusiveStartKey: after,
      }),
    );
    const items = (answer.Items ?? []) as Item[];
    return answer.LastEvaluatedKey === undefined ? { items } : { items, last: answer.LastEvaluatedKey as StoreKey };
  }

  async transact(writes: readonly Write[]): Promise<void> {
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems: writes.map((write) => this.#item(write)) }));
    } catch (error) {
      // The first sending of this very transaction is still under way; conditions tell a new one what became of it.
      if (error instanceof TransactionInProgressException) throw new TransactionLost([], error);
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
      const failed = codes.flatMap((code, i) => (code === 'ConditionalCheckFailed' ? [i] : []));
      if (failed.length > 0) throw new TransactionLost(failed, error);
      if (codes.some((code) => COLLISIONS.has(code))) throw new TransactionLost([], error);
      throw error;
    }
  }

  #item(write: Write): TransactItem {
    const TableName = this.#nameOf(write.table);
    const condition = write.when === undefined ? {} : conditionOf(write.when);
    if ('put' in write) return { Put: { TableName, Item: write.put, ...condition } };
    if ('remove' in write) return { Delete: { TableName, Key: write.remove, ...condition } };
    return { ConditionCheck: { TableName, Key: write.check, ...conditionOf(write.when) } };
  }
}

function conditionOf(when: Condition) {
  if ('absent' in when) return { ConditionExpression: 'attribute_not_exists(pk)' };
  const entries = Object.entries(when.equals);
  return {
    ConditionExpression: entries.map((_, i) => `#c${i} = :c${i}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name], i) => [`#c${i}`, name])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], i) => [`:c${i}`, value])),
  };
}

function keyNames(table: TableName, index: string | undefined): { partitionKey: string; sortKey: string } {
  if (index === undefined) return { partitionKey: 'pk', sortKey: 'sk' };
  const found = TABLES.find(({ name }) => name === table)?.indexes.find(({ name }) => name === index);
  if (found === undefined) throw new RangeError(`table ${table} has no index ${index}`);
  return found;
}

function id({ pk, sk }: Key): string {
  return `${pk}\u0000${sk}`;
}
