import { ValidationError } from '../errors.ts';

/** Half-open `[start, end)` in UTC epoch milliseconds. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/**
 * The one way to make an interval from values of unknown quality.
 * @param start first instant inside, UTC epoch ms
 * @param end first instant after it, UTC epoch ms
 * @throws ValidationError when a bound is no safe integer (path `start` or `end`) or `end` lies before `start`
 */
export function interval(start: number, end: number): Interval {
  if (!Number.isSafeInteger(start)) {
    throw new ValidationError(`start is ${start}; it must be whole UTC epoch milliseconds`, { path: ['start'] });
  }
  if (!Number.isSafeInteger(end)) {
    throw new ValidationError(`end is ${end}; it must be whole UTC epoch milliseconds`, { path: ['end'] });
  }
  if (end < start) {
    throw new ValidationError(`the interval ends at ${end}, before it starts at ${start}`, { path: ['end'] });
  }
  return { start, end };
}

/**
 * Everything covered by at least one interval. Overlapping and touching intervals become one piece, empty ones vanish.
 * @returns disjoint pieces in order, none touching another
 * @throws ValidationError when an interval is reversed (path: its index)
 */
export function union(list: readonly Interval[]): readonly Interval[] {
  if (united.has(list)) return list;
  const pieces: Interval[] = [];
  let start = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const next of inOrder(list)) {
    if (next.start === next.end) continue;
    if (next.start <= end) {
      if (next.end > end) end = next.end;
      continue;
    }
    if (end > start) pieces.push({ start, end });
    start = next.start;
    end = next.end;
  }
  if (end > start) pieces.push({ start, end });
  united.add(pieces);
  return pieces;
}

/** Lists that are unions already; the steps of one calculation hand them on to each other. */
const united = new WeakSet<readonly Interval[]>();

/**
 * What is in `a` and not in `b`.
 * @returns disjoint pieces in order
 * @throws ValidationError when an interval is reversed (path: its index)
 */
export function subtract(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const holes = union(b);
  const left: Interval[] = [];
  let first = 0;
  for (const piece of union(a)) {
    while (first < holes.length && (holes[first] as Interval).end <= piece.start) first++;
    let start = piece.start;
    for (let i = first; i < holes.length; i++) {
      const hole = holes[i] as Interval;
      if (hole.start >= piece.end) break;
      if (hole.start > start) left.push({ start, end: hole.start });
      start = hole.end;
      if (start >= piece.end) break;
    }
    if (start === piece.start) left.push(piece);
    else if (start < piece.end) left.push({ start, end: piece.end });
  }
  united.add(left);
  return left;
}

/**
 * What is in both `a` and `b`.
 * @returns disjoint pieces in order
 * @throws ValidationError when an interval is reversed (path: its index)
 */
export function intersect(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const left = union(a);
  const right = union(b);
  const both: Interval[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const x = left[i] as Interval;
    const y = right[j] as Interval;
    const start = Math.max(x.start, y.start);
    const end = Math.min(x.end, y.end);
    if (start < end) both.push({ start, end });
    if (x.end < y.end) i++;
    else j++;
  }
  return both;
}

/** Each interval cut to the window, in the order given and not merged; what falls outside or is empty vanishes. */
export function clip(list: readonly Interval[], window: Interval): readonly Interval[] {
  const inside: Interval[] = [];
  for (const piece of list) {
    const start = Math.max(piece.start, window.start);
    const end = Math.min(piece.end, window.end);
    if (start < end) inside.push(start === piece.start && end === piece.end ? piece : { start, end });
  }
  return inside;
}

/** Sum of the lengths in ms. Overlaps count as often as they occur: take the `union` first to count time once. */
export function totalMs(list: readonly Interval[]): number {
  let sum = 0;
  for (const piece of list) sum += piece.end - piece.start;
  return sum;
}

/** The list by start; sorted input, the usual case, is returned as it is. */
function inOrder(list: readonly Interval[]): readonly Interval[] {
  let sorted = true;
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < list.length; i++) {
    const { start, end } = list[i] as Interval;
    if (!(start <= end)) throw new ValidationError(`the interval [${start}, ${end}) is reversed`, { path: [i] });
    if (start < previous) sorted = false;
    previous = start;
  }
  return sorted ? list : [...list].sort((x, y) => x.start - y.start);
}
