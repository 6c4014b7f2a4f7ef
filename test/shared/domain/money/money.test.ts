import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../../../shared/domain/errors.ts';
import {
  allocate,
  capOf,
  formatAmount,
  halfUp,
  parseAmount,
  proRata,
  shareOf,
} from '../../../../shared/domain/money/money.ts';
import { formatPercent, parsePercent, WHOLE } from '../../../../shared/domain/money/percent.ts';

const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });

describe('percentages', () => {
  it.each([
    ['0', 0],
    ['100', WHOLE],
    ['99.9', 99_900_000],
    ['99.99', 99_990_000],
    ['0.000001', 1],
    ['99.999999', 99_999_999],
  ])('%s %% is exactly %d micro-percent', (text, micro) => {
    expect(parsePercent(text)).toBe(micro);
    expect(formatPercent(micro)).toBe(text);
  });

  it.each([
    '',
    '99,9',
    '100.000001',
    '101',
    '-1',
    '+1',
    ' 99',
    '99 ',
    '.5',
    '5.',
    '099',
    '1e2',
    '99.9999999',
    99.9,
    null,
  ])('%j is refused', (text) => {
    expect(() => parsePercent(text, ['target'])).toThrow(ValidationError);
    expect(() => parsePercent(text, ['target'])).toThrow(expect.objectContaining({ path: ['target'] }));
  });

  it('every micro-percentage survives being written and read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: WHOLE }), (micro) => {
        expect(parsePercent(formatPercent(micro))).toBe(micro);
      }),
    );
  });
});

describe('amounts', () => {
  it.each([
    ['249.00', 24_900],
    ['49.99', 4_999],
    ['0', 0],
    ['0.5', 50],
    ['1234567.89', 123_456_789],
  ])('%s is %d minor units', (text, minor) => expect(parseAmount(text)).toBe(minor));

  it.each(['249,00', '-1.00', '1.234', '1.', '', '1.000.000', '€ 5', '99999999999999999', 249])(
    '%j is refused',
    (text) => {
      expect(() => parseAmount(text)).toThrow(ValidationError);
    },
  );

  it('amounts survive being written and read', () => {
    fc.assert(
      fc.property(amounts, (minor) => {
        expect(parseAmount(formatAmount(minor))).toBe(minor);
      }),
    );
  });

  it('a negative amount is written with its sign in front', () => {
    expect(formatAmount(-5)).toBe('-0.05');
    expect(formatAmount(-12_345)).toBe('-123.45');
  });
});

describe('rounding', () => {
  it.each([
    [1n, 2n, 1],
    [-1n, 2n, -1],
    [20_124n, 10n, 2_012],
    [20_125n, 10n, 2_013],
    [-25_125n, 10n, -2_513],
    [0n, 7n, 0],
  ])('P28: half up of %s / %s is %d, ties away from zero on both sides', (n, d, rounded) => {
    expect(halfUp(n, d)).toBe(rounded);
  });

  it('40 % of € 49.99 is € 20.00 as a line and € 19.99 as a cap', () => {
    expect(shareOf(4_999, parsePercent('40'))).toBe(2_000);
    expect(capOf(4_999, parsePercent('40'))).toBe(1_999);
  });

  it('a cap never exceeds its share, and a line is never more than half a cent away', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: WHOLE }), (minor, micro) => {
        const exact = BigInt(minor) * BigInt(micro);
        expect(BigInt(capOf(minor, micro)) * BigInt(WHOLE) <= exact).toBe(true);
        const off = BigInt(shareOf(minor, micro)) * BigInt(WHOLE) - exact;
        expect(2n * (off < 0n ? -off : off) <= BigInt(WHOLE)).toBe(true);
      }),
    );
  });

  it('amounts beyond the safe integers are refused, not bent', () => {
    expect(() => halfUp(2n ** 60n, 1n)).toThrow(ValidationError);
    expect(() => shareOf(0.5, WHOLE)).toThrow(ValidationError);
  });
});

describe('pro rata', () => {
  const day = 86_400_000;
  it('16 of the 31 days of a month without clock change carry 16/31 of the fee, half up', () => {
    // 249.00 × 16 / 31 = 128.516129… → 128.52
    expect(proRata(24_900, 16 * day, 31 * day)).toBe(12_852);
  });
  it('the whole month carries the whole fee', () =>
    expect(proRata(4_999, 743 * 3_600_000, 743 * 3_600_000)).toBe(4_999));
  it('a part longer than the month is refused', () => expect(() => proRata(100, 2, 1)).toThrow(ValidationError));
});

describe('allocation', () => {
  it('splits € 100.00 over three equal weights as 33.34, 33.33, 33.33', () => {
    expect(allocate(10_000, [1, 1, 1])).toEqual([3_334, 3_333, 3_333]);
  });

  it('loses no cent and stays within one unit of each exact share', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 })
      .filter((list) => list.some((weight) => weight > 0));
    fc.assert(
      fc.property(amounts, weights, (total, list) => {
        const parts = allocate(total, list);
        const sum = list.reduce((a, b) => a + b, 0);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        for (const [i, part] of parts.entries()) {
          const off = BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(list[i] as number);
          expect((off < 0n ? -off : off) < BigInt(sum)).toBe(true);
        }
      }),
    );
  });

  it('weights that are all zero are refused', () => expect(() => allocate(1, [0, 0])).toThrow(ValidationError));
});
