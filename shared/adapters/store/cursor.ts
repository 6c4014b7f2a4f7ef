import { ValidationError } from '../../domain/errors.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import type { Item, ItemStore, Query, StoreKey } from './item-store.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/**
 * One page of a query, read as domain values.
 * @throws ValidationError for a limit out of range or a cursor that was not made by this listing
 */
export async function pageOf<T>(
  store: ItemStore,
  query: Omit<Query, 'limit' | 'after' | 'index'>,
  request: PageRequest | undefined,
  read: (item: Item) => T,
): Promise<Page<T>> {
  const limit = request?.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new ValidationError(`a page holds 1 to ${MAX_LIMIT} items, not ${limit}`, { path: ['limit'] });
  }
  const after = request?.after === undefined ? undefined : readCursor(request.after, query);
  const result = await store.query({ ...query, limit, ...(after === undefined ? {} : { after }) });
  const items = result.items.map(read);
  return result.last === undefined ? { items } : { items, next: writeCursor(result.last) };
}

function writeCursor(key: StoreKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function readCursor(cursor: string, { pk, from, to }: Pick<Query, 'pk' | 'from' | 'to'>): StoreKey {
  const refuse = (cause?: unknown) =>
    new ValidationError(`"${cursor}" is not a cursor of this listing; hand back "next" of the page before`, {
      path: ['after'],
      cause,
    });
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw refuse(cause);
  }
  // The place must lie inside the listing, or a caller could walk into another one.
  if (typeof key !== 'object' || key === null || Object.keys(key).sort().join() !== 'pk,sk') throw refuse();
  const { pk: partition, sk } = key as Record<string, unknown>;
  if (partition !== pk || typeof sk !== 'string' || sk === '') throw refuse();
  if ((from !== undefined && sk < from) || (to !== undefined && sk > to)) throw refuse();
  return { pk, sk };
}
