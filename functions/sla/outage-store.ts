import { Buffer } from 'node:buffer';
import type { Outage } from '../../shared/domain/downtime/records.ts';
import type { Interval } from '../../shared/domain/interval/interval.ts';
import { createIdTable } from './id-table.ts';

/** Outages of one file in little memory: a million of them take about 100 MB instead of several hundred. */
export interface OutageStore {
  /** @returns false when an outage of that id is there already */
  readonly add: (outage: Outage) => boolean;
  /** All by start, then id, in stretches that touch or overlap. Call it once everything is added. */
  readonly arranged: () => ArrangedOutages;
}

export interface ArrangedOutages {
  readonly count: number;
  readonly start: (position: number) => number;
  /** Infinity while open. */
  readonly end: (position: number) => number;
  readonly outage: (position: number) => Outage;
  /** Those that meet a window, and all that join one of those by touching or overlapping. */
  readonly meeting: (window: Interval) => Stretch;
}

/** Neighbours in order: positions from `first` to before `after`, and the time from the first start to the last end. */
export interface Stretch extends Interval {
  readonly first: number;
  readonly after: number;
}

const PAGE = 1 << 22;
const LONGEST = 1 << 13;

/** @param alike what all the outages have in common */
export function createOutageStore(alike: Pick<Outage, 'source' | 'scope' | 'environment'>): OutageStore {
  let starts = new Float64Array(1_024);
  let ends = new Float64Array(1_024);
  let texts = new Float64Array(1_024);
  let count = 0;
  const pages: Buffer[] = [];
  let used = PAGE;

  const write = (id: string, title: string): number => {
    if (used + LONGEST > PAGE) {
      pages.push(Buffer.allocUnsafeSlow(PAGE));
      used = 0;
    }
    const page = pages.at(-1) as Buffer;
    const place = (pages.length - 1) * PAGE + used;
    const idLength = page.write(id, used + 4);
    const titleLength = page.write(title, used + 4 + idLength);
    page.writeUInt16LE(idLength, used);
    page.writeUInt16LE(titleLength, used + 2);
    used += 4 + idLength + titleLength;
    return place;
  };
  const text = (index: number, part: 'id' | 'title'): string => {
    const place = texts[index] as number;
    const page = pages[Math.floor(place / PAGE)] as Buffer;
    const at = place % PAGE;
    const idEnd = at + 4 + page.readUInt16LE(at);
    if (part === 'id') return page.toString('latin1', at + 4, idEnd);
    return page.toString('utf8', idEnd, idEnd + page.readUInt16LE(at + 2));
  };
  const ids = createIdTable((index) => text(index, 'id'));

  return {
    add: ({ id, start, end, title }) => {
      if (!ids.add(id, count)) return false;
      if (count === starts.length) {
        starts = doubled(starts);
        ends = doubled(ends);
        texts = doubled(texts);
      }
      starts[count] = start;
      ends[count] = end ?? Number.POSITIVE_INFINITY;
      texts[count] = write(id, title ?? '');
      count += 1;
      return true;
    },
    arranged: () => {
      const order = new Uint32Array(count).map((_, i) => i);
      const startAt = (position: number) => starts[order[position] as number] as number;
      const endAt = (position: number) => ends[order[position] as number] as number;
      order.sort((a, b) => (starts[a] as number) - (starts[b] as number) || (text(a, 'id') < text(b, 'id') ? -1 : 1));
      return {
        count,
        start: startAt,
        end: endAt,
        outage: (position) => {
          const index = order[position] as number;
          const end = ends[index] as number;
          const title = text(index, 'title');
          return {
            id: text(index, 'id'),
            source: alike.source,
            start: starts[index] as number,
            ...(end < Number.POSITIVE_INFINITY && { end }),
            scope: alike.scope,
            environment: alike.environment,
            ...(title !== '' && { title }),
          };
        },
        meeting: meetingIn(count, startAt, endAt),
      };
    },
  };
}

/** Stretches of outages that touch or overlap lie apart from each other, so those that meet a window are neighbours. */
function meetingIn(
  count: number,
  startAt: (position: number) => number,
  endAt: (position: number) => number,
): ArrangedOutages['meeting'] {
  const firsts = new Uint32Array(count + 1);
  const lasts = new Float64Array(count);
  let stretches = 0;
  for (let position = 0; position < count; position++) {
    if (stretches > 0 && startAt(position) <= (lasts[stretches - 1] as number)) {
      lasts[stretches - 1] = Math.max(lasts[stretches - 1] as number, endAt(position));
      continue;
    }
    firsts[stretches] = position;
    lasts[stretches] = endAt(position);
    stretches += 1;
  }
  firsts[stretches] = count;
  return (window) => {
    let from = 0;
    while (from < stretches && (lasts[from] as number) <= window.start) from++;
    let to = from;
    while (to < stretches && startAt(firsts[to] as number) < window.end) to++;
    const [first, after] = [firsts[from] as number, firsts[to] as number];
    if (first === after) return { first, after, start: window.start, end: window.start };
    return { first, after, start: startAt(first), end: lasts[to - 1] as number };
  };
}

function doubled(list: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(list.length * 2);
  larger.set(list);
  return larger;
}
