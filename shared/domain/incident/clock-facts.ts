import { deadlineOf } from '../business-time/deadline.ts';
import { PreconditionError } from '../errors.ts';
import type { Interval } from '../interval/interval.ts';
import type { Action } from './action.ts';
import { type CausedEvent, clockEvents, rulesOf } from './clock-events.ts';
import { type ClockRules, type Clocks, foldClocks } from './clocks.ts';
import type { ClockFact } from './incident.ts';
import type { ClockName } from './incident-events.ts';
import type { Lived } from './life.ts';
import type { IncidentTerms } from './terms.ts';

/** An incident's clocks at an instant, and everything they did until then. */
export interface ClockHistory {
  readonly clocks: Clocks;
  readonly facts: readonly ClockFact[];
  /** Escalations still to come, unless somebody acknowledges first. */
  readonly upcoming: readonly ClockFact[];
}

const CLOCKS = ['response', 'resolution'] as const;
/** More contacts than this are not worth waking one after another. */
const MOST_LEVELS = 5;

/**
 * What the clocks did, from the timeline alone: the same timeline gives the same facts, whenever and however often it is
 * asked, so a check that comes late, twice or not at all changes nothing.
 * @param excluded intervals in which the resolution clock does not run
 * @param now not before the last entry
 */
export function clockHistory(
  terms: IncidentTerms,
  lived: Lived,
  excluded: readonly Interval[],
  now: number,
): ClockHistory {
  const rules = rulesOf(
    terms,
    lived.entries.map(({ entry }) => entry),
  );
  const caused = withoutVainAgreements(rules, clockEvents(terms, lived), excluded);
  const events = caused.map(({ event }) => event);
  const clocks = foldClocks(rules, events, { asOf: now, excluded });
  const facts: ClockFact[] = [];
  const knowable = { response: 0, resolution: 0 };
  for (const status of stages(rules, caused, excluded, now, clocks)) {
    for (const clock of CLOCKS) {
      const { state, warningAt, deadline, breachedAt } = status.clocks[clock];
      // A later change of priority brought the breach about; before it nobody could know.
      if (breachedAt !== clocks[clock].breachedAt) knowable[clock] = status.at;
      if (state !== 'running' || warningAt === null || deadline === null || warningAt > status.at) continue;
      // After the breach nothing is at risk any more, whatever is agreed then.
      if (breachedAt !== undefined && warningAt > breachedAt) continue;
      if (facts.some((fact) => fact.clock === clock && fact.at === warningAt)) continue;
      facts.push({ clock, kind: 'at-risk', at: warningAt, deadline });
    }
  }
  const upcoming: ClockFact[] = [];
  for (const clock of CLOCKS) {
    const { breachedAt } = clocks[clock];
    if (breachedAt === undefined) continue;
    facts.push({ clock, kind: 'breached', at: breachedAt, deadline: breachedAt });
    for (const step of escalations(terms, lived, clock, breachedAt, Math.max(breachedAt, knowable[clock]))) {
      (step.at <= now ? facts : upcoming).push(step);
    }
  }
  facts.sort((x, y) => x.at - y.at);
  return { clocks, facts, upcoming };
}

/** The clocks just before each thing that happened to them, and now. */
function* stages(
  rules: ClockRules,
  caused: readonly CausedEvent[],
  excluded: readonly Interval[],
  now: number,
  clocks: Clocks,
): Generator<{ readonly at: number; readonly clocks: Clocks }> {
  const first = caused[0]?.event.at ?? now;
  const edges = excluded.flatMap(({ start, end }) => [start, end]).filter((at) => at > first && at < now);
  const instants = new Set([...caused.map(({ event }) => event.at), ...edges]);
  for (const at of [...instants].sort((x, y) => x - y)) {
    const events = caused.flatMap(({ event }) => (event.at < at ? [event] : []));
    if (events.length === 0) continue;
    yield { at, clocks: foldClocks(rules, events, { asOf: at, excluded: excluded.filter(({ start }) => start < at) }) };
  }
  yield { at: now, clocks };
}

/**
 * A change of priority that came late can take the ground from under an agreement made after it: the target is no longer
 * by agreement. Such an agreement stays in the timeline without effect.
 */
function withoutVainAgreements(
  rules: ClockRules,
  caused: readonly CausedEvent[],
  excluded: readonly Interval[],
): readonly CausedEvent[] {
  let kept = caused;
  for (;;) {
    const vain = vainAgreement(rules, kept, excluded);
    if (vain === null) return kept;
    kept = kept.filter((candidate) => candidate !== vain);
  }
}

function vainAgreement(
  rules: ClockRules,
  caused: readonly CausedEvent[],
  excluded: readonly Interval[],
): CausedEvent | null {
  if (!caused.some(({ event }) => event.type === 'agreed')) return null;
  try {
    const events = caused.map(({ event }) => event);
    foldClocks(rules, events, { excluded });
    return null;
  } catch (error) {
    const index = error instanceof PreconditionError && error.path[0] === 'events' ? error.path[1] : undefined;
    const culprit = typeof index === 'number' ? caused[index] : undefined;
    if (culprit?.event.type !== 'agreed') throw error;
    return culprit;
  }
}

/** @throws PreconditionError when the timeline's agreement `id` has no target by agreement to give a deadline to */
export function assertAgreement(terms: IncidentTerms, lived: Lived, id: string, excluded: readonly Interval[]): void {
  const timeline = lived.entries.map(({ entry }) => entry);
  const rules = rulesOf(terms, timeline);
  let kept = clockEvents(terms, lived);
  for (;;) {
    const vain = vainAgreement(rules, kept, excluded);
    if (vain === null) return;
    if (vain.entry.id === id) break;
    kept = kept.filter((candidate) => candidate !== vain);
  }
  foldClocks(
    rules,
    kept.map(({ event }) => event),
    { excluded },
  );
}

/**
 * A breach that nobody acknowledges goes to the next contact after each further stretch of the contract's patience, which
 * begins when the breach could be known, until the clock stops. Business time is counted on the calendar of the clock's target.
 */
function escalations(
  terms: IncidentTerms,
  lived: Lived,
  clock: ClockName,
  deadline: number,
  knowableAt: number,
): readonly ClockFact[] {
  const { escalateAfter, priorities } = terms;
  const levels = Math.min(MOST_LEVELS, mostContacts(terms) - 1);
  const calendar = priorities.get(lived.life.priority ?? '')?.targets[clock]?.calendar;
  if (escalateAfter === null || levels < 1 || calendar === undefined) return [];
  const isEnd = ({ entry, isEffective }: Lived['entries'][number]) =>
    isEffective && entry.at >= deadline && endsEscalation(terms, clock, entry.action);
  const until = lived.entries.find(isEnd)?.entry.at ?? Number.POSITIVE_INFINITY;
  const steps: ClockFact[] = [];
  for (let level = 1, at = knowableAt; level <= levels; level++) {
    at = deadlineOf(calendar, escalateAfter, at);
    if (at >= until) break;
    steps.push({ clock, kind: 'escalated', at, deadline, level });
  }
  return steps;
}

function endsEscalation({ rules }: IncidentTerms, clock: ClockName, action: Action): boolean {
  switch (action.type) {
    case 'acknowledge':
      return action.clock === clock;
    case 'resolve':
    case 'close':
      return true;
    case 'respond':
    case 'start-work': {
      const isAnswer = rules.responseStopsAt === (action.type === 'respond' ? 'responded' : 'work-started');
      return clock === 'response' && isAnswer && action.automatic !== true;
    }
    case 'workaround':
      return clock === 'resolution' && rules.resolutionStopsAt === 'workaround';
    default:
      return false;
  }
}

function mostContacts({ contract }: IncidentTerms): number {
  return Math.max(0, ...(contract.routing ?? []).map(({ contacts }) => contacts.length));
}
