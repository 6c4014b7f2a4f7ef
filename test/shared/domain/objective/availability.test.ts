import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthPeriod } from '../../../../shared/domain/business-time/period.ts';
import { ValidationError } from '../../../../shared/domain/errors.ts';
import { parsePercent, WHOLE } from '../../../../shared/domain/money/percent.ts';
import {
  addMeasured,
  availability,
  compareTo,
  errorBudgetMs,
  missedFromMs,
  percentText,
  reachedFromMs,
  statedAvailability,
} from '../../../../shared/domain/objective/availability.ts';
import { availabilityOf } from '../../../../shared/domain/objective/availability-of.ts';

const lengthOf = (month: string) => {
  const { start, end } = monthPeriod(month, 'Europe/Amsterdam');
  return end - start;
};
const MARCH = lengthOf('2026-03');
const OCTOBER = lengthOf('2026-10');
const target = parsePercent('99.9');
const met = (totalMs: number, downMs: number) => compareTo(availability(totalMs, downMs), target) >= 0;

describe('availability', () => {
  it('P12: March 2026 has 2,674,800 s and October 2,682,000 s in Amsterdam; a month is never 30 days', () => {
    expect([MARCH, OCTOBER]).toEqual([2_674_800_000, 2_682_000_000]);
    expect(errorBudgetMs(OCTOBER, target)).toBe(2_682_000);
  });

  it('P13: 45 minutes down in March 2026 shows as 99.8990, cut, and misses 99.9', () => {
    expect(percentText(MARCH, 2_700_000)).toBe('99.8990');
    expect(met(MARCH, 2_700_000)).toBe(false);
  });

  it.each([
    [2_674_000, true],
    [2_674_800, true],
    [2_674_801, false],
    [2_675_000, false],
  ])('%d ms down in March 2026 against 99.9 %%: met is %s', (downMs, expected) => {
    expect(met(MARCH, downMs)).toBe(expected);
  });

  it('P13: an exact quotient is not cut below itself: 29 of 100 is 29.0000', () => {
    expect(percentText(100, 71)).toBe('29.0000');
  });

  it.each([
    [1, 0, '100.0000'],
    [1, 1, '0.0000'],
    [2_592_000_000, 1, '99.9999'],
    [3, 2, '33.3333'],
  ])('of %d ms with %d down is %s', (total, down, text) => expect(percentText(total, down)).toBe(text));

  it('the shown figure is never above the true one, and less than one ten-thousandth below', () => {
    const time = fc
      .integer({ min: 1, max: 3_000_000_000 })
      .chain((total) => fc.tuple(fc.constant(total), fc.integer({ min: 0, max: total })));
    fc.assert(
      fc.property(time, ([total, down]) => {
        const shown = BigInt(percentText(total, down).replace('.', ''));
        const exact = BigInt(total - down) * 1_000_000n;
        expect(shown * BigInt(total) <= exact && exact < (shown + 1n) * BigInt(total)).toBe(true);
      }),
    );
  });

  it('the budget is the last downtime that meets a target, and a band begins where it first holds', () => {
    const total = fc.integer({ min: 1, max: 3_000_000_000 });
    fc.assert(
      fc.property(total, fc.integer({ min: 1, max: WHOLE - 1 }), (totalMs, micro) => {
        const side = (downMs: number) => compareTo(availability(totalMs, downMs), micro);
        const budget = errorBudgetMs(totalMs, micro);
        expect(side(budget)).toBeGreaterThanOrEqual(0);
        expect(missedFromMs(totalMs, micro)).toBe(budget + 1);
        expect(side(budget + 1)).toBe(-1);
        const reached = reachedFromMs(totalMs, micro);
        expect(side(reached)).toBeLessThanOrEqual(0);
        if (reached > 0) expect(side(reached - 1)).toBe(1);
      }),
    );
  });

  it('a stated percentage compares exactly', () => {
    expect(compareTo(statedAvailability('99.41'), parsePercent('99.4'))).toBe(1);
    expect(compareTo(statedAvailability('99.4'), parsePercent('99.400000'))).toBe(0);
  });

  it('P31: periods are added in ms, so that two days do not weigh like a month', () => {
    const day = 86_400_000;
    const sum = addMeasured([
      { totalMs: 2 * day, downtimeMs: day },
      { totalMs: 30 * day, downtimeMs: 0 },
    ]);
    expect(percentText(sum.totalMs, sum.downtimeMs)).toBe('96.8750');
  });

  it('adding periods is linear: any grouping gives the same sum', () => {
    const period = fc.record({ totalMs: fc.nat(1e9), downtimeMs: fc.nat(1e9) });
    fc.assert(
      fc.property(fc.array(period), fc.array(period), (a, b) => {
        expect(addMeasured([addMeasured(a), addMeasured(b)])).toEqual(addMeasured([...a, ...b]));
      }),
    );
  });

  it.each([
    [0, 0],
    [10, 11],
    [10, -1],
    [1.5, 0],
  ])('a total of %d ms with %d ms down is refused', (total, down) => {
    expect(() => availability(total, down)).toThrow(ValidationError);
  });
});

describe('a question about plain intervals', () => {
  const march = monthPeriod('2026-03', 'Europe/Amsterdam');
  const at = (ms: number) => march.start + ms;
  const period = [march.start, march.end] as const;

  it('answers total, downtime, what was excluded, the cut percentage, and whether the target is met', () => {
    expect(
      availabilityOf({
        period,
        outages: [
          [at(0), at(1_800_000)],
          [at(900_000), at(3_600_000)],
        ],
        exclusions: [[at(2_700_000), at(9_000_000)]],
        target: '99.9',
      }),
    ).toEqual({ totalMs: MARCH, downtimeMs: 2_700_000, excludedMs: 900_000, percent: '99.8990', met: false });
  });

  it('without a target there is nothing to meet', () => {
    expect(availabilityOf({ period })).toEqual({
      totalMs: MARCH,
      downtimeMs: 0,
      excludedMs: 0,
      percent: '100.0000',
    });
  });

  it('10 minutes before midnight and 10 after are one outage of 20, of which 10 fall into the month', () => {
    const minimum = { longerThanMs: 900_000, counts: 'whole' } as const;
    const joined = availabilityOf({ period, outages: [[at(-600_000), at(600_000)]], minimum });
    expect(joined.downtimeMs).toBe(600_000);
    const alone = availabilityOf({ period, outages: [[at(0), at(600_000)]], minimum });
    expect(alone.downtimeMs).toBe(0);
  });

  it('P10: excluded time leaves the total only when asked to, and then all of it', () => {
    const question = { period: [0, 1_000], outages: [[100, 200]], exclusions: [[150, 350]] } as const;
    expect(availabilityOf(question)).toMatchObject({ totalMs: 1_000, downtimeMs: 50, percent: '95.0000' });
    expect(availabilityOf({ ...question, excludedTime: 'leaves' })).toMatchObject({
      totalMs: 800,
      downtimeMs: 50,
      percent: '93.7500',
    });
  });

  it.each([
    [{ period: [5, 1] }, ['period']],
    [
      {
        period: [0, 10],
        outages: [
          [0, 1],
          [9, 3],
        ],
      },
      ['outages', 1],
    ],
    [{ period: [0, 10], exclusions: [[0.5, 3]] }, ['exclusions', 0]],
    [{ period: [0, 10], target: '99,9' }, ['target']],
    [{ period: [0, 10], minimum: { longerThanMs: -1, counts: 'whole' } }, ['minimum', 'longerThanMs']],
    [{ period: [0, 10], exclusions: [[0, 10]], excludedTime: 'leaves' }, ['totalMs']],
    [{ period: [7, 7] }, ['totalMs']],
  ])('%j is refused at %j', (question, path) => {
    expect(() => availabilityOf(question as unknown as Parameters<typeof availabilityOf>[0])).toThrow(
      expect.objectContaining({ code: 'VALIDATION', path }),
    );
  });
});
