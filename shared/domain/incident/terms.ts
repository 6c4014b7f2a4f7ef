import { type Calendar, compileCalendar } from '../business-time/calendar.ts';
import type { Target } from '../business-time/deadline.ts';
import type {
  Agreement,
  CalendarRule,
  Language,
  PriorityRule,
  PromiseKind,
  TargetRule,
} from '../contract/agreement.ts';
import type { Contract } from '../contract/contract.ts';
import { parseTarget } from '../contract/durations.ts';
import { compileExclusions, type ExclusionPolicy } from '../downtime/exclusion-rules.ts';
import { findExclusions, takenOut } from '../downtime/exclusions.ts';
import type { Announcement, Exclusion } from '../downtime/records.ts';
import { ValidationError } from '../errors.ts';
import type { Interval } from '../interval/interval.ts';
import type { ClockRules } from './clocks.ts';
import type { ClockName, ClockTarget, ClockTargets, PriorityChange } from './incident-events.ts';
import { parseShare, parseTimeTarget } from './target-text.ts';

/** What was promised for one clock, in the agreement's words. */
export interface ClockPromise {
  readonly text: string;
  readonly kind: PromiseKind;
  readonly clause: string;
}

export interface PriorityTerms {
  readonly ref: string;
  readonly name: string;
  readonly severity: PriorityRule['severity'];
  readonly targets: ClockTargets;
  readonly promises: Readonly<Partial<Record<ClockName, ClockPromise>>>;
}

/** What one version of a contract says about incidents, ready for arithmetic. */
export interface IncidentTerms {
  readonly contract: Contract;
  readonly agreement: Agreement;
  readonly language: Language;
  readonly timeZone: string;
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Empty when the agreement promises nothing about incidents: they are kept, and no clock runs. */
  readonly priorities: ReadonlyMap<string, PriorityTerms>;
  readonly rules: Omit<ClockRules, ClockName>;
  readonly priorityChange: PriorityChange;
  /** Fields a report must carry before any clock runs. */
  readonly correctReport: { readonly clause: string; readonly fields: readonly string[] } | null;
  /** Rules on time in which the resolution clock does not run; null when the contract has none. */
  readonly exclusions: ExclusionPolicy | null;
  /** Time after a breach in which somebody must acknowledge it. */
  readonly escalateAfter: Target | null;
}

const NO_PROMISE: IncidentTerms['rules'] = {
  pauseStops: 'none',
  responseStopsAt: 'responded',
  resolutionStopsAt: 'resolved',
  resolutionStartsAt: 'reported',
};

/**
 * @throws ValidationError when a target, share or calendar of the contract cannot be read, with its place
 * Source: semantics, deadlines; a section agreed individually replaces the agreement's as a whole
 */
export function incidentTerms(contract: Contract, agreement: Agreement): IncidentTerms {
  const { timeZone } = agreement;
  const support = contract.agreed?.support ?? agreement.support;
  const calendars = compileCalendars(contract.agreed?.calendars ?? agreement.calendars ?? {}, timeZone);
  const priorities = (support?.priorities ?? []).map((rule, i): [string, PriorityTerms] => [
    rule.ref,
    priorityTerms(rule, calendars, ['support', 'priorities', i]),
  ]);
  const { escalateAfter } = contract;
  const rules = contract.agreed?.exclusions ?? agreement.exclusions ?? [];
  return {
    contract,
    agreement,
    language: contract.language ?? agreement.language,
    timeZone,
    calendars,
    priorities: new Map(priorities),
    rules:
      support === undefined
        ? NO_PROMISE
        : {
            pauseStops: support.pauseStops,
            responseStopsAt: support.responseStopsAt === 'first-answer' ? 'responded' : 'work-started',
            resolutionStopsAt: support.resolutionStopsAt === 'fix' ? 'resolved' : 'workaround',
            resolutionStartsAt: support.resolutionStartsAt === 'report' ? 'reported' : 'responded',
            warnAtPpm: parseShare(support.warnAt, ['support', 'warnAt']),
          },
    priorityChange: support?.priorityChange ?? 'retroactive',
    correctReport: support?.correctReport ?? null,
    exclusions: rules.some(({ actsOn }) => actsOn.includes('resolution'))
      ? compileExclusions(rules, calendars, timeZone)
      : null,
    escalateAfter: escalateAfter === undefined ? null : parseTimeTarget(escalateAfter, ['escalateAfter']),
  };
}

function compileCalendars(
  rules: Readonly<Record<string, CalendarRule>>,
  timeZone: string,
): ReadonlyMap<string, Calendar> {
  return new Map(
    Object.entries(rules).map(([name, { hours, holidays = [], exceptions = {} }]) => [
      name,
      compileCalendar({ timeZone, hours, holidays, exceptions }, ['calendars', name]),
    ]),
  );
}

const AROUND_THE_CLOCK = compileCalendar('24x7');

function priorityTerms(
  rule: PriorityRule,
  calendars: ReadonlyMap<string, Calendar>,
  path: readonly (string | number)[],
): PriorityTerms {
  const targets: Partial<Record<ClockName, ClockTarget>> = {};
  const promises: Partial<Record<ClockName, ClockPromise>> = {};
  for (const clock of ['response', 'resolution'] as const) {
    const target = rule[clock];
    if (target === undefined) continue;
    targets[clock] = clockTarget(target, calendars, [...path, clock]);
    promises[clock] = { text: target.within, kind: target.kind, clause: target.clause };
  }
  const { ref, name, severity } = rule;
  return { ref, name, severity, targets, promises };
}

function clockTarget(
  rule: TargetRule,
  calendars: ReadonlyMap<string, Calendar>,
  path: readonly (string | number)[],
): ClockTarget {
  const target = parseTarget(rule.within, [...path, 'within']) ?? 'by-agreement';
  const needsCalendar = target !== 'by-agreement' && !('clockMs' in target);
  if (rule.calendar === undefined && !needsCalendar) return { target, calendar: AROUND_THE_CLOCK };
  return { target, calendar: calendarNamed(calendars, rule.calendar, [...path, 'calendar']) };
}

/** @throws ValidationError (with `path`) when the contract has no calendar of that name */
export function calendarNamed(
  calendars: ReadonlyMap<string, Calendar>,
  name: string | undefined,
  path: readonly (string | number)[],
): Calendar {
  const calendar = name === undefined ? undefined : calendars.get(name);
  if (calendar !== undefined) return calendar;
  throw new ValidationError(
    `${name === undefined ? 'no calendar is named' : `"${name}" is not a calendar of the contract`}; ` +
      `it has ${[...calendars.keys()].join(', ') || 'none'}`,
    { path },
  );
}

/** The rules for an incident reported under a priority; without one there are no targets. */
export function clockRules(terms: IncidentTerms, priority: string | null): ClockRules {
  return { ...terms.rules, ...targetsOf(terms, priority) };
}

export function targetsOf(terms: IncidentTerms, priority: string | null): ClockTargets {
  return priority === null ? {} : (terms.priorities.get(priority)?.targets ?? {});
}

/** Time in which the resolution clock of a service's incidents does not run, by what was announced and decided. */
export function resolutionExclusions(
  { exclusions }: IncidentTerms,
  announcements: readonly Announcement[],
  decisions: readonly Exclusion[],
): readonly Interval[] {
  return exclusions === null ? [] : takenOut(findExclusions(exclusions, 'resolution', announcements, decisions));
}
