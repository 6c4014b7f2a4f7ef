import { contractedDowntime, type MinimumOutage } from '../downtime/downtime.ts';
import { type Path, ValidationError } from '../errors.ts';
import { type Interval, interval } from '../interval/interval.ts';
import { parsePercent } from '../money/percent.ts';
import { availability, compareTo, shownPercent } from './availability.ts';

/** `[start, end)` in UTC epoch ms, as JSON carries it. */
export type Pair = readonly [start: number, end: number];

/** A question about plain intervals, without any record or contract. */
export interface AvailabilityQuestion {
  readonly period: Pair;
  /** All of them count; give pieces that cross the period's edge whole. */
  readonly outages?: readonly Pair[] | undefined;
  /** All of them hold. */
  readonly exclusions?: readonly Pair[] | undefined;
  readonly minimum?: MinimumOutage | undefined;
  /** Default `stays`. */
  readonly excludedTime?: 'stays' | 'leaves' | undefined;
  /** Exact percentage. */
  readonly target?: string | undefined;
}

export interface AvailabilityAnswer {
  readonly totalMs: number;
  readonly downtimeMs: number;
  /** Outage time inside the period that an exclusion took out. */
  readonly excludedMs: number;
  /** Cut to four places. */
  readonly percent: string;
  /** Only with a target. */
  readonly met?: boolean;
}

/**
 * The availability of a period by the contract's downtime rule.
 * @throws ValidationError with the path of the member that is not allowed; also when exclusions leave no time to measure
 * Source: semantics, downtime (steps 2 to 5) and availability
 */
export function availabilityOf(question: AvailabilityQuestion): AvailabilityAnswer {
  const period = pair(question.period, ['period']);
  const { minimum } = question;
  if (minimum !== undefined) assertMinimum(minimum);
  const steps = contractedDowntime(
    pairs(question.outages, 'outages'),
    pairs(question.exclusions, 'exclusions'),
    period,
    {
      minimum,
      excludedTime: question.excludedTime ?? 'stays',
    },
  );
  const { totalMs, downtimeMs, excludedMs } = steps;
  const figure = availability(totalMs, downtimeMs);
  const answer = { totalMs, downtimeMs, excludedMs, percent: shownPercent(figure) };
  if (question.target === undefined) return answer;
  return { ...answer, met: compareTo(figure, parsePercent(question.target, ['target'])) >= 0 };
}

function assertMinimum({ longerThanMs, counts }: MinimumOutage): void {
  if (!Number.isSafeInteger(longerThanMs) || longerThanMs < 0) {
    throw new ValidationError(`${longerThanMs} ms is not a minimum; it must be whole ms, not negative`, {
      path: ['minimum', 'longerThanMs'],
    });
  }
  if (counts !== 'whole' && counts !== 'excess') {
    throw new ValidationError(`"${counts}" is not a way to count; allowed are whole and excess`, {
      path: ['minimum', 'counts'],
    });
  }
}

function pairs(list: readonly Pair[] | undefined, name: string): readonly Interval[] {
  return (list ?? []).map((entry, i) => pair(entry, [name, i]));
}

function pair(entry: Pair, path: Path): Interval {
  try {
    return interval(entry[0], entry[1]);
  } catch (cause) {
    throw new ValidationError(`${JSON.stringify(entry)} is not [start, end) in whole UTC epoch ms`, { path, cause });
  }
}
