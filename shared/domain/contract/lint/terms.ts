import { civilDateOf, DAY_MS } from '../../business-time/civil-date.ts';
import type { Agreement } from '../agreement.ts';
import type { Contract } from '../contract.ts';
import type { LintTerms } from './finding.ts';

/** Without a date to look from, only the year in which a document takes effect is known to count. */
const NOWHERE = 0;

/**
 * An agreement by itself, as the rules look at it.
 * @param asOf UTC epoch ms; what runs on covers the years up to then
 */
export function agreementTerms(agreement: Agreement, asOf: number = NOWHERE): LintTerms {
  const { interpretations = [], openQuestions = [], effectiveFrom } = agreement;
  const years = coveredYears(effectiveFrom, undefined, asOf);
  return { sections: agreement, interpretations, openQuestions, isContract: false, years };
}

/**
 * A contract with its agreement behind it: sections agreed individually replace the agreement's, interpretations and
 * questions of both count.
 */
export function contractTerms(contract: Contract, agreement: Agreement, asOf: number = NOWHERE): LintTerms {
  const { effectiveFrom, startsOn, endsBefore, agreed } = contract;
  const from = startsOn > effectiveFrom ? startsOn : effectiveFrom;
  return {
    sections: { ...agreement, ...agreed },
    interpretations: [...(agreement.interpretations ?? []), ...(contract.interpretations ?? [])],
    openQuestions: [...(contract.openQuestions ?? []), ...(agreement.openQuestions ?? [])],
    isContract: true,
    years: coveredYears(from, endsBefore, asOf),
  };
}

/** First and last year; from December on the next one counts as well, since deadlines run over New Year. */
function coveredYears(from: string, endsBefore: string | undefined, asOf: number): readonly [number, number] {
  const first = Number(from.slice(0, 4));
  const { year, month } = civilDateOf(Math.floor(asOf / DAY_MS));
  let last = Math.max(first, month === 12 ? year + 1 : year);
  if (endsBefore !== undefined) {
    const endYear = Number(endsBefore.slice(0, 4));
    last = Math.max(first, Math.min(last, endsBefore.endsWith('-01-01') ? endYear - 1 : endYear));
  }
  return [first, last];
}
