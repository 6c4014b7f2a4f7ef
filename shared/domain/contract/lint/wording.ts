import { parsePercent, WHOLE } from '../../money/percent.ts';
import { type Finding, isSettled, type LintTerms } from './finding.ts';

const DAYS = [28, 29, 30, 31] as const;

/**
 * What the text says about availability and cannot mean: a formula that divides the downtime, and amounts of downtime
 * that hold only for months of one length.
 * Source: Seed fellow §4.2; semantics, availability
 */
export function lintWording(terms: LintTerms): readonly Finding[] {
  const { availability } = terms.sections;
  const { formula, statedConstants = [], target } = availability ?? {};
  const findings: Finding[] = [];
  if (formula?.measures === 'unavailability' && !isSettled(terms, formula.clause)) {
    const message = `the formula "${formula.text}" measures unavailability: taken literally, no downtime at all gives 0 %; record how it is read`;
    const { clause } = formula;
    findings.push({ rule: 'formula-inverted', severity: 'error', path: ['availability', 'formula'], clause, message });
  }
  for (const [i, { clause, text, minutes }] of statedConstants.entries()) {
    if (isSettled(terms, clause) || isTrueOfAllMonths(target, minutes)) continue;
    const why =
      target === undefined
        ? 'no percentage is promised that it could follow from'
        : `${target} % leaves ${DAYS.map((days) => `${allowedMinutes(target, days)} min in ${days} days`).join(', ')}`;
    const message = `"${text}" states ${minutes} minutes as a constant; ${why}; record which of the two holds`;
    const path = ['availability', 'statedConstants', i];
    findings.push({ rule: 'stated-constant', severity: 'warning', path, clause, message });
  }
  return findings;
}

function isTrueOfAllMonths(target: string | undefined, minutes: number): boolean {
  if (target === undefined) return false;
  return DAYS.every((days) => Math.floor(allowedMicroMinutes(target, days) / 1_000_000) === minutes);
}

/** Millionths of a minute: whole, since a day has 1,440 minutes and a percentage six places. */
function allowedMicroMinutes(target: string, days: number): number {
  return ((WHOLE - parsePercent(target)) * days * 1_440) / 100;
}

/** Cut to two places. */
function allowedMinutes(target: string, days: number): string {
  const hundredths = Math.floor(allowedMicroMinutes(target, days) / 10_000);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}
