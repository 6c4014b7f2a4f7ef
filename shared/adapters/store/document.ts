import { canonicalJson, type Json } from '../../domain/json.ts';
import type { Item } from './item-store.ts';

/** The document an item holds, as it was written: order of members included. */
export function bodyOf<T>(item: Item): T {
  return JSON.parse(String(item['body'])) as T;
}

/** Whether two documents say the same, whatever the order of their members. */
export function isSameDocument(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) === canonicalJson(b as Json);
}
