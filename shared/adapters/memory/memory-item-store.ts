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
  TRANSACTION_LIMIT,
  TransactionLost,
  type Write,
} from '../store/item-store.ts';
import { compareKeys, Partition } from './partition.ts';

/** Items in memory, with the same transactions and the same order of keys as the real thing. */
export class MemoryItemStore implements ItemStore {
  readonly #tables = new Map<TableName, Map<string, Partition>>(TABLES.map(({ name }) => [name, new Map()]));

  get(table: TableName, keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.#item(table, key)));
  }

  query({ table, pk, from, to, index, descending, limit, after }: Query): Promise<QueryResult> {
    const { partitionKey, sortKey } = keyNames(table, index);
    const order = orderBy(sortKey);
    const inOrder =
      index === undefined
        ? this.#stretch(table, pk, descending ? from : (after?.['sk'] ?? from), descending ? (after?.['sk'] ?? to) : to)
        : this.#indexed(table, partitionKey, sortKey, pk).filter((item) => isWithin(text(item[sortKey]), from, to));
    const matching = descending ? inOrder.toReversed() : inOrder;
    const isPast = (item: Item) => (descending ? order(item, after as Item) < 0 : order(item, after as Item) > 0);
    const start = after === undefined ? 0 : matching.findIndex(isPast);
    const rest = start < 0 ? [] : matching.slice(start);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    if (last === undefined || items.length === rest.length) return Promise.resolve({ items });
    return Promise.resolve({ items, last: storeKey(last, partitionKey, sortKey) });
  }

  transact(writes: readonly Write[]): Promise<void> {
    if (writes.length > TRANSACTION_LIMIT || new Set(writes.map(place)).size < writes.length) {
      return Promise.reject(
        new RangeError(`a transaction takes ${TRANSACTION_LIMIT} writes, at most one for each item`),
      );
    }
    const failed = writes.flatMap((write, i) => (this.#holds(write) ? [] : [i]));
    if (failed.length > 0) return Promise.reject(new TransactionLost(failed));
    for (const write of writes) {
      if ('put' in write) this.#partition(write.table, write.put.pk).put(write.put);
      else if ('remove' in write) this.#partition(write.table, write.remove.pk).remove(write.remove.sk);
    }
    return Promise.resolve();
  }

  /** Every item of a table, partition by partition in the order of their writing; tests look at the journal through it. */
  items(table: TableName): readonly Item[] {
    return [...this.#table(table).values()].flatMap((partition) => [...partition.items()]);
  }

  #holds(write: Write): boolean {
    return write.when === undefined || conditionHolds(write.when, this.#item(write.table, keyOf(write)));
  }

  #item(table: TableName, { pk, sk }: Key): Item | undefined {
    return this.#table(table).get(pk)?.get(sk);
  }

  #stretch(table: TableName, pk: string, from: string | undefined, to: string | undefined): readonly Item[] {
    return this.#table(table).get(pk)?.range(from, to) ?? [];
  }

  #indexed(table: TableName, partitionKey: string, sortKey: string, pk: string): readonly Item[] {
    const found = this.items(table).filter((item) => item[partitionKey] === pk && item[sortKey] !== undefined);
    return found.sort(orderBy(sortKey));
  }

  #table(name: TableName): Map<string, Partition> {
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`there is no table ${name}`);
    return table;
  }

  #partition(table: TableName, pk: string): Partition {
    const partitions = this.#table(table);
    const partition = partitions.get(pk) ?? new Partition();
    partitions.set(pk, partition);
    return partition;
  }
}

function orderBy(sortKey: string): (a: Item, b: Item) => number {
  return (a, b) =>
    compareKeys(text(a[sortKey]), text(b[sortKey])) || compareKeys(a.pk, b.pk) || compareKeys(a.sk, b.sk);
}

function isWithin(key: string, from: string | undefined, to: string | undefined): boolean {
  return (from === undefined || compareKeys(key, from) >= 0) && (to === undefined || compareKeys(key, to) <= 0);
}

function keyOf(write: Write): Key {
  return 'put' in write ? write.put : 'remove' in write ? write.remove : write.check;
}

function place(write: Write): string {
  const { pk, sk } = keyOf(write);
  return `${write.table}\u0000${pk}\u0000${sk}`;
}

function conditionHolds(when: Condition, stored: Item | undefined): boolean {
  if ('absent' in when) return stored === undefined;
  return stored !== undefined && Object.entries(when.equals).every(([name, value]) => stored[name] === value);
}

function keyNames(table: TableName, index: string | undefined): { partitionKey: string; sortKey: string } {
  if (index === undefined) return { partitionKey: 'pk', sortKey: 'sk' };
  const found = TABLES.find(({ name }) => name === table)?.indexes.find(({ name }) => name === index);
  if (found === undefined) throw new RangeError(`table ${table} has no index ${index}`);
  return found;
}

function storeKey(item: Item, ...names: readonly string[]): StoreKey {
  return Object.fromEntries(['pk', 'sk', ...names].map((name) => [name, text(item[name])]));
}

function text(value: unknown): string {
  return String(value);
}
