import { openSpans } from '../business-time/business-time.ts';
import type { Calendar } from '../business-time/calendar.ts';
import { DAY_MS } from '../business-time/civil-date.ts';
import { instantOfLocal, localMsAt } from '../business-time/zone.ts';
import type { ExclusionRule, Ground } from '../contract/agreement.ts';
import { type Duration, parseDuration } from '../contract/durations.ts';
import { ValidationError } from '../errors.ts';
import { type Interval, intersect, union } from '../interval/interval.ts';
import type { Announcement, Exclusion } from './records.ts';

/** What an exclusion may act on; judged separately for each. */
export type ExcludedFigure = ExclusionRule['actsOn'][number];

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

/** Whether an announcement or a decision takes time out, and on what that rests. Rejected ones keep their reason. */
export interface ExclusionFinding extends Interval {
  readonly id: string;
  readonly from: 'announcement' | 'decision';
  readonly ground: Ground;
  /** The contract's clause for the ground; null when it has none. */
  readonly clause: string | null;
  readonly holds: boolean;
  /** What of the interval is taken out; less than all of it where only a window allows it. */
  readonly takesOut: readonly Interval[];
  readonly because: ExclusionReason;
  readonly channel?: string;
  /** When the announcement reached that channel, and when it had to. UTC epoch ms. */
  readonly sentAt?: number;
  readonly neededBy?: number;
  readonly decidedBy?: string;
  readonly decidedAt?: number;
  readonly reason?: string;
}

/** The contract's rules on exclusions, ready to be applied. */
export interface ExclusionPolicy {
  readonly timeZone: string;
  readonly rules: readonly CompiledRule[];
}

interface CompiledRule {
  readonly ground: Ground;
  readonly clause: string;
  readonly actsOn: ExclusionRule['actsOn'];
  readonly needsNotice: boolean;
  readonly channels: readonly string[];
  readonly before: Duration | undefined;
  readonly longerThan: Duration | undefined;
  readonly free: Calendar | undefined;
}

type Outcome = Pick<ExclusionFinding, 'holds' | 'takesOut' | 'because' | 'channel' | 'sentAt' | 'neededBy'>;

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

/**
 * Which exclusions hold under the contract, for one figure.
 *
 * Planned maintenance holds inside its announced window when the announcement reached every channel the contract names,
 * in time; without named channels one announcement before the start is enough. Inside the contract's service window no
 * announcement is needed. Every other ground needs a decision. A decision on a ground with a notice rule, planned
 * maintenance included, holds only where an announcement in time or the service window covers it.
 * @returns one finding per announcement, then one per decision, each in the order given
 * @throws ValidationError when a record ends before it starts
 * Source: semantics, exclusions; Seed diploc, Downtime; Seed fellow §4.4; Seed sensey 02
 */
export function findExclusions(
  policy: ExclusionPolicy,
  figure: ExcludedFigure,
  announcements: readonly Announcement[],
  decisions: readonly Exclusion[],
): readonly ExclusionFinding[] {
  const findings: ExclusionFinding[] = [];
  for (const announcement of announcements) {
    const { id, start, end } = announcement;
    assertOrder('announcement', announcement);
    const { rule, outcome } = judge(policy, figure, 'planned-maintenance', (candidate) =>
      announced(candidate, announcement, policy.timeZone),
    );
    const clause = rule?.clause ?? null;
    findings.push({ id, from: 'announcement', ground: 'planned-maintenance', start, end, clause, ...outcome });
  }
  for (const decision of decisions) {
    const { id, ground, start, end, decidedBy, decidedAt, reason } = decision;
    assertOrder('exclusion', decision);
    const { rule, outcome } = judge(policy, figure, ground, (candidate) =>
      decided(candidate, decision, announcements, policy.timeZone),
    );
    const clause = rule?.clause ?? null;
    findings.push({ id, from: 'decision', ground, start, end, clause, ...outcome, decidedBy, decidedAt, reason });
  }
  return findings;
}

/** All that the findings take out, overlaps once. */
export function takenOut(findings: readonly ExclusionFinding[]): readonly Interval[] {
  const pieces: Interval[] = [];
  for (const { takesOut } of findings) for (const piece of takesOut) pieces.push(piece);
  return union(pieces);
}

/** The first rule for the ground under which it holds; otherwise the first rejection. */
function judge(
  policy: ExclusionPolicy,
  figure: ExcludedFigure,
  ground: Ground,
  apply: (rule: CompiledRule) => Outcome,
): { readonly rule?: CompiledRule; readonly outcome: Outcome } {
  let rejected: { readonly rule: CompiledRule; readonly outcome: Outcome } | undefined;
  for (const rule of policy.rules) {
    if (rule.ground !== ground) continue;
    const outcome = rule.actsOn.includes(figure) ? apply(rule) : no('not-for-this-figure');
    if (outcome.holds) return { rule, outcome };
    if (rejected === undefined || rejected.outcome.because === 'not-for-this-figure') rejected = { rule, outcome };
  }
  return rejected ?? { outcome: no('ground-not-in-contract') };
}

function announced(rule: CompiledRule, announcement: Announcement, zone: string): Outcome {
  const window = { start: announcement.start, end: announcement.end };
  const length = lengthOutcome(rule, window, zone);
  if (length !== undefined) return length;
  const notice = noticeOutcome(rule, announcement, zone);
  if (notice.holds || rule.free === undefined) return notice;
  const inside = openSpans(rule.free, window);
  return inside.length === 0 ? notice : { holds: true, takesOut: inside, because: 'inside-service-window' };
}

function decided(
  rule: CompiledRule,
  decision: Exclusion,
  announcements: readonly Announcement[],
  zone: string,
): Outcome {
  const interval = { start: decision.start, end: decision.end };
  const length = lengthOutcome(rule, interval, zone);
  if (length !== undefined) return length;
  if (!rule.needsNotice) return { holds: true, takesOut: [interval], because: 'decided' };
  const windows = announcements.flatMap((announcement) => noticeOutcome(rule, announcement, zone).takesOut);
  const free = rule.free === undefined ? [] : openSpans(rule.free, interval);
  const covered = intersect([interval], [...windows, ...free]);
  return covered.length === 0 ? no('not-announced') : { holds: true, takesOut: covered, because: 'decided' };
}

/** Whether the announcement reached every channel by the time the contract demands. On the last instant is in time. */
function noticeOutcome(rule: CompiledRule, announcement: Announcement, zone: string): Outcome {
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

function lengthOutcome(rule: CompiledRule, { start, end }: Interval, zone: string): Outcome | undefined {
  if (start === end) return no('empty');
  if (rule.longerThan === undefined || start < earlierBy(end, rule.longerThan, zone)) return undefined;
  return no('not-long-enough');
}

/** Hours are elapsed time; days are calendar days back at the same wall time in the zone. */
function earlierBy(at: number, duration: Duration, zone: string): number {
  if ('ms' in duration) return at - duration.ms;
  return instantOfLocal(zone, localMsAt(zone, at) - duration.days * DAY_MS);
}

function no(because: ExclusionReason): Outcome {
  return { holds: false, takesOut: [], because };
}

function assertOrder(what: string, { id, start, end }: Interval & { readonly id: string }): void {
  if (end >= start) return;
  throw new ValidationError(`${what} ${id} ends at ${end}, before it starts at ${start}`, { path: [id, 'end'] });
}
