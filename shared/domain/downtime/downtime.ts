import type { AvailabilityRule } from '../contract/agreement.ts';
import { ValidationError } from '../errors.ts';
import { clip, type Interval, intersect, subtract, totalMs, union } from '../interval/interval.ts';
import type { Outage } from './records.ts';

/** What a contract says about which outages count. */
export type CountingRule = Pick<AvailabilityRule, 'scope' | 'environments' | 'reportedOutageStartsAt'>;

/** A recorded outage with the interval that is charged for it, and whether it counts at all. */
export interface CountedOutage extends Interval {
  readonly id: string;
  readonly source: Outage['source'];
  readonly counts: boolean;
  /** Why it does not count. */
  readonly because?: 'environment' | 'scope' | 'empty';
  /** It was still open at closing. */
  readonly wasOpen?: true;
}

/** Rule on short pieces, with its length in ms. */
export interface MinimumOutage {
  /** A contiguous piece counts only when strictly longer. */
  readonly longerThanMs: number;
  /** All of it, or the piece without its first `longerThanMs`. */
  readonly counts: 'whole' | 'excess';
}

export interface DowntimeRule {
  readonly minimum?: MinimumOutage | undefined;
  /** Whether excluded time stays in the total or leaves it. */
  readonly excludedTime: 'stays' | 'leaves';
  /** Service hours inside the period; absent: around the clock. */
  readonly hours?: readonly Interval[] | undefined;
}

/** Steps 2 to 5 with every list on the way, and the three figures that follow. */
export interface DowntimeSteps {
  /** 2: overlaps once. */
  readonly united: readonly Interval[];
  /** 3: all that is taken out (union), and what remains. */
  readonly excluded: readonly Interval[];
  readonly afterExclusions: readonly Interval[];
  /** 4: pieces that are too short, and what counts of the others. */
  readonly tooShort: readonly Interval[];
  readonly afterMinimum: readonly Interval[];
  /** 5: cut to the period and to the service hours. */
  readonly downtime: readonly Interval[];
  readonly totalMs: number;
  readonly downtimeMs: number;
  readonly excludedMs: number;
}

/**
 * Step 1: which outages count, by scope and environment, and from when.
 *
 * The start follows the contract: the earlier of report and detection holds for every source; "report" moves only what
 * came in as a report, since an accepted claim states its interval and a probe does not report.
 * @param closedAt end of outages that are still open, UTC epoch ms
 * @returns one entry per outage, in the order given
 * @throws ValidationError when a record ends before it starts (path: its index)
 * Source: semantics, downtime, step 1; Seed diploc, Downtime; Seed fellow §4.2
 */
export function countOutages(
  outages: readonly Outage[],
  rule: CountingRule,
  closedAt: number,
): readonly CountedOutage[] {
  const counted: CountedOutage[] = [];
  for (let i = 0; i < outages.length; i++) {
    const { id, source, start: detected, end: ended, environment, scope } = outages[i] as Outage;
    if (ended !== undefined && ended < detected) {
      throw new ValidationError(`outage ${id} ends at ${ended}, before it starts at ${detected}`, { path: [i, 'end'] });
    }
    const end = ended ?? closedAt;
    const start = startOf(outages[i] as Outage, rule.reportedOutageStartsAt);
    const because = !rule.environments.includes(environment)
      ? 'environment'
      : rule.scope === 'all-users' && scope !== 'all-users'
        ? 'scope'
        : start >= end
          ? 'empty'
          : undefined;
    const base = { id, source, start, end: Math.max(start, end), counts: because === undefined };
    if (because === undefined && ended !== undefined) counted.push(base);
    else counted.push({ ...base, ...(because && { because }), ...(ended === undefined && { wasOpen: true as const }) });
  }
  return counted;
}

function startOf(outage: Outage, rule: CountingRule['reportedOutageStartsAt']): number {
  const { start, reportedAt, source } = outage;
  if (reportedAt === undefined || rule === 'detection') return start;
  if (rule === 'report') return source === 'report' ? reportedAt : start;
  return Math.min(start, reportedAt);
}

/**
 * Steps 2 to 5, in this order: union; minus exclusions; minimum duration on each remaining contiguous piece, before any
 * cut at the period's edge; cut to the period and to the service hours.
 *
 * `totalMs` is the length of the period or its service hours. Where excluded time leaves the total, all of it leaves,
 * not only the part in which the service was down: the excluded window is then no time the promise speaks of.
 * @param outages intervals that count, unclipped: a piece is measured as a whole even where it crosses the edge
 * @param exclusions intervals that are taken out
 * @throws ValidationError when an interval is reversed
 * Source: semantics, downtime
 */
export function contractedDowntime(
  outages: readonly Interval[],
  exclusions: readonly Interval[],
  period: Interval,
  rule: DowntimeRule,
): DowntimeSteps {
  const united = union(outages);
  const excluded = union(exclusions);
  const afterExclusions = excluded.length === 0 ? united : subtract(united, excluded);
  const { tooShort, afterMinimum } = applyMinimum(afterExclusions, rule.minimum);
  const measured = rule.hours === undefined ? clip([period], period) : clip(union(rule.hours), period);
  const downtime = cut(afterMinimum, measured);
  const takenOut = cut(excluded, measured);
  const total = totalMs(measured) - (rule.excludedTime === 'leaves' ? totalMs(takenOut) : 0);
  return {
    united,
    excluded,
    afterExclusions,
    tooShort,
    afterMinimum,
    downtime,
    totalMs: total,
    downtimeMs: totalMs(downtime),
    excludedMs: takenOut.length === 0 ? 0 : totalMs(intersect(united, takenOut)),
  };
}

/**
 * The other number: as users felt it. Every outage in the service's environment whatever its scope, from its earliest
 * sign, overlaps once, cut to the period; no exclusions, no minimum, no service hours.
 * @param environments those whose outages users of the service feel
 * @param closedAt end of outages that are still open, UTC epoch ms
 * @returns disjoint pieces in order
 * Source: semantics, downtime: two numbers always stand side by side
 */
export function experiencedDowntime(
  outages: readonly Outage[],
  environments: readonly string[],
  period: Interval,
  closedAt: number,
): readonly Interval[] {
  const felt: Interval[] = [];
  for (const outage of outages) {
    const { start: detected, reportedAt = detected, end = closedAt, environment } = outage;
    if (!environments.includes(environment)) continue;
    const start = Math.min(detected, reportedAt);
    if (start >= end) continue;
    felt.push(isClosed(outage) && start === detected ? outage : { start, end });
  }
  return clip(union(felt), period);
}

function isClosed(outage: Outage): outage is Outage & Interval {
  return outage.end !== undefined;
}

function applyMinimum(
  pieces: readonly Interval[],
  minimum: MinimumOutage | undefined,
): Pick<DowntimeSteps, 'tooShort' | 'afterMinimum'> {
  if (minimum === undefined) return { tooShort: [], afterMinimum: pieces };
  const { longerThanMs, counts } = minimum;
  const tooShort: Interval[] = [];
  const afterMinimum: Interval[] = [];
  for (const piece of pieces) {
    if (piece.end - piece.start <= longerThanMs) tooShort.push(piece);
    else afterMinimum.push(counts === 'whole' ? piece : { start: piece.start + longerThanMs, end: piece.end });
  }
  return { tooShort, afterMinimum };
}

function cut(pieces: readonly Interval[], measured: readonly Interval[]): readonly Interval[] {
  const only = measured.length === 1 ? measured[0] : undefined;
  return only === undefined ? intersect(pieces, measured) : clip(pieces, only);
}
