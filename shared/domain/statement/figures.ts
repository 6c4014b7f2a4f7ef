import type { AvailabilityRule } from '../contract/agreement.ts';
import type { ServiceTerms } from '../contract/terms.ts';
import type { DowntimeSteps } from '../downtime/downtime.ts';
import { clip, type Interval, intersect, totalMs, union } from '../interval/interval.ts';
import { parsePercent } from '../money/percent.ts';
import { availability, compareTo, errorBudgetMs, percentText, shownPercent } from '../objective/availability.ts';
import { holds, startsAtDowntimeMs } from '../objective/bands.ts';
import { meanText, meetsLatency } from '../objective/latency.ts';
import type { CompiledTerms } from './compiled-terms.ts';
import type { Contracted, Coverage, LatencyFigure, StatementInputs, Threshold } from './statement.ts';

/** The contracted number against its target. Without a promise it stands alone; without time to measure it is null. */
export function contractedFigure(rule: AvailabilityRule | undefined, steps: DowntimeSteps): Contracted {
  const { totalMs: total, downtimeMs, excludedMs } = steps;
  const measured = { totalMs: total, downtimeMs, excludedMs };
  const figure = total === 0 ? null : availability(total, downtimeMs);
  const percent = figure === null ? null : shownPercent(figure);
  if (rule?.target === undefined || figure === null) {
    const promise = { kind: rule?.kind ?? null, target: rule?.target ?? null };
    return { ...measured, percent, ...promise, met: null, budgetMs: null, budgetLeftMs: null };
  }
  const target = parsePercent(rule.target, ['availability', 'target']);
  const budgetMs = errorBudgetMs(total, target);
  return {
    ...measured,
    percent,
    kind: rule.kind,
    target: rule.target,
    met: compareTo(figure, target) >= 0,
    budgetMs,
    budgetLeftMs: budgetMs - downtimeMs,
  };
}

/** Where the target is missed and each band begins, in downtime of this period; least downtime first. */
export function thresholdsOf(terms: ServiceTerms, compiled: CompiledTerms, steps: DowntimeSteps): readonly Threshold[] {
  const total = steps.totalMs;
  if (total === 0) return [];
  const figure = availability(total, steps.downtimeMs);
  const thresholds: Threshold[] = [];
  const rule = terms.availability;
  if (rule?.target !== undefined) {
    const boundary = { microPercent: parsePercent(rule.target), isIncluded: false };
    thresholds.push({
      kind: 'target',
      clause: rule.clause,
      percent: rule.target,
      boundary: 'below',
      fromDowntimeMs: startsAtDowntimeMs(total, boundary),
      holds: holds(figure, boundary),
    });
  }
  for (const [i, band] of (terms.credits?.bands ?? []).entries()) {
    const boundary = compiled.bands[i] as CompiledTerms['bands'][number];
    thresholds.push({
      kind: 'band',
      clause: band.clause,
      percent: (band.below ?? band.atOrBelow) as string,
      boundary: boundary.isIncluded ? 'atOrBelow' : 'below',
      fromDowntimeMs: startsAtDowntimeMs(total, boundary),
      holds: holds(figure, boundary),
      creditPercent: band.percent,
    });
  }
  return thresholds.sort((a, b) => a.fromDowntimeMs - b.fromDowntimeMs);
}

/**
 * Share of the promised time that was observed. A service measured by probes without any list of gaps was not observed
 * at all: no data is never up. Records alone have no coverage.
 */
export function coverageOf(
  { terms, unknown }: StatementInputs,
  period: Interval,
  serviceHours: readonly Interval[] | null,
): Coverage | null {
  if (terms.service.measuredBy !== 'probes') return null;
  const promised = serviceHours === null || serviceHours.length === 0 ? [period] : serviceHours;
  const total = totalMs(promised);
  const gaps = unknown === undefined ? promised : intersect(clip(union(unknown), period), promised);
  const unknownMs = totalMs(gaps);
  const required = terms.closing?.requiredCoverage ?? null;
  return {
    totalMs: total,
    unknownMs,
    percent: percentText(total, unknownMs),
    required,
    sufficient: required === null || compareTo(availability(total, unknownMs), parsePercent(required)) >= 0,
    unknown: gaps,
  };
}

/** null without a promise on latency; a figure without a mean when nothing was observed. */
export function latencyFigure({ terms, latency }: StatementInputs): LatencyFigure | null {
  if (terms.latency === undefined) return null;
  const { clause, kind, meanAtMostMs } = terms.latency;
  const sample = latency ?? { sumMs: 0, count: 0 };
  return {
    clause,
    kind,
    atMostMs: meanAtMostMs,
    sumMs: sample.sumMs,
    count: sample.count,
    meanMs: meanText(sample),
    met: meetsLatency(sample, meanAtMostMs),
  };
}
