import { Temporal } from 'temporal-polyfill';
import { type Path, ValidationError } from '../errors.ts';
import {
  civilDateOf,
  DAY_MS,
  epochDayOf,
  FIRST_YEAR,
  formatDate,
  HOUR_MS,
  LAST_YEAR,
  MINUTE_MS,
  parseDate,
  show,
  twoDigits,
} from './civil-date.ts';

const FIRST_INSTANT = 0;
const END_INSTANT = Date.UTC(LAST_YEAR + 1, 0, 1);

/** Stretches of constant UTC offset around one year: from `starts[i]` on, local time is UTC plus `offsets[i]` ms. */
interface Offsets {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

const cache = new Map<string, Map<number, Offsets>>();
const accepted = new Set<unknown>(['UTC']);

/**
 * Insists on a zone that names a region and so carries that region's clock changes.
 * @param zone an IANA name such as `Europe/Amsterdam`, or `UTC`
 * @returns the name, unchanged
 * @throws ValidationError (with `path`) for abbreviations (`CET`), offsets (`+01:00`, `Etc/GMT-1`), unknown or misspelt names
 */
export function assertIanaZone(zone: unknown, path: Path = []): string {
  if (accepted.has(zone)) return zone as string;
  const problem = (why: string) =>
    new ValidationError(`${show(zone)} ${why}; write an IANA zone such as "Europe/Amsterdam", or "UTC"`, { path });
  if (typeof zone !== 'string') throw problem('is not the name of a time zone');
  if (!zone.includes('/') || zone.startsWith('Etc/GMT')) throw problem('is an abbreviation or an offset, not a region');
  let known: string;
  try {
    known = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
  } catch {
    throw problem('is not in the time zone database');
  }
  if (known !== zone) throw problem(`is spelt "${known}" in the time zone database`);
  accepted.add(zone);
  return zone;
}

/**
 * @throws ValidationError (with `path`) when the value is not whole milliseconds within the supported years
 */
export function assertInstant(at: number, path: Path = []): void {
  if (Number.isSafeInteger(at) && at >= FIRST_INSTANT && at < END_INSTANT) return;
  throw new ValidationError(
    `${at} is not an instant; allowed are whole UTC epoch milliseconds in the years ${FIRST_YEAR} to ${LAST_YEAR}`,
    { path },
  );
}

/**
 * The instant at which the wall clock of a zone first reaches a local time. So a time that does not exist moves
 * forward to the next existing instant and a time that occurs twice is the first of the two.
 * @param localMs the local date and time, counted in ms as if it were UTC
 * @returns UTC epoch ms
 */
export function instantOfLocal(zone: string, localMs: number): number {
  if (zone === 'UTC') return localMs;
  const { starts, offsets } = offsetsAround(zone, civilDateOf(Math.floor(localMs / DAY_MS)).year);
  const last = starts.length - 1;
  for (let i = 0; i < last; i++) {
    const offset = offsets[i] as number;
    if (localMs < (starts[i + 1] as number) + offset) return Math.max(localMs - offset, starts[i] as number);
  }
  return Math.max(localMs - (offsets[last] as number), starts[last] as number);
}

/** UTC offset of a zone at an instant, in ms, positive east of Greenwich. */
export function offsetAt(zone: string, at: number): number {
  if (zone === 'UTC') return 0;
  const { starts, offsets } = offsetsAround(zone, civilDateOf(Math.floor(at / DAY_MS)).year);
  let i = starts.length - 1;
  while (i > 0 && at < (starts[i] as number)) i--;
  return offsets[i] as number;
}

/** Local date and time at an instant, counted in ms as if it were UTC. */
export function localMsAt(zone: string, at: number): number {
  return at + offsetAt(zone, at);
}

/**
 * An instant in the wall time of a zone: `2026-05-08T15:30:00+02:00`, with milliseconds only when there are any.
 * @param at UTC epoch ms
 * @throws ValidationError for an unknown zone or an instant outside the supported years
 */
export function formatLocal(at: number, zone: string): string {
  assertIanaZone(zone);
  assertInstant(at);
  const offset = offsetAt(zone, at);
  const local = at + offset;
  const day = Math.floor(local / DAY_MS);
  const inDay = local - day * DAY_MS;
  const seconds = twoDigits(Math.floor(inDay / 1000) % 60);
  const millis = inDay % 1000 === 0 ? '' : `.${String(inDay % 1000).padStart(3, '0')}`;
  return `${formatDate(day)}T${clockTime(inDay)}:${seconds}${millis}${zone === 'UTC' ? 'Z' : formatOffset(offset)}`;
}

/**
 * The first instant of a local day; later than midnight where a clock change skips midnight.
 * @param date `YYYY-MM-DD`
 * @returns UTC epoch ms
 * @throws ValidationError for an impossible date or an unknown zone
 */
export function startOfLocalDay(date: string, zone: string): number {
  return instantOfLocal(assertIanaZone(zone), parseDate(date) * DAY_MS);
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDateOf(at: number, zone: string): string {
  assertIanaZone(zone);
  assertInstant(at);
  return formatDate(Math.floor(localMsAt(zone, at) / DAY_MS));
}

function clockTime(ms: number): string {
  return `${twoDigits(Math.floor(ms / HOUR_MS))}:${twoDigits(Math.floor(ms / MINUTE_MS) % 60)}`;
}

function formatOffset(offset: number): string {
  const size = Math.abs(offset);
  const seconds = size % MINUTE_MS === 0 ? '' : `:${twoDigits((size % MINUTE_MS) / 1000)}`;
  return `${offset < 0 ? '-' : '+'}${clockTime(size)}${seconds}`;
}

function offsetsAround(zone: string, year: number): Offsets {
  let years = cache.get(zone);
  if (years === undefined) {
    years = new Map();
    cache.set(zone, years);
  }
  let found = years.get(year);
  if (found === undefined) {
    found = readOffsets(zone, year);
    years.set(year, found);
  }
  return found;
}

function readOffsets(zone: string, year: number): Offsets {
  const from = (epochDayOf(year, 1, 1) - 3) * DAY_MS;
  const until = (epochDayOf(year + 1, 1, 1) + 3) * DAY_MS;
  let zoned = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const starts = [from];
  const offsets = [Math.round(zoned.offsetNanoseconds / 1e6)];
  for (;;) {
    const next = zoned.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= until) return { starts, offsets };
    starts.push(next.epochMilliseconds);
    offsets.push(Math.round(next.offsetNanoseconds / 1e6));
    zoned = next;
  }
}
