import type { ServiceCredit } from '../domain/credit/service-credit.ts';
import type { JournalEvent } from '../domain/journal/journal.ts';
import type { CreditRun, MonthClose } from '../domain/ledger/month-close.ts';
import type { Statement } from '../domain/statement/statement.ts';
import type { Page, PageRequest } from './page.ts';

/**
 * The book of record: closed months, their statements and credits, and the control record of each closing run.
 * Nothing in it is ever edited; a correction is a further revision.
 */
export interface LedgerRepository {
  /** The newest revision of a contract's month. */
  close(contractRef: string, month: string): Promise<MonthClose | undefined>;
  /**
   * Writes the close, its statements, credits and events in one transaction, on condition that the newest revision is
   * `previousRevision` (0: none). A lost race is a ConflictError and nothing is written.
   */
  saveClose(entry: {
    readonly close: MonthClose;
    readonly previousRevision: number;
    readonly statements: readonly Statement[];
    readonly credits: readonly ServiceCredit[];
    readonly events: readonly JournalEvent[];
  }): Promise<void>;
  /** Newest revision per contract, by contract ref. */
  closesOfMonth(month: string, page?: PageRequest): Promise<Page<MonthClose>>;

  statement(statementId: string): Promise<Statement | undefined>;
  /** By month, service, revision. */
  statements(contractRef: string, page?: PageRequest): Promise<Page<Statement>>;
  credit(creditId: string, revision: number): Promise<ServiceCredit | undefined>;
  /** By month, service, revision. `from` and `to` are months, both included. */
  credits(
    contractRef: string,
    range?: { readonly from?: string; readonly to?: string } & PageRequest,
  ): Promise<Page<ServiceCredit>>;

  run(month: string): Promise<CreditRun | undefined>;
  /** Writes the control record on condition that the stored revision is one less than `run.revision`. */
  saveRun(run: CreditRun, events: readonly JournalEvent[]): Promise<void>;
}
