import { canonicalJson, type Json } from '../../domain/json.ts';
import type { Item } from './item-store.ts';

/** Form of the items written here. Members may be added within it; a form that older code would misread gets the next. */
export const SCHEMA = 1;

/**
 * The document an item holds, as it was written: order of members included, members unknown here too.
 * @throws Error for an item in a form of a later version of the product
 */
export function bodyOf<T>(item: Item): T {
  assertReadable(item);
  return JSON.parse(String(item['body'])) as T;
}

/** @throws Error for an item in a form of a later version of the product */
export function assertReadable(item: Item): void {
  if (Number(item['schema'] ?? SCHEMA) > SCHEMA) {
    throw new Error(
      `${item.pk} ${item.sk} is stored in form ${item['schema']}, written by a later version; this one reads ${SCHEMA}`,
    );
  }
}

/** Whether two documents say the same, whatever the order of their members. */
export function isSameDocument(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) === canonicalJson(b as Json);
}
