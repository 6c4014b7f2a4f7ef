import type { Schedule } from '../../shared/domain/incident/incident.ts';
import type { LocalOutbox } from './outbox.ts';

/** Node's timers take no more; a longer wait is looked at again. */
const LONGEST_WAIT_MS = 3_600_000;
const RETRY_AFTER_MS = 1_000;
const AT_ONCE = 50;

/**
 * Fires schedules when they are due. A schedule is taken off only once its question has been answered, so one that was
 * being asked when the process died is asked again.
 * @param ask puts a schedule's question to check-deadline
 * @returns ends the timers after what is being asked
 */
export function startTimers(outbox: LocalOutbox, ask: (schedule: Schedule) => Promise<void>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;

  const wait = (ms: number) => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(fire, Math.max(0, Math.min(ms, LONGEST_WAIT_MS)));
  };
  const plan = () => {
    if (running !== undefined) return;
    const next = outbox.nextAt();
    if (next !== undefined) wait(next - Date.now());
  };
  const fire = () => {
    running ??= fireDue(outbox, ask).then((failed) => {
      running = undefined;
      if (failed) wait(RETRY_AFTER_MS);
      else plan();
    });
  };
  outbox.onSchedule(plan);
  plan();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}

/** @returns whether a question could not be put */
async function fireDue(outbox: LocalOutbox, ask: (schedule: Schedule) => Promise<void>): Promise<boolean> {
  for (;;) {
    const due = outbox.due(Date.now(), AT_ONCE);
    if (due.length === 0) return false;
    const outcomes = await Promise.allSettled(due.map((schedule) => ask(schedule)));
    for (const [i, { status }] of outcomes.entries()) {
      if (status === 'fulfilled') outbox.fired(due[i] as Schedule);
    }
    if (outcomes.some(({ status }) => status === 'rejected')) return true;
  }
}
