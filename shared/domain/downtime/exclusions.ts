import { openSpans } from '../business-time/business-time.ts';
import type { ExclusionRule, Ground } from '../contract/agreement.ts';
import { ValidationError } from '../errors.ts';
import { type Interval, intersect, union } from '../interval/interval.ts';
import {
  type CompiledRule,
  type ExclusionPolicy,
  lengthOutcome,
  no,
  noticeOutcome,
  type Outcome,
} from './exclusion-rules.ts';
import type { Announcement, Exclusion } from './records.ts';

/** What an exclusion may act on; judged separately for each. */
export type ExcludedFigure = ExclusionRule['actsOn'][number];

/** Whether an announcement or a decision takes time out, and on what that rests. Rejected ones keep their reason. */
export interface ExclusionFinding extends Interval, Outcome {
  readonly id: string;
  readonly from: 'announcement' | 'decision';
  readonly ground: Ground;
  /** The contract's clause for the ground; null when it has none. */
  readonly clause: string | null;
  readonly decidedBy?: string;
  readonly decidedAt?: number;
  readonly reason?: string;
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
  const windowsOf = announcedWindows(announcements, policy.timeZone);
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
      decided(candidate, decision, windowsOf, policy.timeZone),
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
  windowsOf: (rule: CompiledRule) => readonly Interval[],
  zone: string,
): Outcome {
  const interval = { start: decision.start, end: decision.end };
  const length = lengthOutcome(rule, interval, zone);
  if (length !== undefined) return length;
  if (!rule.needsNotice) return { holds: true, takesOut: [interval], because: 'decided' };
  const free = rule.free === undefined ? [] : openSpans(rule.free, interval);
  const covered = intersect([interval], [...windowsOf(rule), ...free]);
  return covered.length === 0 ? no('not-announced') : { holds: true, takesOut: covered, because: 'decided' };
}

/** Windows announced in time under a rule, worked out once per rule. */
function announcedWindows(announcements: readonly Announcement[], zone: string) {
  const known = new Map<CompiledRule, readonly Interval[]>();
  return (rule: CompiledRule): readonly Interval[] => {
    let windows = known.get(rule);
    if (windows === undefined) {
      windows = union(announcements.flatMap((announcement) => noticeOutcome(rule, announcement, zone).takesOut));
      known.set(rule, windows);
    }
    return windows;
  };
}

function assertOrder(what: string, { id, start, end }: Interval & { readonly id: string }): void {
  if (end >= start) return;
  throw new ValidationError(`${what} ${id} ends at ${end}, before it starts at ${start}`, { path: [id, 'end'] });
}
