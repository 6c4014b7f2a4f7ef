import { ValidationError } from '../errors.ts';

/** Response times of good observations: exact sum in whole ms and how many there were. */
export interface LatencySample {
  readonly sumMs: number;
  readonly count: number;
}

/**
 * Whether the mean is at most the limit, by multiplication. No observation gives no answer.
 * @param atMostMs whole ms, above zero
 * @returns null when nothing was observed
 * @throws ValidationError when a value is not a whole number, or negative
 * Source: semantics, availability: latency is the exact sum over count
 */
export function meetsLatency(sample: LatencySample, atMostMs: number): boolean | null {
  assertSample(sample);
  if (!Number.isSafeInteger(atMostMs) || atMostMs <= 0) {
    throw new ValidationError(`${atMostMs} ms is not a limit; it must be whole ms above zero`, { path: ['atMostMs'] });
  }
  if (sample.count === 0) return null;
  return BigInt(sample.sumMs) <= BigInt(atMostMs) * BigInt(sample.count);
}

/**
 * The mean in ms with three places, rounded up: as with an availability, the shown figure never looks better than it is.
 * @returns null when nothing was observed
 */
export function meanText(sample: LatencySample): string | null {
  assertSample(sample);
  if (sample.count === 0) return null;
  const count = BigInt(sample.count);
  const digits = String((BigInt(sample.sumMs) * 1_000n + count - 1n) / count).padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

/** Several samples as one: sums and counts are added, means never averaged. */
export function addSamples(samples: readonly LatencySample[]): LatencySample {
  let sumMs = 0;
  let count = 0;
  for (const sample of samples) {
    sumMs += sample.sumMs;
    count += sample.count;
  }
  return { sumMs, count };
}

function assertSample({ sumMs, count }: LatencySample): void {
  if (Number.isSafeInteger(sumMs) && Number.isSafeInteger(count) && sumMs >= 0 && count >= 0) return;
  throw new ValidationError(
    `a sum of ${sumMs} ms over ${count} observations is none; both must be whole, not negative`,
  );
}
