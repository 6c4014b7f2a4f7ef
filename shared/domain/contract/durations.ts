import type { Target } from '../business-time/deadline.ts';
import { type Path, ValidationError } from '../errors.ts';

/** A length of time as a contract words it: elapsed time, or calendar days counted at the same wall time in the zone. */
export type Duration = { readonly ms: number } | { readonly days: number };

const UNIT_MS: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000 };
const UNIT_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 };
const LARGEST = 100_000;

/**
 * @param text a whole number above zero and a unit: "90 seconds", "15 minutes", "48 hours", "5 days", "2 weeks"
 * @returns elapsed ms for units up to the hour, calendar days for days and weeks
 * @throws ValidationError (with `path`) for anything else
 * Source: semantics, exclusions: 48 hours are elapsed time, 5 days are calendar days
 */
export function parseDuration(text: unknown, path: Path = []): Duration {
  const match = typeof text === 'string' ? /^([1-9]\d{0,5}) (second|minute|hour|day|week)s?$/.exec(text) : null;
  const count = Number(match?.[1]);
  const unit = match?.[2];
  if (unit === undefined || count > LARGEST) {
    throw new ValidationError(
      `${shown(text)} is not a duration; write a whole number up to ${LARGEST} and seconds, minutes, hours, days or weeks, such as "48 hours"`,
      { path },
    );
  }
  const days = UNIT_DAYS[unit];
  return days === undefined ? { ms: count * (UNIT_MS[unit] as number) } : { days: count * days };
}

/**
 * @param text "8 hours", "90 minutes" (on the clock), "8 business hours", "90 business minutes", "5 business days", or
 *   "by agreement"
 * @returns the target, or null when it is by agreement: no deadline until someone sets one
 * @throws ValidationError (with `path`) for anything else
 * Source: semantics, deadlines
 */
export function parseTarget(text: unknown, path: Path = []): Target | null {
  if (text === 'by agreement') return null;
  const match = typeof text === 'string' ? /^([1-9]\d{0,5}) (business )?(second|minute|hour|day)s?$/.exec(text) : null;
  const count = Number(match?.[1]);
  const business = match?.[2] !== undefined;
  const unit = match?.[3];
  if (unit === undefined || count > LARGEST || (unit === 'day' && !business)) {
    throw new ValidationError(
      `${shown(text)} is not a target; write "8 hours", "8 business hours", "90 business minutes", "5 business days" or "by agreement"`,
      { path },
    );
  }
  if (unit === 'day') return { businessDays: count };
  const ms = count * (UNIT_MS[unit] as number);
  return business ? { businessMs: ms } : { clockMs: ms };
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
