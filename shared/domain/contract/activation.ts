import { PreconditionError } from '../errors.ts';
import type { Agreement, OpenQuestion } from './agreement.ts';
import type { Contract } from './contract.ts';

/**
 * Open questions a figure depends on and nobody has answered. A contract answers one of its agreement's by an
 * interpretation of its own for the same clause: what was agreed with this customer.
 */
export function unansweredQuestions(agreement: Agreement, contract?: Contract): readonly OpenQuestion[] {
  const answered = new Set((contract?.interpretations ?? []).map(({ clause }) => clause));
  return [
    ...(agreement.openQuestions ?? []).filter(({ clause }) => !answered.has(clause)),
    ...(contract?.openQuestions ?? []),
  ].filter(({ affects }) => affects.length > 0);
}

/**
 * @throws PreconditionError that lists every open question a figure depends on, with its clause
 * Source: semantics, agreements and contracts as data: no activation while one is open that a figure depends on
 */
export function assertActivatable(agreement: Agreement, contract: Contract): void {
  const open = unansweredQuestions(agreement, contract);
  if (open.length === 0) return;
  const list = open.map(({ clause, question, affects }) => `${clause} (${affects.join(', ')}): ${question}`);
  throw new PreconditionError(
    `contract ${contract.ref} cannot be activated; these questions are open and figures depend on them: ${list.join(' | ')}`,
    { path: ['openQuestions'] },
  );
}
