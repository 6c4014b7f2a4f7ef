import type { Schedule } from '../../domain/incident/incident.ts';
import type { DeadlineScheduler } from '../../ports/deadline-scheduler.ts';

/** Schedules that are kept until somebody takes those that are due. */
export class MemoryDeadlineScheduler implements DeadlineScheduler {
  readonly #schedules = new Map<string, Schedule>();

  set(schedule: Schedule): Promise<void> {
    this.#schedules.set(schedule.name, schedule);
    return Promise.resolve();
  }

  cancel(name: string): Promise<void> {
    this.#schedules.delete(name);
    return Promise.resolve();
  }

  /** Removes and returns what is due at an instant, soonest first. */
  take(now: number): readonly Schedule[] {
    const due = this.pending().filter(({ at }) => at <= now);
    for (const { name } of due) this.#schedules.delete(name);
    return due;
  }

  /** Soonest first. */
  pending(): readonly Schedule[] {
    return [...this.#schedules.values()].sort((x, y) => x.at - y.at);
  }
}
