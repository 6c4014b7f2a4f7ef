import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import { monthsDue } from '../../shared/domain/ledger/close-month.ts';
import type { CloseTask } from '../../shared/domain/ledger/close-task.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ContractRepository } from '../../shared/ports/contract-repository.ts';
import type { LedgerRepository } from '../../shared/ports/ledger-repository.ts';
import { everyPage } from '../../shared/ports/page.ts';
import type { WorkQueue } from '../../shared/ports/work-queue.ts';

/** Closings take a moment; then the control record can be made. */
const COMPLETE_AFTER_SECONDS = 5;

export interface CloseRun {
  readonly contracts: ContractRepository;
  readonly ledger: LedgerRepository;
  readonly queue: WorkQueue<CloseTask>;
  readonly clock: Clock;
}

/** Which months and contracts a run looks at; absent: everything that is due. */
export interface CloseSelection {
  readonly month?: string | undefined;
  readonly contractRef?: string | undefined;
}

/**
 * Finds every contract-month that is over, out of its grace and not closed, and sends it to be closed, followed by the
 * question whether the month is complete. Called by the clock every day and by people; calling it again finds what is
 * left to do.
 * @returns how many contract-months were sent, and for which months
 */
export async function closeMonths(
  run: CloseRun,
  only: CloseSelection = {},
): Promise<{ readonly sent: number; readonly months: readonly string[] }> {
  let sent = 0;
  const months: string[] = [];
  for (const [month, refs] of await monthsOpen(run, only.month)) {
    const closes = await everyPage((page) => run.ledger.closesOfMonth(month, page));
    const there = new Set(closes.map(({ contractRef }) => contractRef));
    const wanted = refs.filter(
      (ref) => !there.has(ref) && (only.contractRef === undefined || ref === only.contractRef),
    );
    if (wanted.length > 0) await run.queue.send(wanted.map((contractRef) => ({ task: 'close', contractRef, month })));
    const delay = wanted.length === 0 ? 0 : COMPLETE_AFTER_SECONDS;
    await run.queue.send([{ task: 'complete', month, contracts: refs.length, attempt: 1 }], delay);
    sent += wanted.length;
    if (wanted.length > 0) months.push(month);
  }
  return { sent, months };
}

/** Months with a contract that no control record has counted yet, oldest first. */
async function monthsOpen(run: CloseRun, only: string | undefined) {
  const due = [...(await contractsDue(run, only))].sort(([a], [b]) => (a < b ? -1 : 1));
  const open: typeof due = [];
  for (const [month, refs] of due) {
    const counted = await run.ledger.run(month);
    if (only !== undefined || counted === undefined || counted.contracts < refs.length) open.push([month, refs]);
  }
  return open;
}

/** Contracts by month that is due for them. */
async function contractsDue(run: CloseRun, only: string | undefined): Promise<ReadonlyMap<string, readonly string[]>> {
  const now = run.clock.now();
  const agreements = new Map<string, Agreement | undefined>();
  const due = new Map<string, string[]>();
  for (const listing of await everyPage((page) => run.contracts.contracts(page))) {
    const { ref, version } = listing.agreement;
    const key = `${ref}@${version}`;
    if (!agreements.has(key)) agreements.set(key, await run.contracts.agreement(ref, version));
    const agreement = agreements.get(key);
    if (agreement === undefined) continue;
    for (const month of monthsDue(agreement, listing, now)) {
      if (only !== undefined && month !== only) continue;
      const refs = due.get(month);
      if (refs === undefined) due.set(month, [listing.ref]);
      else refs.push(listing.ref);
    }
  }
  return due;
}
