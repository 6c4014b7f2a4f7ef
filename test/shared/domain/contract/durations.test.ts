import { describe, expect, it } from 'vitest';
import { parseDuration, parseTarget } from '../../../../shared/domain/contract/durations.ts';

describe('durations', () => {
  it.each([
    ['15 minutes', { ms: 900_000 }],
    ['48 hours', { ms: 172_800_000 }],
    ['1 hour', { ms: 3_600_000 }],
    ['90 seconds', { ms: 90_000 }],
    ['5 days', { days: 5 }],
    ['2 weeks', { days: 14 }],
  ])('"%s" is elapsed time or calendar days', (text, duration) => expect(parseDuration(text)).toEqual(duration));

  it.each([
    '15',
    'minutes',
    '0 hours',
    '-1 days',
    '1.5 hours',
    '15minutes',
    '5 business days',
    '1 month',
    '',
    15,
    null,
  ])('%j is no duration', (text) => {
    expect(() => parseDuration(text, ['grace'])).toThrow(
      expect.objectContaining({ code: 'VALIDATION', path: ['grace'] }),
    );
  });
});

describe('targets', () => {
  it.each([
    ['8 hours', { clockMs: 28_800_000 }],
    ['15 minutes', { clockMs: 900_000 }],
    ['8 business hours', { businessMs: 28_800_000 }],
    ['90 business minutes', { businessMs: 5_400_000 }],
    ['5 business days', { businessDays: 5 }],
    ['by agreement', null],
  ])('"%s"', (text, target) => expect(parseTarget(text)).toEqual(target));

  it.each(['5 days', '8 uur', '0 hours', 'soon', '', undefined])('%j is no target', (text) => {
    expect(() => parseTarget(text, ['within'])).toThrow(
      expect.objectContaining({ code: 'VALIDATION', path: ['within'] }),
    );
  });
});
