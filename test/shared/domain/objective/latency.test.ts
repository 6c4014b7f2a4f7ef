import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../../../shared/domain/errors.ts';
import { addSamples, meanText, meetsLatency } from '../../../../shared/domain/objective/latency.ts';

describe('latency', () => {
  it.each([
    [150, 3, true, '50.000'],
    [151, 3, false, '50.334'],
    [50_000_001, 1_000_000, false, '50.001'],
    [0, 5, true, '0.000'],
  ])('a sum of %d ms over %d against 50 ms: met is %s, shown %s, rounded up', (sumMs, count, met, text) => {
    expect(meetsLatency({ sumMs, count }, 50)).toBe(met);
    expect(meanText({ sumMs, count })).toBe(text);
  });

  it('P2: no observation gives no answer, neither met nor missed', () => {
    expect(meetsLatency({ sumMs: 0, count: 0 }, 50)).toBeNull();
    expect(meanText({ sumMs: 0, count: 0 })).toBeNull();
  });

  it('P31: samples are added, means never averaged', () => {
    const sum = addSamples([
      { sumMs: 100, count: 1 },
      { sumMs: 90, count: 9 },
    ]);
    expect(meanText(sum)).toBe('19.000');
  });

  it('a limit or sample that is not whole is refused', () => {
    expect(() => meetsLatency({ sumMs: 1.5, count: 1 }, 50)).toThrow(ValidationError);
    expect(() => meetsLatency({ sumMs: 1, count: 1 }, 0)).toThrow(ValidationError);
  });
});
