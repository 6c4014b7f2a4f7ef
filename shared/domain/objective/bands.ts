import { type Path, ValidationError } from '../errors.ts';
import { parsePercent } from '../money/percent.ts';
import { type Availability, compareTo, missedFromMs, reachedFromMs } from './availability.ts';

/** Exactly one of `below` (excludes the boundary) and `atOrBelow` (includes it). */
export interface Band {
  readonly below?: string;
  readonly atOrBelow?: string;
  /** Share of the base that is credited. */
  readonly percent: string;
}

/** A band's boundary: where it lies and who owns it. */
export interface Boundary {
  readonly microPercent: number;
  readonly isIncluded: boolean;
}

/**
 * @throws ValidationError (with `path`) when the band names no boundary or both kinds
 * Source: semantics, credit: each band says who owns its boundary
 */
export function boundaryOf(band: Band, path: Path = []): Boundary {
  const { below, atOrBelow } = band;
  if (below !== undefined && atOrBelow === undefined) {
    return { microPercent: parsePercent(below, [...path, 'below']), isIncluded: false };
  }
  if (atOrBelow !== undefined && below === undefined) {
    return { microPercent: parsePercent(atOrBelow, [...path, 'atOrBelow']), isIncluded: true };
  }
  throw new ValidationError(
    'a band names exactly one of "below" (excludes its boundary) and "atOrBelow" (includes it)',
    {
      path,
    },
  );
}

/** Whether an availability lies in the band: on the boundary only where the band owns it. */
export function holds(figure: Availability, { microPercent, isIncluded }: Boundary): boolean {
  const side = compareTo(figure, microPercent);
  return side < 0 || (side === 0 && isIncluded);
}

/** Least downtime in ms at which the band holds; more than `totalMs` when it never does. */
export function startsAtDowntimeMs(totalMs: number, { microPercent, isIncluded }: Boundary): number {
  return isIncluded ? reachedFromMs(totalMs, microPercent) : missedFromMs(totalMs, microPercent);
}

/**
 * The deepest band that holds, wherever it stands in the list. Of two bands at one boundary the one that excludes it lies
 * deeper; of two that are the same, the higher share wins.
 * @returns undefined when none holds
 * @throws ValidationError (path: the band's index) for a malformed band
 * Source: semantics, credit: bands stack and the deepest that holds wins
 */
export function deepestBand<T extends Band>(figure: Availability, bands: readonly T[]): T | undefined {
  let deepest: { readonly band: T; readonly boundary: Boundary } | undefined;
  for (let i = 0; i < bands.length; i++) {
    const band = bands[i] as T;
    const boundary = boundaryOf(band, [i]);
    if (!holds(figure, boundary)) continue;
    if (deepest === undefined || isDeeper(band, boundary, deepest.band, deepest.boundary)) deepest = { band, boundary };
  }
  return deepest?.band;
}

function isDeeper(a: Band, at: Boundary, b: Band, bt: Boundary): boolean {
  if (at.microPercent !== bt.microPercent) return at.microPercent < bt.microPercent;
  if (at.isIncluded !== bt.isIncluded) return bt.isIncluded;
  return parsePercent(a.percent) > parsePercent(b.percent);
}
