import type { Calendar } from '../business-time/calendar.ts';
import { startOfLocalDay } from '../business-time/zone.ts';
import { calendarOf } from '../contract/calendars.ts';
import { parseDuration } from '../contract/durations.ts';
import type { ServiceTerms } from '../contract/terms.ts';
import type { CountingRule, MinimumOutage } from '../downtime/downtime.ts';
import { compileExclusions, type ExclusionPolicy } from '../downtime/exclusion-rules.ts';
import { ValidationError } from '../errors.ts';
import { type Boundary, boundaryOf } from '../objective/bands.ts';

const DAY_MS = 86_400_000;

/** Terms made ready for arithmetic. */
export interface CompiledTerms {
  /** `JSON.stringify(terms)`, part of the text that is hashed. */
  readonly text: string;
  /** First instant of the subscription, and the first one no longer covered. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly counting: CountingRule;
  /** Environments whose outages users of the service feel. */
  readonly felt: readonly string[];
  readonly hours: Calendar | undefined;
  readonly minimum: MinimumOutage | undefined;
  readonly excludedTime: 'stays' | 'leaves';
  readonly policy: ExclusionPolicy;
  readonly bands: readonly Boundary[];
}

const known = new WeakMap<ServiceTerms, CompiledTerms>();

/**
 * @returns the same object for the same terms object
 * @throws ValidationError with the path inside the terms
 */
export function compileTerms(terms: ServiceTerms): CompiledTerms {
  let compiled = known.get(terms);
  if (compiled === undefined) {
    compiled = compile(terms);
    known.set(terms, compiled);
  }
  return compiled;
}

function compile(terms: ServiceTerms): CompiledTerms {
  const { availability, service, contract, timeZone } = terms;
  const calendars = new Map<string, Calendar>();
  for (const [name, rule] of Object.entries(terms.calendars)) {
    calendars.set(name, calendarOf(rule, timeZone, ['calendars', name]));
  }
  const during = availability?.during;
  const hours = during === undefined ? undefined : calendars.get(during);
  if (during !== undefined && hours === undefined) {
    throw new ValidationError(`the calendar "${during}" is not defined`, { path: ['availability', 'during'] });
  }
  return {
    text: termsText(terms),
    startsAt: startOfLocalDay(contract.startsOn, timeZone),
    endsAt:
      contract.endsBefore === undefined ? Number.POSITIVE_INFINITY : startOfLocalDay(contract.endsBefore, timeZone),
    counting: availability ?? {
      scope: 'any-user',
      environments: [service.environment],
      reportedOutageStartsAt: 'earlier-of-report-and-detection',
    },
    felt: [service.environment, ...(availability?.environments ?? [])],
    hours,
    minimum: minimumOf(availability),
    excludedTime: availability?.excludedTime ?? 'stays',
    policy: compileExclusions(terms.exclusions, calendars, timeZone),
    bands: (terms.credits?.bands ?? []).map((band, i) => boundaryOf(band, ['credits', 'bands', i])),
  };
}

const sections = new WeakMap<object, string>();

/** `JSON.stringify(terms)`; the agreement's sections are the same objects in the terms of all its contracts. */
function termsText(terms: ServiceTerms): string {
  let text = '';
  for (const [key, value] of Object.entries(terms)) {
    if (value === undefined) continue;
    const shared = value === terms.availability || value === terms.exclusions || value === terms.credits;
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${shared ? sectionText(value as object) : JSON.stringify(value)}`;
  }
  return `${text}}`;
}

function sectionText(section: object): string {
  let text = sections.get(section);
  if (text === undefined) {
    text = JSON.stringify(section);
    sections.set(section, text);
  }
  return text;
}

/** A minimum in days is that many times 24 hours: an outage is elapsed time. */
function minimumOf(availability: ServiceTerms['availability']): MinimumOutage | undefined {
  const rule = availability?.minimumOutage;
  if (rule === undefined) return undefined;
  const duration = parseDuration(rule.longerThan, ['availability', 'minimumOutage', 'longerThan']);
  return { longerThanMs: 'ms' in duration ? duration.ms : duration.days * DAY_MS, counts: rule.counts };
}
