import type { LocalDate } from '../domain/business-time/calendar.ts';
import type { Agreement, DurationText } from '../domain/contract/agreement.ts';
import type { Contract } from '../domain/contract/contract.ts';
import type { JournalEvent } from '../domain/journal/journal.ts';
import type { Page, PageRequest } from './page.ts';

/** `unchanged`: the very same content was there already, nothing was written. */
export type SaveOutcome = 'saved' | 'unchanged';

/** A contract as a listing shows it: by its newest version, with what tells which of its months are due. */
export interface ContractListing {
  readonly ref: string;
  readonly version: number;
  readonly customerRef: string;
  readonly agreement: { readonly ref: string; readonly version: number };
  readonly startsOn: LocalDate;
  readonly endsBefore?: LocalDate;
  /** Of the oldest version: no month before it can be judged. */
  readonly effectiveFrom: LocalDate;
  /** Individually agreed grace; absent: the agreement's. */
  readonly grace?: DurationText;
}

/**
 * Agreement and contract versions. A version, once saved, never changes: saving other content under the same version
 * is a ConflictError. Events are journaled in the same transaction, and only when something was written.
 */
export interface ContractRepository {
  saveAgreement(agreement: Agreement, events: readonly JournalEvent[]): Promise<SaveOutcome>;
  agreement(ref: string, version: number): Promise<Agreement | undefined>;
  agreementVersions(ref: string): Promise<readonly Agreement[]>;
  agreements(
    page?: PageRequest,
  ): Promise<Page<{ readonly ref: string; readonly version: number; readonly title: string }>>;

  saveContract(contract: Contract, events: readonly JournalEvent[]): Promise<SaveOutcome>;
  contract(ref: string, version: number): Promise<Contract | undefined>;
  /** Oldest first; empty when the contract is unknown. */
  contractVersions(ref: string): Promise<readonly Contract[]>;
  /** Every contract once, by ref, with its newest version. */
  contracts(page?: PageRequest): Promise<Page<ContractListing>>;
}
