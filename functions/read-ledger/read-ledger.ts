import type { Language } from '../../shared/domain/contract/agreement.ts';
import type { ServiceCredit } from '../../shared/domain/credit/service-credit.ts';
import { NotFoundError } from '../../shared/domain/errors.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import type { CreditRun, MonthClose } from '../../shared/domain/ledger/month-close.ts';
import { explainStatement } from '../../shared/domain/statement/explain.ts';
import { type Statement, statementText } from '../../shared/domain/statement/statement.ts';
import type { ContractRepository } from '../../shared/ports/contract-repository.ts';
import type { JournalReader } from '../../shared/ports/journal-reader.ts';
import type { LedgerRepository } from '../../shared/ports/ledger-repository.ts';
import type { Page, PageRequest } from '../../shared/ports/page.ts';

export interface Reading {
  readonly contracts: ContractRepository;
  readonly ledger: LedgerRepository;
  readonly journal: JournalReader;
}

/** The canonical text, byte for byte as it was issued. @throws NotFoundError */
export async function readStatement(reading: Reading, statementId: string): Promise<string> {
  return statementText(await statement(reading, statementId));
}

/** The derivation as a person reads it. @throws NotFoundError */
export async function explain(reading: Reading, statementId: string, language: Language | undefined): Promise<string> {
  const found = await statement(reading, statementId);
  return explainStatement(found, language ?? found.inputs.terms.language);
}

/** @throws NotFoundError for an unknown contract */
export async function listStatements(
  reading: Reading,
  contractRef: string,
  page: PageRequest,
): Promise<Page<Statement>> {
  await assertContract(reading, contractRef);
  return reading.ledger.statements(contractRef, page);
}

/** @throws NotFoundError for an unknown contract */
export async function listCredits(
  reading: Reading,
  contractRef: string,
  range: Parameters<LedgerRepository['credits']>[1],
): Promise<Page<ServiceCredit>> {
  await assertContract(reading, contractRef);
  return reading.ledger.credits(contractRef, range);
}

/** The closes of a month and its control record, null until every contract has closed or waits. */
export async function readClosing(
  { ledger }: Reading,
  month: string,
  page: PageRequest,
): Promise<Page<MonthClose> & { readonly run: CreditRun | null }> {
  const [closes, run] = await Promise.all([ledger.closesOfMonth(month, page), ledger.run(month)]);
  return { ...closes, run: run ?? null };
}

/** One chain of the journal. @throws NotFoundError for an unknown contract */
export async function readJournal(
  reading: Reading,
  contractRef: string,
  of: 'contract' | 'ledger' | 'downtime',
  serviceRef: string | undefined,
  page: PageRequest,
): Promise<Page<JournalEntry>> {
  await assertContract(reading, contractRef);
  const aggregate = of === 'downtime' ? `downtime/${contractRef}/${serviceRef}` : `${of}/${contractRef}`;
  return reading.journal.entries(aggregate, page);
}

async function statement({ ledger }: Reading, statementId: string): Promise<Statement> {
  const found = await ledger.statement(statementId);
  if (found === undefined) {
    throw new NotFoundError(`there is no statement "${statementId}"`, { path: ['statementId'] });
  }
  return found;
}

async function assertContract({ contracts }: Reading, contractRef: string): Promise<void> {
  if ((await contracts.contractVersions(contractRef)).length > 0) return;
  throw new NotFoundError(`there is no contract "${contractRef}"`, { path: ['contractRef'] });
}
