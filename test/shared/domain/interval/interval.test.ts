import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../../../shared/domain/errors.ts';
import {
  clip,
  type Interval,
  intersect,
  interval,
  subtract,
  totalMs,
  union,
} from '../../../../shared/domain/interval/interval.ts';

const i = (start: number, end: number): Interval => ({ start, end });

describe('interval', () => {
  it('takes an interval of no length', () => {
    expect(interval(5, 5)).toEqual(i(5, 5));
  });

  it.each([
    ['a reversed interval', 6, 5, ['end']],
    ['a fraction of a millisecond', 0.5, 5, ['start']],
    ['an end that is not a number', 0, Number.NaN, ['end']],
    ['an end that never comes', 0, Number.POSITIVE_INFINITY, ['end']],
    ['a start beyond safe integers', 2 ** 53, 2 ** 53, ['start']],
  ])('refuses %s and names the bound', (_, start, end, path) => {
    expect(() => interval(start, end)).toThrow(expect.objectContaining({ code: 'VALIDATION', path }));
  });
});

describe('union', () => {
  it.each<[string, Interval[], Interval[]]>([
    ['nothing is nothing', [], []],
    ['an empty interval vanishes', [i(3, 3)], []],
    ['an empty interval joins nothing', [i(0, 2), i(3, 3), i(4, 5)], [i(0, 2), i(4, 5)]],
    ['touching intervals become one contiguous piece', [i(0, 10), i(10, 20)], [i(0, 20)]],
    ['one millisecond apart stays two pieces', [i(0, 10), i(11, 20)], [i(0, 10), i(11, 20)]],
    ['overlapping intervals count once', [i(0, 10), i(5, 15)], [i(0, 15)]],
    ['a contained interval adds nothing', [i(0, 10), i(2, 3)], [i(0, 10)]],
    ['equal intervals are one', [i(0, 10), i(0, 10)], [i(0, 10)]],
    ['order does not matter', [i(20, 30), i(0, 10), i(9, 20)], [i(0, 30)]],
    ['intervals before 1970 are intervals', [i(-10, -5), i(-5, 0)], [i(-10, 0)]],
  ])('%s', (_, list, expected) => {
    expect(union(list)).toEqual(expected);
  });

  it('refuses a reversed interval and names its index', () => {
    expect(() => union([i(0, 1), i(5, 4)])).toThrow(expect.objectContaining({ path: [1] }));
    expect(() => union([i(0, Number.NaN)])).toThrow(ValidationError);
  });

  it('leaves its input alone', () => {
    const list = Object.freeze([i(5, 6), i(0, 1)]);
    union(list);
    expect(list).toEqual([i(5, 6), i(0, 1)]);
  });
});

describe('subtract', () => {
  it.each<[string, Interval[], Interval[], Interval[]]>([
    ['nothing taken leaves all', [i(0, 10)], [], [i(0, 10)]],
    ['a hole in the middle leaves two pieces', [i(0, 10)], [i(4, 6)], [i(0, 4), i(6, 10)]],
    ['all taken leaves nothing', [i(0, 10)], [i(0, 10)], []],
    ['more than all taken leaves nothing', [i(2, 8)], [i(0, 10)], []],
    ['what only touches takes nothing', [i(5, 10)], [i(0, 5), i(10, 15)], [i(5, 10)]],
    ['one hole can cut two pieces', [i(0, 10), i(20, 30)], [i(5, 25)], [i(0, 5), i(25, 30)]],
    ['an empty hole takes nothing and does not split', [i(0, 10)], [i(5, 5)], [i(0, 10)]],
    ['overlapping pieces are one before anything is taken', [i(0, 6), i(4, 10)], [i(5, 7)], [i(0, 5), i(7, 10)]],
  ])('%s', (_, a, b, expected) => {
    expect(subtract(a, b)).toEqual(expected);
  });
});

describe('intersect', () => {
  it.each<[string, Interval[], Interval[], Interval[]]>([
    ['touching intervals do not meet', [i(0, 5)], [i(5, 10)], []],
    ['one millisecond of overlap is one millisecond', [i(0, 6)], [i(5, 10)], [i(5, 6)]],
    ['a contained interval is itself', [i(0, 10)], [i(2, 3)], [i(2, 3)]],
    ['several pieces meet in turn', [i(0, 4), i(6, 10)], [i(3, 7), i(9, 20)], [i(3, 4), i(6, 7), i(9, 10)]],
  ])('%s', (_, a, b, expected) => {
    expect(intersect(a, b)).toEqual(expected);
  });
});

describe('clip', () => {
  it('cuts at both edges of the window and drops what only touches it', () => {
    expect(clip([i(0, 10), i(5, 12), i(12, 20), i(19, 30), i(20, 21)], i(10, 20))).toEqual([
      i(10, 12),
      i(12, 20),
      i(19, 20),
    ]);
  });

  it('does not merge: each piece keeps its identity', () => {
    expect(clip([i(0, 10), i(5, 10)], i(0, 10))).toEqual([i(0, 10), i(5, 10)]);
  });

  it('leaves nothing in an empty window', () => {
    expect(clip([i(0, 10)], i(5, 5))).toEqual([]);
  });
});

describe('laws', () => {
  const anInterval = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 }))
    .map(([s, n]) => i(s, s + n));
  const aList = fc.array(anInterval, { maxLength: 12 });
  const points = (list: readonly Interval[]) =>
    Array.from({ length: 80 }, (_, t) => t).filter((t) => list.some(({ start, end }) => start <= t && t < end));

  it('union covers exactly the instants of its parts, and is idempotent and separate', () => {
    fc.assert(
      fc.property(aList, (a) => {
        const u = union(a);
        expect(points(u)).toEqual(points(a));
        expect(union(u)).toEqual(u);
        expect(
          u.every((piece, n) => piece.start < piece.end && (n === 0 || (u[n - 1] as Interval).end < piece.start)),
        ).toBe(true);
      }),
    );
  });

  it('a minus b never meets b, and together with what a and b share makes a again', () => {
    fc.assert(
      fc.property(aList, aList, (a, b) => {
        const rest = subtract(a, b);
        const shared = intersect(a, b);
        expect(intersect(rest, b)).toEqual([]);
        expect(union([...rest, ...shared])).toEqual(union(a));
        expect(totalMs(rest) + totalMs(shared)).toBe(totalMs(union(a)));
        expect(points(shared)).toEqual(points(a).filter((t) => points(b).includes(t)));
      }),
    );
  });

  it('durations add up: a and b together last as long as each alone less what they share', () => {
    fc.assert(
      fc.property(aList, aList, (a, b) => {
        expect(totalMs(union([...a, ...b]))).toBe(totalMs(union(a)) + totalMs(union(b)) - totalMs(intersect(a, b)));
      }),
    );
  });

  it('cutting at a month edge loses nothing', () => {
    fc.assert(
      fc.property(aList, fc.integer({ min: 0, max: 80 }), (a, edge) => {
        const u = union(a);
        expect(totalMs(clip(u, i(0, edge))) + totalMs(clip(u, i(edge, 80)))).toBe(totalMs(u));
      }),
    );
  });
});
