import { parseDate, weekdayOf } from '../../shared/domain/business-time/civil-date.ts';
import { parseInstant } from '../../shared/domain/business-time/instant.ts';
import { instantOfLocal } from '../../shared/domain/business-time/zone.ts';
import { ValidationError } from '../../shared/domain/errors.ts';

const DAY_MS = 86_400_000;
const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)$/;

/**
 * An instant as a person gives it: with zone or offset, or without as wall time of the contract's zone.
 * @param option stands in the message
 */
export function readMoment(text: string, zone: string, option: string): number {
  try {
    const match = LOCAL.exec(text);
    if (match === null) return parseInstant(text);
    const [, date, hour, minute, second] = match;
    const inDay = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second ?? 0) * 1_000;
    return instantOfLocal(zone, parseDate(date) * DAY_MS + inDay);
  } catch (cause) {
    const allowed = `; without zone it is wall time in ${zone}, such as 2026-05-07T16:00`;
    throw new ValidationError(`${option}: ${(cause as Error).message}${allowed}`, { cause });
  }
}

/** "Fri 2026-05-15 16:30 +02:00", from wall time with offset; seconds only when there are any. */
export function shownMoment(local: string): string {
  const [date = '', rest = ''] = local.split('T');
  const [, time = '', zone = ''] = /^([\d:.]+)(.*)$/.exec(rest) ?? [];
  return `${shownDate(date)} ${time.replace(/:00$/, '')} ${zone}`;
}

/** "Fri 2026-05-15". */
export function shownDate(date: string): string {
  const weekday = weekdayOf(parseDate(date));
  return `${weekday.slice(0, 1).toUpperCase()}${weekday.slice(1)} ${date}`;
}

/** "7 h 30 min". */
export function shownLength(ms: number): string {
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, (ms % 60_000) / 1_000];
  const parts = [
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(seconds > 0 ? [`${seconds} s`] : []),
  ];
  return parts.join(' ') || '0 min';
}
