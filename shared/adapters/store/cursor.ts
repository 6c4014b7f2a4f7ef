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
  query: Omit<Query, 'limit' | 'after'>,
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

function readCursor(cursor: string, query: Pick<Query, 'pk' | 'index'>): StoreKey {
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
  if (typeof key !== 'object' || key === null || Array.isArray(key)) throw refuse();
  const entries = Object.entries(key);
  if (entries.length < 2 || entries.some(([, value]) => typeof value !== 'string')) throw refuse();
  // A cursor names its partition; without this a caller could walk into another one.
  if (!entries.some(([, value]) => value === query.pk)) throw refuse();
  return Object.fromEntries(entries) as StoreKey;
}
