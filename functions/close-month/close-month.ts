import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Sha256 } from '../../shared/domain/journal/chain.ts';
import { monthsDue } from '../../shared/domain/ledger/close-month.ts';
import { creditRun, creditRunEvent } from '../../shared/domain/ledger/credit-run.ts';
import type { CreditRun, MonthClose } from '../../shared/domain/ledger/month-close.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ContractRepository } from '../../shared/ports/contract-repository.ts';
import type { LedgerRepository } from '../../shared/ports/ledger-repository.ts';
import type { Page } from '../../shared/ports/page.ts';
import type { WorkQueue } from '../../shared/ports/work-queue.ts';

export interface CloseRun {
  readonly contracts: ContractRepository;
  readonly ledger: LedgerRepository;
  readonly queue: WorkQueue<{ readonly contractRef: string; readonly month: string }>;
  readonly clock: Clock;
  readonly sha256: Sha256;
}

export interface RunProgress {
  /** Contract-months sent to be closed. */
  readonly sent: number;
  /** Control records written because every contract of the month has closed or waits. */
  readonly completed: readonly string[];
}

/**
 * Finds every contract-month that is over, out of its grace and not closed, and sends it to be closed; and writes the
 * control record of each month whose contracts have all closed or wait. Called by the clock every day and by people;
 * calling it again finds what is left to do.
 * @param only one month, or one contract; absent: everything that is due
 */
export async function closeMonths(
  run: CloseRun,
  only: { readonly month?: string | undefined; readonly contractRef?: string | undefined } = {},
): Promise<RunProgress> {
  const due = await contractsDue(run, only.month);
  let sent = 0;
  const completed: string[] = [];
  for (const [month, refs] of [...due].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const closes = await everyPage((after) => run.ledger.closesOfMonth(month, { ...after, limit: 1000 }));
    const there = new Set(closes.map(({ contractRef }) => contractRef));
    const open = refs.filter((ref) => !there.has(ref));
    const wanted = open.filter((ref) => only.contractRef === undefined || ref === only.contractRef);
    if (wanted.length > 0) await run.queue.send(wanted.map((contractRef) => ({ contractRef, month })));
    sent += wanted.length;
    if (open.length === 0 && (await complete(run, month, closes)) !== undefined) completed.push(month);
  }
  return { sent, completed };
}

/** Contracts by month that is due for them. */
async function contractsDue(run: CloseRun, only: string | undefined): Promise<ReadonlyMap<string, readonly string[]>> {
  const now = run.clock.now();
  const agreements = new Map<string, Agreement | undefined>();
  const due = new Map<string, string[]>();
  for (const listing of await everyPage((after) => run.contracts.contracts({ ...after, limit: 1000 }))) {
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

async function complete(run: CloseRun, month: string, closes: readonly MonthClose[]): Promise<CreditRun | undefined> {
  const previous = await run.ledger.run(month);
  const record = creditRun(month, closes, previous, run.clock.now(), run.sha256);
  if (record !== undefined) await run.ledger.saveRun(record, [creditRunEvent(record)]);
  return record;
}

async function everyPage<T>(page: (request: { after?: string }) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const found: Page<T> = await page(after === undefined ? {} : { after });
    items.push(...found.items);
    after = found.next;
  } while (after !== undefined);
  return items;
}
