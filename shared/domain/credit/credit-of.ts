import { ValidationError } from '../errors.ts';
import { capOf, shareOf } from '../money/money.ts';
import { parsePercent } from '../money/percent.ts';
import { type Availability, availability, type MeasuredTime, statedAvailability } from '../objective/availability.ts';
import { type Band, deepestBand } from '../objective/bands.ts';

/** A question about one fee and its bands, without any contract. */
export interface CreditQuestion {
  /** An exact percentage, or the time it is measured on. */
  readonly availability: string | MeasuredTime;
  readonly bands: readonly Band[];
  /** Integer minor units, not negative. */
  readonly feeMinor: number;
  /** Cap on the credit as an exact percentage of the fee. */
  readonly capPercent?: string | undefined;
}

export interface CreditAnswer {
  /** The band's percentage as given; "0" when none holds. */
  readonly percent: string;
  readonly creditMinor: number;
  /** The cap reduced the amount. */
  readonly capped: boolean;
}

/**
 * The credit on one fee: the deepest band that holds, half up once, under a cap that is rounded down.
 * @throws ValidationError with the path of the member that is not allowed
 * Source: semantics, credit
 */
export function creditOf({ availability: measured, bands, feeMinor, capPercent }: CreditQuestion): CreditAnswer {
  if (!Number.isSafeInteger(feeMinor) || feeMinor < 0) {
    throw new ValidationError(`${feeMinor} is not a fee; it must be whole minor units, not negative`, {
      path: ['feeMinor'],
    });
  }
  const capMinor = capPercent === undefined ? undefined : capOf(feeMinor, parsePercent(capPercent, ['capPercent']));
  const band = deepestBand(exact(measured), bands);
  if (band === undefined) return { percent: '0', creditMinor: 0, capped: false };
  const lineMinor = shareOf(feeMinor, parsePercent(band.percent, ['bands', bands.indexOf(band), 'percent']));
  const capped = capMinor !== undefined && lineMinor > capMinor;
  return { percent: band.percent, creditMinor: capped ? capMinor : lineMinor, capped };
}

function exact(measured: string | MeasuredTime): Availability {
  if (typeof measured === 'string') return statedAvailability(measured);
  return availability(measured.totalMs, measured.downtimeMs);
}
