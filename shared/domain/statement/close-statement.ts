import { openSpans } from '../business-time/business-time.ts';
import { monthPeriod } from '../business-time/period.ts';
import type { ServiceTerms } from '../contract/terms.ts';
import { calculateCredit } from '../credit/credit-calculation.ts';
import { issueCredit } from '../credit/issue-credit.ts';
import type { CreditCalculation, ServiceCredit } from '../credit/service-credit.ts';
import { contractedDowntime, countOutages, type DowntimeSteps, experiencedDowntime } from '../downtime/downtime.ts';
import { findExclusions, takenOut } from '../downtime/exclusions.ts';
import { PreconditionError, ValidationError } from '../errors.ts';
import { type Interval, totalMs } from '../interval/interval.ts';
import { availability, percentText } from '../objective/availability.ts';
import { type CompiledTerms, compileTerms } from './compiled-terms.ts';
import { contractedFigure, coverageOf, latencyFigure, thresholdsOf } from './figures.ts';
import { inputsText, orderedInputs } from './inputs-text.ts';
import {
  type Derivation,
  type ReviewReason,
  STATEMENT_SCHEMA_VERSION,
  type Statement,
  type StatementInputs,
  type StatementPeriod,
  statementIdOf,
} from './statement.ts';

/**
 * Closes a service's month: figures, derivation, credit. Depends on its inputs alone; the same inputs give the same text.
 * @param sha256 hex digest of a text's UTF-8 bytes
 * @throws PreconditionError when the contract does not cover the month, or it is closed before it is over
 * @throws ValidationError when an input is malformed
 * Source: semantics, downtime to closing a month
 */
export function closeStatement(given: StatementInputs, sha256: (text: string) => string): Statement {
  const inputs = orderedInputs(given);
  const { terms, month, revision, closedAt, corrects } = inputs;
  const compiled = compileTerms(terms);
  const period = periodOf(terms, compiled, month);
  assertClosable(inputs, period);
  const counted = countOutages(inputs.outages, compiled.counting, closedAt);
  const findings = findExclusions(compiled.policy, 'availability', inputs.announcements, inputs.exclusions);
  const serviceHours = compiled.hours === undefined ? null : openSpans(compiled.hours, period);
  const steps = contractedDowntime(
    counted.filter(({ counts }) => counts),
    takenOut(findings),
    period,
    { minimum: compiled.minimum, excludedTime: compiled.excludedTime, hours: serviceHours ?? undefined },
  );
  const pieces = experiencedDowntime(inputs.outages, compiled.felt, period, closedAt);
  const experiencedMs = totalMs(pieces);
  const coverage = coverageOf(inputs, period, serviceHours);
  const contracted = contractedFigure(terms.availability, steps);
  const credit = creditFor(inputs, period, steps);
  const review = reviewReasons(inputs, coverage, contracted.percent === null, credit);
  const statementId = statementIdOf(terms.contract.ref, terms.service.ref, month, revision);
  return {
    schemaVersion: STATEMENT_SCHEMA_VERSION,
    statementId,
    contractRef: terms.contract.ref,
    contractVersion: terms.contract.version,
    serviceRef: terms.service.ref,
    month,
    revision,
    ...(corrects !== undefined && {
      corrects: { statementId: corrects.statementId, revision: corrects.revision, reason: corrects.reason },
    }),
    period,
    measuredOn: terms.service.measuredBy,
    coverage,
    experienced: {
      totalMs: period.lengthMs,
      downtimeMs: experiencedMs,
      percent: percentText(period.lengthMs, experiencedMs),
      pieces,
    },
    contracted,
    latency: latencyFigure(inputs),
    thresholds: thresholdsOf(terms, compiled, steps),
    credit,
    serviceCredit: credit === null || isWaiting(review) ? null : issue(inputs, statementId, period, credit, sha256),
    review,
    derivation: derivationOf(steps, counted, findings, serviceHours),
    inputs,
    inputsSha256: sha256(inputsText(inputs, compiled.text)),
  };
}

/**
 * The part of a calendar month that a contract covers.
 * @throws PreconditionError when it covers none of it
 * Source: semantics, time: a partial period in a month inside which a contract starts or ends
 */
export function statementPeriod(terms: ServiceTerms, month: string): StatementPeriod {
  return periodOf(terms, compileTerms(terms), month);
}

function periodOf({ contract, timeZone }: ServiceTerms, compiled: CompiledTerms, month: string): StatementPeriod {
  const whole = monthPeriod(month, timeZone);
  const start = Math.max(whole.start, compiled.startsAt);
  const end = Math.min(whole.end, compiled.endsAt);
  if (start >= end) {
    throw new PreconditionError(
      `contract ${contract.ref} does not cover ${month}; it runs from ${contract.startsOn} until before ${contract.endsBefore ?? 'further notice'}`,
    );
  }
  const monthMs = whole.end - whole.start;
  const lengthMs = end - start;
  return {
    start,
    end,
    timeZone,
    monthMs,
    lengthMs,
    isPartial: lengthMs < monthMs,
    isLast: compiled.endsAt <= whole.end,
  };
}

function assertClosable({ closedAt, revision, month }: StatementInputs, period: StatementPeriod): void {
  if (!Number.isSafeInteger(revision) || revision < 1) {
    throw new ValidationError(`${revision} is not a revision; they count from 1`, { path: ['revision'] });
  }
  if (!Number.isSafeInteger(closedAt)) {
    throw new ValidationError(`${closedAt} is not an instant; give whole UTC epoch ms`, { path: ['closedAt'] });
  }
  if (closedAt < period.end) {
    throw new PreconditionError(`${month} cannot be closed at ${closedAt}; the period ends at ${period.end}`);
  }
}

function creditFor(inputs: StatementInputs, period: StatementPeriod, steps: DowntimeSteps): CreditCalculation | null {
  const { terms, month, earlierCredits = [], corrects } = inputs;
  if (terms.credits === undefined) return null;
  return calculateCredit({
    rule: terms.credits,
    fees: terms,
    month,
    periodMs: period.lengthMs,
    monthMs: period.monthMs,
    figure: steps.totalMs === 0 ? null : availability(steps.totalMs, steps.downtimeMs),
    earlier: earlierCredits,
    issuedBefore: corrects?.issued ?? { netMinor: 0, taxMinor: 0, grossMinor: 0 },
  });
}

function issue(
  { terms, month, revision, closedAt, approval, corrects }: StatementInputs,
  statementId: string,
  period: StatementPeriod,
  credit: CreditCalculation,
  sha256: (text: string) => string,
): ServiceCredit | null {
  if (terms.credits === undefined) return null;
  const context = {
    rule: terms.credits,
    contractRef: terms.contract.ref,
    contractVersion: terms.contract.version,
    serviceRef: terms.service.ref,
    month,
    currency: terms.currency,
    statementId,
    revision,
    determinedAt: closedAt,
    isLastMonth: period.isLast,
    approval,
    correction: corrects,
  };
  return issueCredit(credit, context, sha256);
}

/** A credit that needs approval waits by itself; any other reason holds back the whole month. */
function isWaiting(review: readonly ReviewReason[]): boolean {
  return review.some(({ code }) => code !== 'credit-needs-approval');
}

function reviewReasons(
  { accepted, approval }: StatementInputs,
  coverage: Statement['coverage'],
  isUnmeasurable: boolean,
  credit: CreditCalculation | null,
): readonly ReviewReason[] {
  const reasons: ReviewReason[] = [];
  if (accepted === undefined) {
    if (coverage !== null && coverage.unknownMs === coverage.totalMs) {
      reasons.push({ code: 'nothing-observed', message: 'the whole period is without observations' });
    } else if (coverage !== null && !coverage.sufficient) {
      const message = `${coverage.percent} % of the time was observed; the contract requires ${coverage.required} %`;
      reasons.push({ code: 'coverage-below-required', message });
    }
    if (isUnmeasurable) {
      reasons.push({ code: 'nothing-to-measure', message: 'hours and exclusions leave no time to measure' });
    }
  }
  if (credit?.approval?.needed === true && approval === undefined) {
    const { aboveMinor } = credit.approval;
    const message = `credits above ${aboveMinor} minor units need approval; ${credit.due.netMinor} are due`;
    reasons.push({ code: 'credit-needs-approval', message });
  }
  return reasons;
}

function derivationOf(
  steps: DowntimeSteps,
  outages: Derivation['outages'],
  exclusions: Derivation['exclusions'],
  serviceHours: readonly Interval[] | null,
): Derivation {
  const { united, excluded, afterExclusions, tooShort, afterMinimum, downtime } = steps;
  return {
    outages,
    united,
    exclusions,
    excluded,
    afterExclusions,
    tooShort,
    afterMinimum,
    serviceHours,
    downtime,
  };
}
