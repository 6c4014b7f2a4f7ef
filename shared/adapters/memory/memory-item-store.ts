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

/** Items in memory, with the same transactions and the same order of keys (by UTF-8 bytes) as the real thing. */
export class MemoryItemStore implements ItemStore {
  readonly #tables = new Map<TableName, Map<string, Item>>(TABLES.map(({ name }) => [name, new Map()]));

  get(table: TableName, keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.#table(table).get(id(key))));
  }

  query({ table, pk, from, to, index, descending, limit, after }: Query): Promise<QueryResult> {
    const { partitionKey, sortKey } = keyNames(table, index);
    const order = (a: Item, b: Item) =>
      compare(text(a[sortKey]), text(b[sortKey])) || compare(a.pk, b.pk) || compare(a.sk, b.sk);
    const matching = [...this.#table(table).values()]
      .filter((item) => item[partitionKey] === pk && item[sortKey] !== undefined)
      .filter((item) => from === undefined || compare(text(item[sortKey]), from) >= 0)
      .filter((item) => to === undefined || compare(text(item[sortKey]), to) <= 0)
      .sort((a, b) => (descending ? order(b, a) : order(a, b)));
    const rest =
      after === undefined
        ? matching
        : matching.filter((item) => (descending ? order(item, after as Item) < 0 : order(item, after as Item) > 0));
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
      if ('put' in write) this.#table(write.table).set(id(write.put), write.put);
      else if ('remove' in write) this.#table(write.table).delete(id(write.remove));
    }
    return Promise.resolve();
  }

  /** Every item of a table in the order of its writing; tests look at the journal through it. */
  items(table: TableName): readonly Item[] {
    return [...this.#table(table).values()];
  }

  #holds(write: Write): boolean {
    return write.when === undefined || conditionHolds(write.when, this.#table(write.table).get(id(keyOf(write))));
  }

  #table(name: TableName): Map<string, Item> {
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`there is no table ${name}`);
    return table;
  }
}

function keyOf(write: Write): Key {
  return 'put' in write ? write.put : 'remove' in write ? write.remove : write.check;
}

function place(write: Write): string {
  return `${write.table}\u0000${id(keyOf(write))}`;
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

function id({ pk, sk }: Key): string {
  return `${pk}\u0000${sk}`;
}

function text(value: unknown): string {
  return String(value);
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
