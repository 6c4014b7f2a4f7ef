import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../../../shared/domain/errors.ts';
import { chargedRate, vatGroups } from '../../../../shared/domain/money/vat.ts';

describe('VAT', () => {
  it('P27: is rounded once on the total: 37.50 and 12.50 at 21 % make 10.50, not 10.51', () => {
    const lines = [3_750, 1_250].map((netMinor) => ({ category: 'S' as const, rate: '21', netMinor }));
    expect(vatGroups(lines)).toEqual([{ category: 'S', rate: '21', netMinor: 5_000, taxMinor: 1_050 }]);
  });

  it('keeps rates apart: 21 % and 9 % are two groups', () => {
    const groups = vatGroups([
      { category: 'S', rate: '21', netMinor: 7_470 },
      { category: 'S', rate: '9', netMinor: 1_000 },
      { category: 'S', rate: '21.0', netMinor: 30 },
    ]);
    // 75.00 × 21 % = 15.75; 10.00 × 9 % = 0.90
    expect(groups.map(({ netMinor, taxMinor }) => [netMinor, taxMinor])).toEqual([
      [7_500, 1_575],
      [1_000, 90],
    ]);
  });

  it.each(['AE', 'Z', 'E', 'O'] as const)('category %s charges nothing, whatever rate is written', (category) => {
    expect(vatGroups([{ category, rate: '21', netMinor: 5_000 }])).toEqual([
      { category, rate: '0', netMinor: 5_000, taxMinor: 0 },
    ]);
  });

  it('74.70 at 21 % is 15.687, so 15.69; a minus gives exactly the negative', () => {
    expect(vatGroups([{ category: 'S', rate: '21', netMinor: 7_470 }])[0]?.taxMinor).toBe(1_569);
    expect(vatGroups([{ category: 'S', rate: '21', netMinor: -7_470 }])[0]?.taxMinor).toBe(-1_569);
  });

  it('an unknown category is refused with its place', () => {
    expect(() => chargedRate('X' as 'S', '21', ['vat'])).toThrow(
      expect.objectContaining({ path: ['vat', 'category'] }),
    );
    expect(() => chargedRate('S', '21%')).toThrow(ValidationError);
  });
});
