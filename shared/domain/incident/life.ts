import { formatLocal } from '../business-time/zone.ts';
import { PreconditionError } from '../errors.ts';
import type { Action, ActionType, Report, TimelineEntry } from './action.ts';
import type { IncidentState } from './incident.ts';
import type { IncidentTerms } from './terms.ts';

/** What makes sense in each state; a comment always does. */
const ALLOWED: Readonly<Record<IncidentState, readonly ActionType[]>> = {
  incomplete: ['complete-report', 'respond', 'start-work', 'reprioritise', 'resolve', 'close', 'comment'],
  open: ['respond', 'start-work', 'pause', 'reprioritise', 'workaround', 'resolve', 'comment', 'agree', 'acknowledge'],
  'in-progress': [
    'respond',
    'start-work',
    'pause',
    'reprioritise',
    'workaround',
    'resolve',
    'comment',
    'agree',
    'acknowledge',
  ],
  paused: [
    'respond',
    'start-work',
    'resume',
    'reprioritise',
    'workaround',
    'resolve',
    'comment',
    'agree',
    'acknowledge',
  ],
  resolved: ['reopen', 'close', 'comment', 'acknowledge'],
  closed: ['comment', 'acknowledge'],
};

/** Where an incident stands between two entries of its timeline. */
export interface Life {
  readonly reported: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
  readonly priority: string | null;
  readonly hasBegun: boolean;
  readonly isPaused: boolean;
  readonly isResolved: boolean;
  readonly isClosed: boolean;
}

const UNBORN: Life = {
  reported: false,
  fields: {},
  missing: [],
  priority: null,
  hasBegun: false,
  isPaused: false,
  isResolved: false,
  isClosed: false,
};

export function stateOf(life: Life): IncidentState {
  if (life.isClosed) return 'closed';
  if (life.isResolved) return 'resolved';
  if (life.missing.length > 0) return 'incomplete';
  if (life.isPaused) return 'paused';
  return life.hasBegun ? 'in-progress' : 'open';
}

export function isAllowed(life: Life, type: ActionType): boolean {
  return type === 'report' ? !life.reported : life.reported && ALLOWED[stateOf(life)].includes(type);
}

/** The entry and what stood just before it; `isEffective` is false where an earlier entry, come late, made it redundant. */
export interface LivedEntry {
  readonly entry: TimelineEntry;
  readonly before: Life;
  readonly isEffective: boolean;
}

export interface Lived {
  readonly entries: readonly LivedEntry[];
  readonly life: Life;
}

/** Goes through a timeline in order. */
export function live(terms: IncidentTerms, timeline: readonly TimelineEntry[]): Lived {
  let life = UNBORN;
  const entries: LivedEntry[] = [];
  for (const entry of timeline) {
    const isEffective = isAllowed(life, entry.action.type);
    entries.push({ entry, before: life, isEffective });
    if (isEffective) life = follow(terms, life, entry.action);
  }
  return { entries, life };
}

/** @throws PreconditionError naming the state at the entry's instant and what is allowed in it */
export function assertAllowed({ entries, life }: Lived, entry: TimelineEntry, timeZone: string): void {
  const lived = entries.find((candidate) => candidate.entry === entry);
  if (lived === undefined || lived.isEffective) return;
  const state = stateOf(lived.before);
  const then = state === stateOf(life) ? 'is' : 'was';
  throw new PreconditionError(
    `"${entry.action.type}" makes no sense: at ${formatLocal(entry.at, timeZone)} the incident ${then} ${state}; ` +
      `allowed in that state: ${ALLOWED[state].join(', ')}`,
    { path: ['command'] },
  );
}

function follow(terms: IncidentTerms, life: Life, action: Action): Life {
  switch (action.type) {
    case 'report': {
      const fields = reportedFields(action);
      return {
        ...UNBORN,
        reported: true,
        fields,
        missing: missingFields(terms, fields),
        priority: action.priority ?? null,
      };
    }
    case 'complete-report': {
      const fields = { ...life.fields, ...action.fields };
      return { ...life, fields, missing: missingFields(terms, fields) };
    }
    case 'respond':
    case 'start-work':
      return action.automatic === true || life.missing.length > 0 ? life : { ...life, hasBegun: true };
    case 'pause':
      return { ...life, isPaused: true };
    case 'resume':
      return { ...life, isPaused: false };
    case 'reprioritise':
      return { ...life, priority: action.priority };
    case 'resolve':
      return { ...life, isPaused: false, isResolved: true };
    case 'reopen':
      return { ...life, isResolved: false };
    case 'close':
      return { ...life, isClosed: true };
    case 'workaround':
    case 'comment':
    case 'agree':
    case 'acknowledge':
      return life;
  }
}

/** What a report carries by the names agreements use; its own members need not be said twice. */
export function reportedFields({ title, description, priority, fields }: Report): Readonly<Record<string, string>> {
  return {
    title,
    ...(description === undefined ? {} : { description }),
    // The priority somebody reports under is their estimate; who takes it in may give it another.
    ...(priority === undefined ? {} : { priority, estimatedPriority: priority }),
    ...fields,
  };
}

/** Fields the agreement wants in a correct report that are not there, in the agreement's order. */
export function missingFields(terms: IncidentTerms, fields: Readonly<Record<string, string>>): readonly string[] {
  const wanted = terms.correctReport?.fields ?? [];
  return wanted.filter((name) => (Object.hasOwn(fields, name) ? (fields[name] ?? '') : '').trim() === '');
}
