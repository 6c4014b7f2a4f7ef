import type { Item } from '../store/item-store.ts';

/** The items of one partition key, in the order of their sort keys. */
export class Partition {
  readonly #items = new Map<string, Item>();
  #order: readonly string[] | undefined;

  get(sk: string): Item | undefined {
    return this.#items.get(sk);
  }

  put(item: Item): void {
    if (!this.#items.has(item.sk)) this.#order = undefined;
    this.#items.set(item.sk, item);
  }

  remove(sk: string): void {
    if (this.#items.delete(sk)) this.#order = undefined;
  }

  items(): Iterable<Item> {
    return this.#items.values();
  }

  /** Items from one sort key to another, both included. */
  range(from: string | undefined, to: string | undefined): readonly Item[] {
    this.#order ??= [...this.#items.keys()].sort(compareKeys);
    const first = from === undefined ? 0 : this.#placeOf(from, 0);
    const end = to === undefined ? this.#order.length : this.#placeOf(to, 1);
    return this.#order.slice(first, end).map((sk) => this.#items.get(sk) as Item);
  }

  /** How many keys come before this one (`equal` 0), or before and at it (1). */
  #placeOf(sk: string, equal: 0 | 1): number {
    const order = this.#order ?? [];
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareKeys(order[middle] ?? '', sk) < equal) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The database's order of text: by its UTF-8 bytes, which differs from JavaScript's own beyond the basic plane. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
