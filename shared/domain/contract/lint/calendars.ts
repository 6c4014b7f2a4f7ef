import type { Path } from '../../errors.ts';
import type { CalendarRule } from '../agreement.ts';
import { parseTarget } from '../durations.ts';
import { type Finding, isAsked, type LintTerms } from './finding.ts';

interface Mention {
  readonly name: string | undefined;
  readonly path: Path;
  /** The clauses an open question about it may stand under, the nearest first. */
  readonly clauses: readonly string[];
}

/**
 * Calendars that are named and not defined, and targets in business time that name none. A calendar that an agreement
 * leaves to its contracts has a name and stands among its open questions; it is missing only once there is a contract.
 * Source: semantics, agreements and contracts as data: targets on a calendar that is not defined
 */
export function lintCalendarNames(terms: LintTerms): readonly Finding[] {
  return mentions(terms).flatMap(({ name, path, clauses }): readonly Finding[] => {
    if (isCalendarDefined(terms, name)) return [];
    if (name !== undefined && !terms.isContract && isAsked(terms, ...clauses)) return [];
    const defined = Object.keys(terms.sections.calendars ?? {}).join(', ') || 'none';
    const fault =
      name === undefined ? 'business time is counted on no calendar' : `the calendar "${name}" is not defined`;
    const message = `${fault}; defined are ${defined}`;
    const clause = clauses[0];
    return [{ rule: 'calendar-undefined', severity: 'error', path, ...(clause !== undefined && { clause }), message }];
  });
}

/** Whether the terms define a calendar of that name. */
export function isCalendarDefined({ sections: { calendars } }: LintTerms, name: string | undefined): boolean {
  return name !== undefined && Object.hasOwn(calendars ?? {}, name);
}

function mentions({ sections: { availability, exclusions = [], support } }: LintTerms): readonly Mention[] {
  const found: Mention[] = [];
  if (availability?.during !== undefined) {
    found.push({ name: availability.during, path: ['availability', 'during'], clauses: [availability.clause] });
  }
  for (const [i, { freeDuring: name, clause, notice }] of exclusions.entries()) {
    if (name === undefined) continue;
    const clauses = notice?.clause === undefined ? [clause] : [clause, notice.clause];
    found.push({ name, path: ['exclusions', i, 'freeDuring'], clauses });
  }
  for (const [i, priority] of (support?.priorities ?? []).entries()) {
    for (const clock of ['response', 'resolution'] as const) {
      const rule = priority[clock];
      if (rule === undefined) continue;
      const target = parseTarget(rule.within);
      const needsCalendar = target !== null && !('clockMs' in target);
      if (rule.calendar === undefined && !needsCalendar) continue;
      const path = ['support', 'priorities', i, clock, ...(rule.calendar === undefined ? [] : ['calendar'])];
      found.push({
        name: rule.calendar,
        path,
        clauses: [rule.clause, priority.clause, support?.clause ?? rule.clause],
      });
    }
  }
  return found;
}

/**
 * Calendars whose list of holidays does not reach over every year the document covers, or claims a year without naming
 * a day of it.
 * Source: semantics, time: holidays are frozen into the contract version
 */
export function lintHolidays({ sections, years }: LintTerms): readonly Finding[] {
  return Object.entries(sections.calendars ?? {}).flatMap(([name, rule]): readonly Finding[] => {
    const missing = missingYears(rule, years);
    if (missing.length === 0) return [];
    const message = `the holidays of "${name}" are not complete for ${missing.join(', ')}; list them and name the year in holidayYears, or write "holidayYears: none"`;
    const path = ['calendars', name, ...(rule.holidayYears === undefined ? [] : ['holidayYears'])];
    return [{ rule: 'holidays-missing', severity: 'error', path, clause: rule.clause, message }];
  });
}

function missingYears({ holidayYears = [], holidays = [] }: CalendarRule, [first, last]: readonly [number, number]) {
  if (holidayYears === 'none') return [];
  const missing: number[] = [];
  for (let year = first; year <= last; year++) {
    const isComplete = holidayYears.includes(year) && holidays.some((date) => date.startsWith(`${year}-`));
    if (!isComplete) missing.push(year);
  }
  return missing;
}
