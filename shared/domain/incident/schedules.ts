import type { Interval } from '../interval/interval.ts';
import type { ClockHistory } from './clock-facts.ts';
import type { Question, Schedule } from './incident.ts';
import type { ClockName } from './incident-events.ts';

const LETTER: Readonly<Record<Question['kind'], string>> = {
  warning: 'warning',
  deadline: 'deadline',
  escalation: 'escalate',
  exclusion: 'excluded',
};

/**
 * Says what the schedule is for. At most 64 characters of `[0-9a-zA-Z-_.]`, as EventBridge Scheduler wants, for incident
 * ids of up to 32.
 */
export function scheduleName({ incidentId, clock, kind, at }: Question): string {
  return `${incidentId}.${clock}.${LETTER[kind]}.${at.toString(36)}`;
}

/**
 * The questions an incident wants to be asked after `now`, soonest first. A clock is breached strictly after its deadline,
 * so that question is put a millisecond later.
 */
export function wantedSchedules(
  incidentId: string,
  { clocks, upcoming }: ClockHistory,
  excluded: readonly Interval[],
  now: number,
): readonly Schedule[] {
  const schedules: Schedule[] = [];
  const want = (clock: ClockName, kind: Question['kind'], at: number, ask = at) => {
    if (ask <= now) return;
    const question: Question = { incidentId, clock, kind, at };
    schedules.push({ name: scheduleName(question), at: ask, question });
  };
  for (const clock of ['response', 'resolution'] as const) {
    const { state, warningAt, deadline, breached } = clocks[clock];
    if (state === 'running' && !breached) {
      if (warningAt !== null) want(clock, 'warning', warningAt);
      if (deadline !== null) want(clock, 'deadline', deadline, deadline + 1);
    }
    const step = upcoming.find((fact) => fact.clock === clock);
    if (step !== undefined) want(clock, 'escalation', step.at);
  }
  // An exclusion's edges hold the resolution clock and let it go; somebody must look again when it goes on.
  const { state, breached, target } = clocks.resolution;
  const edge = excluded.flatMap(({ start, end }) => [start, end]).filter((at) => at > now);
  if (edge.length > 0 && (state === 'running' || state === 'paused') && !breached && target !== null) {
    want('resolution', 'exclusion', Math.min(...edge));
  }
  return schedules.sort((x, y) => x.at - y.at || (x.name < y.name ? -1 : 1));
}

export interface ScheduleChange {
  readonly set: readonly Schedule[];
  readonly cancel: readonly string[];
}

/** What must be set and cancelled; a schedule that has fired is gone by itself. */
export function scheduleChange(before: readonly Schedule[], after: readonly Schedule[], now: number): ScheduleChange {
  const kept = new Set(after.map(({ name }) => name));
  const had = new Set(before.map(({ name }) => name));
  return {
    set: after.filter(({ name }) => !had.has(name)),
    cancel: before.filter(({ name, at }) => at > now && !kept.has(name)).map(({ name }) => name),
  };
}
