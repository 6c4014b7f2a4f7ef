import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import type { Schedule } from '../../domain/incident/incident.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeadlineScheduler } from '../../ports/deadline-scheduler.ts';

export interface SchedulerOptions {
  readonly groupName: string;
  /** Role the schedules fire with. */
  readonly roleArn: string;
  /** Function that is asked. */
  readonly targetArn: string;
}

/** One-shot schedules of EventBridge Scheduler, which delete themselves once they have fired. */
export class EventBridgeDeadlineScheduler implements DeadlineScheduler {
  readonly #client: SchedulerClient;
  readonly #clock: Clock;
  readonly #options: SchedulerOptions;

  constructor(client: SchedulerClient, clock: Clock, options: SchedulerOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#options = options;
  }

  async set({ name, at, question }: Schedule): Promise<void> {
    const { groupName, roleArn, targetArn } = this.#options;
    try {
      await this.#client.send(
        new CreateScheduleCommand({
          Name: name,
          GroupName: groupName,
          ScheduleExpression: `at(${scheduleTime(at, this.#clock.now())})`,
          ScheduleExpressionTimezone: 'UTC',
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: {
            Arn: targetArn,
            RoleArn: roleArn,
            Input: JSON.stringify(question),
            RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
          },
        }),
      );
    } catch (error) {
      // A schedule's name says what it is for and when: one that is there already is this one.
      if (!(error instanceof ConflictException)) throw error;
    }
  }

  async cancel(name: string): Promise<void> {
    try {
      await this.#client.send(new DeleteScheduleCommand({ Name: name, GroupName: this.#options.groupName }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }
}

/** A schedule for this instant or one that has passed would never fire; this is the soonest that surely does. */
const SOON_MS = 2000;

/** Whole seconds, rounded up so that a question is never put before its time; what has passed is asked at once. */
export function scheduleTime(at: number, now: number): string {
  const second = Math.ceil(Math.max(at, now + SOON_MS) / 1000) * 1000;
  return new Date(second).toISOString().slice(0, 19);
}
