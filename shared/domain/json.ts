/** What JSON can carry. `undefined` members are left out when written. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * One text for one value: members sorted by name, no white space, absent members left out. Used wherever a hash must not
 * depend on the order in which an object was put together.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

/** `T` where a member that may be undefined may instead be absent, at every depth. */
export type Defined<T> = T extends readonly unknown[]
  ? { [I in keyof T]: Defined<T[I]> }
  : T extends object
    ? { [K in keyof T as undefined extends T[K] ? never : K]: Defined<T[K]> } & {
        [K in keyof T as undefined extends T[K] ? K : never]?: Defined<Exclude<T[K], undefined>>;
      }
    : T;

/** Plain data without its undefined members, which a schema's optional members leave behind. */
export function defined<T>(value: T): Defined<T> {
  if (Array.isArray(value)) return value.map((item) => defined(item)) as Defined<T>;
  if (value === null || typeof value !== 'object') return value as Defined<T>;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, defined(member)]])),
  ) as Defined<T>;
}
