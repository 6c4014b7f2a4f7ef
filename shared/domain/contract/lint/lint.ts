import type { Path } from '../../errors.ts';
import type { Agreement } from '../agreement.ts';
import type { Contract } from '../contract.ts';
import { lintBands } from './bands.ts';
import { lintCalendarNames, lintHolidays } from './calendars.ts';
import { lintCaps } from './caps.ts';
import { lintEffectiveDate, lintTimeZone } from './dates.ts';
import { lintExclusions } from './exclusions.ts';
import type { Finding, LintTerms } from './finding.ts';
import { lintOpenQuestions } from './open-questions.ts';
import { lintPriorities } from './priorities.ts';
import { lintAgreementRef, lintReferences } from './references.ts';
import { agreementTerms, contractTerms } from './terms.ts';
import { lintWording } from './wording.ts';

/**
 * Every fault of an agreement, all at once.
 * @param asOf UTC epoch ms: an agreement that runs on covers the years up to then
 * Source: semantics, agreements and contracts as data
 */
export function lintAgreement(agreement: Agreement, asOf: number): readonly Finding[] {
  const terms = agreementTerms(agreement, asOf);
  return [
    ...lintEffectiveDate(agreement.effectiveFrom),
    ...lintTimeZone(agreement.timeZone),
    ...lintSections(terms),
    ...lintCaps(terms),
    ...lintOpenQuestions(terms),
  ];
}

/**
 * Every fault of a contract with its agreement behind it, all at once. What is wrong with the agreement itself is not
 * repeated; what becomes wrong by this contract is, at the section agreed individually, or else where the contract names
 * its agreement. Without the agreement only the date can be looked at.
 * @param asOf UTC epoch ms: a contract that runs on covers the years up to then
 */
export function lintContract(contract: Contract, agreement: Agreement | undefined, asOf: number): readonly Finding[] {
  const own = lintEffectiveDate(contract.effectiveFrom);
  if (agreement === undefined) return own;
  const other = lintAgreementRef(contract, agreement);
  if (other.length > 0) return [...own, ...other];
  const terms = contractTerms(contract, agreement, asOf);
  const known = new Set(lintAgreement(agreement, asOf).map(keyOf));
  const found = [...lintSections(terms), ...lintCaps(terms, contract.services)].flatMap(
    (finding): readonly Finding[] => {
      const section = finding.path[0] as keyof LintTerms['sections'];
      if (contract.agreed?.[section] !== undefined) return [{ ...finding, path: ['agreed', ...finding.path] }];
      return known.has(keyOf(finding)) ? [] : [{ ...finding, path: ['agreement'] }];
    },
  );
  const asked = lintOpenQuestions(terms).map(
    (finding): Finding => ({ ...finding, path: questionPath(contract, finding.path) }),
  );
  return [...own, ...lintReferences(contract, agreement, terms), ...found, ...asked];
}

function lintSections(terms: LintTerms): readonly Finding[] {
  return [
    ...lintHolidays(terms),
    ...lintWording(terms),
    ...lintExclusions(terms),
    ...lintPriorities(terms),
    ...lintCalendarNames(terms),
    ...lintBands(terms),
  ];
}

function keyOf({ rule, path }: Finding): string {
  return JSON.stringify([rule, path]);
}

/** The contract's own questions come first; one of the agreement's is shown where the contract names its agreement. */
function questionPath(contract: Contract, path: Path): Path {
  return Number(path[1]) < (contract.openQuestions ?? []).length ? path : ['agreement'];
}
