import type { Json } from '../json.ts';

function at(data: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const members = value as { readonly [key: string]: Json | undefined };
    value = Object.hasOwn(members, key) ? members[key] : undefined;
  }
  return value;
}

/** A text member of a journal entry's data, if it is there. */
export function textAt(data: Json, path: readonly string[]): string | undefined {
  const value = at(data, path);
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(data: Json, path: readonly string[]): number | undefined {
  const value = at(data, path);
  return typeof value === 'number' ? value : undefined;
}

export function isAt(data: Json, path: readonly string[]): boolean {
  return at(data, path) === true;
}

/** Texts of a list; members that are objects are read by their `text` or `reason`. */
export function listAt(data: Json, path: readonly string[]): readonly string[] {
  const value = at(data, path);
  if (!Array.isArray(value)) return [];
  return value.map((item: Json) =>
    typeof item === 'string' ? item : (textAt(item, ['text']) ?? textAt(item, ['reason']) ?? JSON.stringify(item)),
  );
}

/** The members of a list; none when there is no list. */
export function membersAt(data: Json, path: readonly string[]): readonly Json[] {
  const value = at(data, path);
  return Array.isArray(value) ? value : [];
}
