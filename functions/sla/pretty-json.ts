const MOST_AT_ONCE = 500;

/**
 * `JSON.stringify(value, null, 2)` in pieces, for values whose text would not fit into one string. Its parts are the
 * members of objects and the elements of lists, down to the elements of long lists.
 * @param indent what every line but the first begins with
 */
export function* prettyJson(value: unknown, indent = ''): Generator<string> {
  if (typeof value !== 'object' || value === null || isSmall(value)) {
    yield JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    let before = '[';
    for (const element of value) {
      yield `${before}\n${inner}`;
      yield* prettyJson(element, inner);
      before = ',';
    }
    yield `\n${indent}]`;
    return;
  }
  let before = '{';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${before}\n${inner}${JSON.stringify(key)}: `;
    yield* prettyJson(member, inner);
    before = ',';
  }
  yield `\n${indent}}`;
}

/** Whether all of a value goes into one string: no list inside it is long. */
function isSmall(value: object): boolean {
  return Array.isArray(value)
    ? value.length < MOST_AT_ONCE && value.every(isSmallPart)
    : Object.values(value).every(isSmallPart);
}

function isSmallPart(part: unknown): boolean {
  return typeof part !== 'object' || part === null || isSmall(part);
}
