import type { Schedule } from '../domain/incident/incident.ts';

/** One-shot alarm clocks. Both calls may be repeated; an instant that has passed is asked about at once. */
export interface DeadlineScheduler {
  set(schedule: Schedule): Promise<void>;
  /** A name that is not set is no error. */
  cancel(name: string): Promise<void>;
}
