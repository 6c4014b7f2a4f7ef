import { addMonths } from '../../shared/domain/business-time/period.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { serviceTerms, versionInForce } from '../../shared/domain/contract/terms.ts';
import type { ServiceCredit } from '../../shared/domain/credit/service-credit.ts';
import { NotFoundError, PreconditionError } from '../../shared/domain/errors.ts';
import type { Sha256 } from '../../shared/domain/journal/chain.ts';
import { closeMonth, closesAt, type MonthToClose, type ServiceMonth } from '../../shared/domain/ledger/close-month.ts';
import type { MonthClose } from '../../shared/domain/ledger/month-close.ts';
import { statementPeriod } from '../../shared/domain/statement/close-statement.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ContractRepository } from '../../shared/ports/contract-repository.ts';
import type { DowntimeRepository } from '../../shared/ports/downtime-repository.ts';
import type { LedgerRepository } from '../../shared/ports/ledger-repository.ts';
import { everyPage } from '../../shared/ports/page.ts';

export interface ClosingDesk {
  readonly contracts: ContractRepository;
  readonly downtime: DowntimeRepository;
  readonly ledger: LedgerRepository;
  readonly clock: Clock;
  readonly sha256: Sha256;
}

export interface CloseRequest {
  readonly contractRef: string;
  readonly month: string;
  /** Why a closed or waiting month is looked at again; without it a month that is there stays as it is. */
  readonly reason?: string;
  /** A person's decision to close in spite of the reasons to wait. */
  readonly acceptedBy?: string;
  /** A person's approval of credits above the contract's threshold. */
  readonly approvedBy?: string;
}

export interface CloseOutcome {
  readonly outcome: 'closed' | 'needs-review' | 'unchanged';
  readonly close: MonthClose;
}

/**
 * Closes one month of one contract, or revises it. Doing it again changes nothing.
 * @throws NotFoundError for an unknown contract, or one with no version for that month
 * @throws PreconditionError when the month or its grace is not over, or the contract does not cover it
 * @throws ConflictError when the month was closed or revised at the same moment; nothing was written
 */
export async function closeContract(desk: ClosingDesk, request: CloseRequest): Promise<CloseOutcome> {
  const previous = await desk.ledger.close(request.contractRef, request.month);
  if (previous !== undefined && request.reason === undefined) return { outcome: 'unchanged', close: previous };
  const month = await load(desk, request, previous);
  const closed = closeMonth(month, desk.sha256);
  if (closed === undefined) return { outcome: 'unchanged', close: previous as MonthClose };
  await desk.ledger.saveClose({ ...closed, previousRevision: previous?.revision ?? 0 });
  return { outcome: closed.close.state, close: closed.close };
}

async function load(
  desk: ClosingDesk,
  { contractRef, month, reason, acceptedBy, approvedBy }: CloseRequest,
  previous: MonthClose | undefined,
): Promise<MonthToClose> {
  const versions = await desk.contracts.contractVersions(contractRef);
  if (versions.length === 0)
    throw new NotFoundError(`there is no contract "${contractRef}"`, { path: ['contractRef'] });
  const contract = judging(versions, month, previous);
  if (contract === undefined) {
    throw new PreconditionError(`no version of contract ${contractRef} is in force in ${month}`, { path: ['month'] });
  }
  const { ref, version } = contract.agreement;
  const agreement = await desk.contracts.agreement(ref, version);
  if (agreement === undefined) throw new NotFoundError(`agreement ${ref} has no version ${version}`);
  const now = desk.clock.now();
  const grace = (contract.agreed?.closing ?? agreement.closing)?.grace;
  const opens = closesAt(month, agreement.timeZone, grace);
  if (now < opens) {
    throw new PreconditionError(
      `${month} of ${contractRef} can be closed from ${new Date(opens).toISOString()} on: its end${grace === undefined ? '' : ` and ${grace} of grace`}`,
      { path: ['month'] },
    );
  }
  const services = await Promise.all(
    contract.services.map(async ({ ref: serviceRef }): Promise<ServiceMonth> => {
      const period = statementPeriod(serviceTerms(agreement, contract, serviceRef), month);
      const history = await desk.downtime.history({ contractRef, serviceRef }, period);
      const before = await newestStatement(desk, previous, serviceRef);
      return { serviceRef, ...history, ...(before !== undefined && { previous: before }) };
    }),
  );
  return {
    agreement,
    contract,
    month,
    closedAt: now,
    services,
    credits: await creditsAround(desk, contractRef, month),
    ...(previous !== undefined && { previous }),
    ...(reason !== undefined && { reason }),
    ...(acceptedBy !== undefined && { accepted: { by: acceptedBy, at: now, reason: reason ?? '' } }),
    ...(approvedBy !== undefined && { approval: { by: approvedBy, at: now } }),
  };
}

/** What was issued under a version stays under it, whatever is applied later with effect in that month. Semantics §8 */
function judging(versions: readonly Contract[], month: string, previous: MonthClose | undefined): Contract | undefined {
  if (previous === undefined || previous.statementIds.length === 0) return versionInForce(versions, month);
  return versions.find(({ version }) => version === previous.contractVersion);
}

async function newestStatement({ ledger }: ClosingDesk, close: MonthClose | undefined, serviceRef: string) {
  const id = close?.statementIds.find((statementId) => statementId.split('~')[1] === serviceRef);
  return id === undefined ? undefined : ledger.statement(id);
}

/** Credits that share a span of twelve months with this one; caps are measured over them. */
function creditsAround({ ledger }: ClosingDesk, contractRef: string, month: string): Promise<readonly ServiceCredit[]> {
  const range = { from: addMonths(month, -11), to: addMonths(month, 11) };
  return everyPage((page) => ledger.credits(contractRef, { ...range, ...page }));
}
