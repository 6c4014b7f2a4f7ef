/** One page of a listing by key. `next` is opaque; hand it back as `after` to go on. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface PageRequest {
  /** 1 to 1000; default 100. */
  readonly limit?: number;
  readonly after?: string;
}

/** Reads a listing to its end, a thousand items at a time. */
export async function everyPage<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page: Page<T> = await read({ limit: 1000, ...(after !== undefined && { after }) });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
