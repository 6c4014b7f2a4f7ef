import { ValidationError } from '../../domain/errors.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import type { Source } from './incident-keys.ts';
import type { Item, ItemStore, StoreKey } from './item-store.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
/** Items looked at for one page, when few of them are what was asked for; the caller goes on with the next page. */
const MOST_EXAMINED = 5000;

/**
 * One page over several partitions of an index, merged by their sort key.
 * @throws ValidationError for a limit out of range or a cursor of another form
 */
export async function mergedPage<T>(
  store: ItemStore,
  source: Source,
  request: PageRequest | undefined,
  read: (item: Item) => T | null,
): Promise<Page<T>> {
  const limit = request?.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new ValidationError(`a page holds 1 to ${MAX_LIMIT} items, not ${limit}`, { path: ['limit'] });
  }
  const after = request?.after === undefined ? undefined : readCursor(request.after);
  const pageSize = Math.ceil(limit / source.partitions.length) + 5;
  const streams = source.partitions.map((pk) => new Stream(store, source, pk, after, pageSize));
  const keyOf = (item: Item) => String(item[source.sortKey]);
  const items: T[] = [];
  let last = '';
  for (let examined = 0; ; examined++) {
    const heads = await Promise.all(streams.map((stream) => stream.head()));
    let best = -1;
    for (const [i, head] of heads.entries()) {
      const leader = best < 0 ? undefined : heads[best];
      if (head === undefined) continue;
      if (leader === undefined || keyOf(head) < keyOf(leader) !== source.descending) best = i;
    }
    const item = heads[best];
    if (item === undefined) return { items };
    if (items.length === limit || examined === MOST_EXAMINED) return { items, next: writeCursor(last) };
    streams[best]?.advance();
    last = keyOf(item);
    const value = read(item);
    if (value !== null) items.push(value);
  }
}

/** One partition, read page by page as it is used up. */
class Stream {
  readonly #store: ItemStore;
  readonly #source: Source;
  readonly #pk: string;
  readonly #after: string | undefined;
  readonly #pageSize: number;
  #items: readonly Item[] = [];
  #at = 0;
  #next: StoreKey | 'start' | 'end' = 'start';

  constructor(store: ItemStore, source: Source, pk: string, after: string | undefined, pageSize: number) {
    this.#store = store;
    this.#source = source;
    this.#pk = pk;
    this.#after = after;
    this.#pageSize = pageSize;
  }

  async head(): Promise<Item | undefined> {
    while (this.#at >= this.#items.length && this.#next !== 'end') await this.#load(this.#next);
    return this.#items[this.#at];
  }

  advance(): void {
    this.#at++;
  }

  async #load(from: StoreKey | 'start'): Promise<void> {
    const { index, sortKey, descending, to } = this.#source;
    const after = this.#after;
    const upper = descending ? after : to;
    const lower = descending ? undefined : after;
    const result = await this.#store.query({
      table: 'incidents',
      index,
      pk: this.#pk,
      descending,
      limit: this.#pageSize,
      ...(upper === undefined ? {} : { to: upper }),
      ...(lower === undefined ? {} : { from: lower }),
      ...(from === 'start' ? {} : { after: from }),
    });
    // Bounds are inclusive; the item the page before ended with was seen already.
    this.#items = result.items.filter((item) => item[sortKey] !== after);
    this.#at = 0;
    this.#next = result.last ?? 'end';
  }
}

const CURSOR = /^[0-9]{15}#[A-Za-z0-9-]{1,40}$/;

function writeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('latin1');
  if (CURSOR.test(key)) return key;
  throw new ValidationError(`"${cursor}" is not a cursor of this listing; hand back "next" of the page before`, {
    path: ['after'],
  });
}
