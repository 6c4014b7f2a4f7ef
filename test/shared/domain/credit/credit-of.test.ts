import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditOf } from '../../../../shared/domain/credit/credit-of.ts';
import { ValidationError } from '../../../../shared/domain/errors.ts';

const DIPLOC = [
  { atOrBelow: '99.5', percent: '10' },
  { atOrBelow: '99.4', percent: '20' },
  { atOrBelow: '99.3', percent: '30' },
  { atOrBelow: '99.2', percent: '40' },
];
const SENSEY = [
  { below: '99.9', percent: '10' },
  { below: '99.0', percent: '25' },
  { below: '98.0', percent: '50' },
];
const APRIL = 2_592_000_000;
const MARCH = 2_674_800_000;

describe('credit', () => {
  it.each([
    [12_959, '0', 0],
    [12_960, '10', 2_490],
    [18_144, '30', 7_470],
    [20_735, '30', 7_470],
    [20_736, '40', 9_960],
  ])('diploc, April 2026, € 249.00: %d s down credits %s %% = %d cents', (seconds, percent, creditMinor) => {
    const availability = { totalMs: APRIL, downtimeMs: seconds * 1_000 };
    expect(creditOf({ availability, bands: DIPLOC, feeMinor: 24_900, capPercent: '40' })).toEqual({
      percent,
      creditMinor,
      capped: false,
    });
  });

  it.each([
    ['exactly 99.9 %', 2_674_800, '0'],
    ['1 ms under 99.9 %', 2_674_801, '10'],
    ['exactly 99.0 %', 26_748_000, '10'],
    ['1 ms under 99.0 %', 26_748_001, '25'],
    ['exactly 98.0 %', 53_496_000, '25'],
    ['1 ms under 98.0 %', 53_496_001, '50'],
    ['down all month', MARCH, '50'],
  ])('sensey, March 2026: %s credits the right band', (_, downtimeMs, percent) => {
    const availability = { totalMs: MARCH, downtimeMs };
    expect(creditOf({ availability, bands: SENSEY, feeMinor: 10_000 }).percent).toBe(percent);
  });

  it('P30: a stated figure in what the table leaves open still falls into a band', () => {
    expect(creditOf({ availability: '99.41', bands: DIPLOC, feeMinor: 24_900 })).toMatchObject({ percent: '10' });
    expect(creditOf({ availability: '99.895', bands: SENSEY, feeMinor: 24_900 })).toMatchObject({ percent: '10' });
  });

  it('40 % of € 49.99 is capped to € 19.99, and says so', () => {
    const question = { availability: '99.2', bands: DIPLOC, feeMinor: 4_999 };
    expect(creditOf({ ...question, capPercent: '40' })).toEqual({ percent: '40', creditMinor: 1_999, capped: true });
    expect(creditOf(question)).toEqual({ percent: '40', creditMinor: 2_000, capped: false });
  });

  it('a cap that is met exactly has reduced nothing', () => {
    const question = { availability: '99.2', bands: DIPLOC, feeMinor: 24_900, capPercent: '40' };
    expect(creditOf(question)).toEqual({ percent: '40', creditMinor: 9_960, capped: false });
  });

  it('the deepest band wins in whatever order the bands stand', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(DIPLOC, { minLength: 4 }), fc.integer({ min: 0, max: 40_000 }), (bands, s) => {
        const availability = { totalMs: APRIL, downtimeMs: s * 1_000 };
        expect(creditOf({ availability, bands, feeMinor: 24_900 })).toEqual(
          creditOf({ availability, bands: DIPLOC, feeMinor: 24_900 }),
        );
      }),
    );
  });

  it('more downtime never credits less', () => {
    fc.assert(
      fc.property(fc.nat(MARCH), fc.nat(MARCH), (a, b) => {
        const credit = (downtimeMs: number) =>
          creditOf({ availability: { totalMs: MARCH, downtimeMs }, bands: SENSEY, feeMinor: 4_999, capPercent: '40' });
        expect(credit(Math.max(a, b)).creditMinor).toBeGreaterThanOrEqual(credit(Math.min(a, b)).creditMinor);
      }),
    );
  });

  it.each([
    [{ availability: '99,4', bands: DIPLOC, feeMinor: 1 }],
    [{ availability: '99', bands: [{ percent: '10' }], feeMinor: 1 }],
    [{ availability: '99', bands: [{ percent: '10', below: '99.9', atOrBelow: '99.9' }], feeMinor: 1 }],
    [{ availability: '99', bands: DIPLOC, feeMinor: -1 }],
    [{ availability: '99', bands: DIPLOC, feeMinor: 1.5 }],
    [{ availability: { totalMs: 0, downtimeMs: 0 }, bands: DIPLOC, feeMinor: 1 }],
    [{ availability: '99', bands: DIPLOC, feeMinor: 1, capPercent: '140' }],
  ])('%j is refused', (question) => expect(() => creditOf(question)).toThrow(ValidationError));
});
