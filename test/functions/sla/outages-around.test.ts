import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdTable } from '../../../functions/sla/id-table.ts';
import { createOutageStore } from '../../../functions/sla/outage-store.ts';
import { outagesAround } from '../../../functions/sla/replay-outages.ts';
import type { Outage } from '../../../shared/domain/downtime/records.ts';
import { clip, type Interval, totalMs, union } from '../../../shared/domain/interval/interval.ts';

const ALIKE = { source: 'import', scope: 'all-users', environment: 'production' } as const;

function stored(outages: readonly Outage[]) {
  const store = createOutageStore(ALIKE);
  for (const outage of outages) expect(store.add(outage)).toBe(true);
  return store.arranged();
}

const intervals = fc.array(fc.tuple(fc.nat(200), fc.nat(20), fc.boolean()), { maxLength: 60 }).map((list) =>
  list.map(([start, length, isOpen], i): Outage => {
    return { id: `o${i}`, start, ...(!(isOpen && i === 7) && { end: start + length + 1 }), ...ALIKE };
  }),
);
const period = fc
  .tuple(fc.nat(200), fc.nat(60))
  .map(([start, length]): Interval => ({ start, end: start + length + 1 }));

/** Read the slow way: grow from what meets the period until nothing more joins. */
function joined(outages: readonly Outage[], { start, end }: Interval): ReadonlySet<string> {
  const until = ({ end: ended = Number.POSITIVE_INFINITY }: Outage) => ended;
  const found = new Set(outages.filter((outage) => outage.start < end && until(outage) > start));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const outage of outages) {
      const joins = [...found].some((other) => outage.start <= until(other) && until(outage) >= other.start);
      if (joins) found.add(outage);
    }
  }
  return new Set([...found].map(({ id }) => id));
}

describe('outages around a period', () => {
  it('are those that meet it and all that join one of those, by start and then id', () => {
    fc.assert(
      fc.property(intervals, period, (outages, window) => {
        const around = outagesAround(stored(outages), window).outages;
        expect(new Set(around.map(({ id }) => id))).toEqual(joined(outages, window));
        const order = around.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
        expect(around).toEqual(order);
      }),
    );
  });

  it('are kept as they came, title and all', () => {
    const outage: Outage = { id: 'import:a', start: 5, end: 9, ...ALIKE, title: 'Één storing – 停電' };
    expect(outagesAround(stored([outage]), { start: 0, end: 10 }).outages).toEqual([outage]);
    const open: Outage = { id: 'import:b', start: 5, ...ALIKE };
    expect(outagesAround(stored([open]), { start: 0, end: 10 }).outages).toEqual([open]);
  });

  it('of a stretch of very many, far beyond the period only those that cover the same time', () => {
    // Twenty thousand that overlap by half, and a period over ten of them in the middle.
    const chain = Array.from({ length: 20_000 }, (_, i): Outage => {
      return { id: `o${i}`, start: i * 5, end: i * 5 + 10, ...ALIKE };
    });
    const window = { start: 50_000, end: 50_050 };
    const around = outagesAround(stored(chain), window);
    expect(around).toMatchObject({ start: 0, end: 100_005 });
    expect(around.outages.length).toBeLessThan(10_100);
    const ended = (list: readonly Outage[]) => union(list.map(({ start, end = start }) => ({ start, end })));
    expect(ended(around.outages)).toEqual(ended(chain));
    const inside = (list: readonly Outage[]) =>
      list.filter(({ start, end = start }) => start < window.end && end > window.start);
    expect(inside(around.outages)).toEqual(inside(chain));
  });

  it('keep both numbers of the period, however many there are', () => {
    const random = (seed: number) => () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed / 2 ** 32;
    };
    const next = random(7);
    const many = Array.from({ length: 30_000 }, (_, i): Outage => {
      const start = Math.floor(next() * 1_000_000);
      return { id: `o${i}`, start, end: start + 1 + Math.floor(next() * 200), ...ALIKE };
    });
    const window = { start: 400_000, end: 410_000 };
    const down = (list: readonly Outage[]) => {
      const pieces = union(list.map(({ start, end = start }) => ({ start, end })));
      return [
        totalMs(clip(pieces, window)),
        pieces.filter(({ start, end }) => start < window.end && end > window.start),
      ];
    };
    expect(down(outagesAround(stored(many), window).outages)).toEqual(down(many));
  });
});

describe('ids', () => {
  it('are known again among a hundred thousand', () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => `import:${i.toString(36)}`);
    const table = createIdTable((index) => ids[index] as string);
    expect(ids.every((id, i) => table.add(id, i))).toBe(true);
    expect(ids.some((id, i) => table.add(id, i))).toBe(false);
    expect(table.add('import:new one', 100_000)).toBe(true);
  });

  it('twice in a store are refused', () => {
    const store = createOutageStore(ALIKE);
    const outage: Outage = { id: 'a', start: 1, end: 2, ...ALIKE };
    expect([store.add(outage), store.add({ ...outage, start: 5, end: 9 })]).toEqual([true, false]);
    expect(store.arranged().outage(0)).toEqual(outage);
  });
});
