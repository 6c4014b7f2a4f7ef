import type { CloseTask } from '../../shared/domain/ledger/close-task.ts';
import { creditRun, creditRunEvent } from '../../shared/domain/ledger/credit-run.ts';
import { everyPage } from '../../shared/ports/page.ts';
import type { WorkQueue } from '../../shared/ports/work-queue.ts';
import type { ClosingDesk } from './close-contract.ts';

export interface Completing extends ClosingDesk {
  readonly queue: WorkQueue<CloseTask>;
}

type CompleteTask = Extract<CloseTask, { task: 'complete' }>;

/** With the delays below, about a day; the next day's run asks again. */
const MOST_ATTEMPTS = 100;
const LONGEST_DELAY_SECONDS = 900;

/**
 * Writes the control record of a month once that many contracts have closed or wait for a person; until then asks again
 * later. A month that closed further, or was revised, gets the next revision of its record.
 * @returns whether the month is complete
 */
export async function completeMonth(
  desk: Completing,
  { month, contracts, attempt }: Omit<CompleteTask, 'task'>,
): Promise<boolean> {
  const closes = await everyPage((page) => desk.ledger.closesOfMonth(month, page));
  if (closes.length < contracts) {
    const delay = Math.min(2 ** attempt * 5, LONGEST_DELAY_SECONDS);
    if (attempt < MOST_ATTEMPTS)
      await desk.queue.send([{ task: 'complete', month, contracts, attempt: attempt + 1 }], delay);
    return false;
  }
  const run = creditRun(month, closes, await desk.ledger.run(month), desk.clock.now(), desk.sha256);
  if (run !== undefined) await desk.ledger.saveRun(run, [creditRunEvent(run)]);
  return true;
}

/** After a revision: a month whose record is out gets a new one. */
export async function recompleteMonth(desk: Completing, month: string): Promise<void> {
  const run = await desk.ledger.run(month);
  if (run !== undefined) await completeMonth(desk, { month, contracts: run.contracts, attempt: 1 });
}
