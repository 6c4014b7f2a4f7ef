import type { Calendar } from '../business-time/calendar.ts';
import { DAY_MS } from '../business-time/civil-date.ts';
import { instantOfLocal, localMsAt } from '../business-time/zone.ts';
import type { ExclusionRule, Ground } from '../contract/agreement.ts';
import { type Duration, parseDuration } from '../contract/durations.ts';
import { ValidationError } from '../errors.ts';
import type { Interval } from '../interval/interval.ts';
import type { Announcement } from './records.ts';

export type ExclusionReason =
  | 'announced-in-time'
  | 'inside-service-window'
  | 'decided'
  | 'ground-not-in-contract'
  | 'not-for-this-figure'
  | 'not-announced'
  | 'channel-missing'
  | 'announced-too-late'
  | 'not-long-enough'
  | 'empty';

/** The contract's rules on exclusions, ready to be applied. */
export interface ExclusionPolicy {
  readonly timeZone: string;
  readonly rules: readonly CompiledRule[];
}

/** One rule with its durations parsed and its window compiled. */
export interface CompiledRule {
  readonly ground: Ground;
  readonly clause: string;
  readonly actsOn: ExclusionRule['actsOn'];
  readonly needsNotice: boolean;
  readonly channels: readonly string[];
  readonly before: Duration | undefined;
  readonly longerThan: Duration | undefined;
  readonly free: Calendar | undefined;
}

/** What one rule says about one interval. */
export interface Outcome {
  readonly holds: boolean;
  /** What of the interval is taken out; less than all of it where only a window allows it. */
  readonly takesOut: readonly Interval[];
  readonly because: ExclusionReason;
  readonly channel?: string;
  /** When the announcement reached that channel, and when it had to. UTC epoch ms. */
  readonly sentAt?: number;
  readonly neededBy?: number;
}

/**
 * @param calendars compiled, by name
 * @throws ValidationError for a malformed duration or a calendar that is not there (path from the list of rules)
 */
export function compileExclusions(
  rules: readonly ExclusionRule[],
  calendars: ReadonlyMap<string, Calendar>,
  timeZone: string,
): ExclusionPolicy {
  const compiled = rules.map(({ ground, clause, actsOn, notice, longerThan, freeDuring }, i): CompiledRule => {
    const free = freeDuring === undefined ? undefined : calendars.get(freeDuring);
    if (freeDuring !== undefined && free === undefined) {
      throw new ValidationError(`the calendar "${freeDuring}" is not defined`, { path: [i, 'freeDuring'] });
    }
    return {
      ground,
      clause,
      actsOn,
      free,
      needsNotice: ground === 'planned-maintenance' || notice !== undefined,
      channels: notice?.channels ?? [],
      before: notice?.before === undefined ? undefined : parseDuration(notice.before, [i, 'notice', 'before']),
      longerThan: longerThan === undefined ? undefined : parseDuration(longerThan, [i, 'longerThan']),
    };
  });
  return { timeZone, rules: compiled };
}

/** Whether the announcement reached every channel by the time the contract demands. On the last instant is in time. */
export function noticeOutcome(rule: CompiledRule, announcement: Announcement, zone: string): Outcome {
  const { start, end, sent } = announcement;
  const neededBy = rule.before === undefined ? start : earlierBy(start, rule.before, zone);
  if (sent.length === 0) return { ...no('not-announced'), neededBy };
  const channels = rule.channels.length > 0 ? rule.channels : [undefined];
  let last: { readonly channel: string; readonly at: number } | undefined;
  for (const channel of channels) {
    let first: { readonly channel: string; readonly at: number } | undefined;
    for (const sending of sent) {
      if (channel !== undefined && sending.channel !== channel) continue;
      if (first === undefined || sending.at < first.at) first = sending;
    }
    if (first === undefined) return { ...no('channel-missing'), channel: channel as string, neededBy };
    if (last === undefined || first.at > last.at) last = first;
  }
  const decisive = last as { readonly channel: string; readonly at: number };
  const proof = { channel: decisive.channel, sentAt: decisive.at, neededBy };
  if (decisive.at > neededBy) return { ...no('announced-too-late'), ...proof };
  return { holds: true, takesOut: [{ start, end }], because: 'announced-in-time', ...proof };
}

/** A rejection when the interval is empty or not strictly longer than the rule demands; undefined otherwise. */
export function lengthOutcome(rule: CompiledRule, { start, end }: Interval, zone: string): Outcome | undefined {
  if (start === end) return no('empty');
  if (rule.longerThan === undefined || start < earlierBy(end, rule.longerThan, zone)) return undefined;
  return no('not-long-enough');
}

/** Hours are elapsed time; days are calendar days back at the same wall time in the zone. */
function earlierBy(at: number, duration: Duration, zone: string): number {
  if ('ms' in duration) return at - duration.ms;
  return instantOfLocal(zone, localMsAt(zone, at) - duration.days * DAY_MS);
}

export function no(because: ExclusionReason): Outcome {
  return { holds: false, takesOut: [], because };
}
