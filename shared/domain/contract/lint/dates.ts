import { assertIanaZone } from '../../business-time/zone.ts';
import { ValidationError } from '../../errors.ts';
import type { Finding } from './finding.ts';

/**
 * A version takes effect on the first of a month; in the middle of one, two versions would judge it.
 * Source: semantics, agreements and contracts as data
 */
export function lintEffectiveDate(effectiveFrom: string): readonly Finding[] {
  if (effectiveFrom.endsWith('-01')) return [];
  const message = `${effectiveFrom} lies inside a month; a version takes effect on the first of one, such as ${effectiveFrom.slice(0, 7)}-01`;
  return [{ rule: 'effective-date', severity: 'error', path: ['effectiveFrom'], message }];
}

/** A zone that names no region has no clock changes, so that summer hours would be an hour off. Source: Seed sensey 05 */
export function lintTimeZone(timeZone: string): readonly Finding[] {
  try {
    assertIanaZone(timeZone);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return [{ rule: 'time-zone', severity: 'error', path: ['timeZone'], message: error.message }];
  }
}
