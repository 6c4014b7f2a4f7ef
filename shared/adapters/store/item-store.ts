import type { TableName } from '../../resources/tables.ts';

/** Primary key of an item, in every table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What a table can hold here: text, numbers, booleans and bytes, under the names the repositories choose. */
export type Item = Key & { readonly [attribute: string]: string | number | boolean | Uint8Array | undefined };

/** On what a write depends: that there is no such item, or that stored attributes have these values. */
export type Condition = { readonly absent: true } | { readonly equals: Readonly<Record<string, string | number>> };

export type Write =
  | { readonly table: TableName; readonly put: Item; readonly when?: Condition }
  | { readonly table: TableName; readonly remove: Key; readonly when?: Condition }
  | { readonly table: TableName; readonly check: Key; readonly when: Condition };

/** A stretch of one partition in sort key order, bounds included. */
export interface Query {
  readonly table: TableName;
  readonly pk: string;
  readonly from?: string;
  readonly to?: string;
  /** Name of an index, whose keys then play the part of `pk` and `sk`. */
  readonly index?: string;
  readonly descending?: boolean;
  readonly limit?: number;
  readonly after?: StoreKey;
}

/** Where a query stopped: the key attributes of the last item, those of its index included. */
export type StoreKey = Readonly<Record<string, string>>;

export interface QueryResult {
  readonly items: readonly Item[];
  /** Present when there may be more. */
  readonly last?: StoreKey;
}

/**
 * The little that the repositories need of a key-value store with transactions. One implementation keeps items in memory,
 * the other in DynamoDB; keys, conditions and the journal are written once, above it.
 */
export interface ItemStore {
  /** Consistent reads, in the order asked for. */
  get(table: TableName, keys: readonly Key[]): Promise<readonly (Item | undefined)[]>;
  query(query: Query): Promise<QueryResult>;
  /**
   * All or nothing; at most 100 writes.
   * @throws TransactionLost when a condition does not hold or another transaction is at the same items
   */
  transact(writes: readonly Write[]): Promise<void>;
}

/** Writes one transaction may carry. */
export const TRANSACTION_LIMIT = 100;

/** A condition failed. `failed` are the indexes of the writes whose condition did; empty: a passing collision, try again. */
export class TransactionLost extends Error {
  readonly failed: readonly number[];

  constructor(failed: readonly number[], cause?: unknown) {
    super(`the transaction was lost at writes ${failed.join(', ') || '(collision)'}`, { cause });
    this.name = 'TransactionLost';
    this.failed = failed;
  }
}

/** Every item of a query, page after page. */
export async function queryAll(store: ItemStore, query: Query): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after = query.after;
  do {
    const page: QueryResult = await store.query(after === undefined ? query : { ...query, after });
    items.push(...page.items);
    after = page.last;
  } while (after !== undefined);
  return items;
}
