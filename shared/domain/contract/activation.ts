import { PreconditionError } from '../errors.ts';
import type { Agreement, OpenQuestion } from './agreement.ts';
import type { Contract } from './contract.ts';
import type { LintTerms } from './lint/finding.ts';
import { dependentFigures } from './lint/open-questions.ts';
import { agreementTerms, contractTerms } from './lint/terms.ts';

/**
 * Open questions that a promised figure depends on and nobody has answered. An interpretation of the same clause answers
 * one; a contract answers its agreement's by an interpretation of its own: what was agreed with this customer.
 */
export function unansweredQuestions(agreement: Agreement, contract?: Contract): readonly OpenQuestion[] {
  const terms = termsOf(agreement, contract);
  return terms.openQuestions.filter((question) => dependentFigures(terms, question).length > 0);
}

/**
 * @throws PreconditionError that lists every open question a figure depends on, with its clause
 * Source: semantics, agreements and contracts as data: no activation while one is open that a figure depends on
 */
export function assertActivatable(agreement: Agreement, contract?: Contract): void {
  const open = unansweredQuestions(agreement, contract);
  if (open.length === 0) return;
  const what = contract === undefined ? `agreement ${agreement.ref}` : `contract ${contract.ref}`;
  const terms = termsOf(agreement, contract);
  const list = open.map(
    (question) => `${question.clause} (${dependentFigures(terms, question).join(', ')}): ${question.question}`,
  );
  throw new PreconditionError(
    `${what} cannot be activated; these questions are open and figures depend on them: ${list.join(' | ')}`,
    { path: ['openQuestions'] },
  );
}

function termsOf(agreement: Agreement, contract: Contract | undefined): LintTerms {
  return contract === undefined ? agreementTerms(agreement) : contractTerms(contract, agreement);
}
