import { INCIDENT_EVENTS, schedulesOf } from '../../shared/domain/incident/incident-journal.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import type { DeadlineScheduler } from '../../shared/ports/deadline-scheduler.ts';

/** Sets and cancels the schedules an entry asks for. Both may be repeated; a question put once too often does no harm. */
export async function keepSchedules(scheduler: DeadlineScheduler, entry: JournalEntry): Promise<void> {
  if (entry.type !== INCIDENT_EVENTS.schedules) return;
  const { set, cancel } = schedulesOf(entry.data);
  await Promise.all([
    ...set.map((schedule) => scheduler.set(schedule)),
    ...cancel.map((name) => scheduler.cancel(name)),
  ]);
}
