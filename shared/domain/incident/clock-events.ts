import type { TimelineEntry } from './action.ts';
import type { ClockRules } from './clocks.ts';
import type { IncidentEvent } from './incident-events.ts';
import { type Life, type Lived, missingFields, reportedFields } from './life.ts';
import { parseTimeTarget } from './target-text.ts';
import { calendarNamed, clockRules, type IncidentTerms, targetsOf } from './terms.ts';

/** A clock's event and the timeline entry that caused it. */
export interface CausedEvent {
  readonly event: IncidentEvent;
  readonly entry: TimelineEntry;
}

/** What the clocks are to know of a timeline. */
export function clockEvents(terms: IncidentTerms, { entries }: Lived): readonly CausedEvent[] {
  return entries.flatMap(({ entry, before, isEffective }) => {
    const event = isEffective ? clockEvent(terms, before, entry) : null;
    return event === null ? [] : [{ event, entry }];
  });
}

function clockEvent(terms: IncidentTerms, before: Life, { at, action }: TimelineEntry): IncidentEvent | null {
  switch (action.type) {
    case 'report':
      return { type: 'reported', at, incomplete: missingFields(terms, reportedFields(action)).length > 0 };
    case 'complete-report': {
      const isComplete = missingFields(terms, { ...before.fields, ...action.fields }).length === 0;
      return isComplete ? { type: 'report-completed', at } : null;
    }
    case 'respond':
      return { type: 'responded', at, automatic: action.automatic === true };
    case 'start-work':
      return { type: 'work-started', at, automatic: action.automatic === true };
    case 'pause':
      return { type: 'paused', at };
    case 'resume':
      return { type: 'resumed', at };
    case 'reprioritise': {
      const targets = targetsOf(terms, action.priority);
      return { type: 'reprioritised', at, targets, mode: terms.priorityChange };
    }
    case 'workaround':
      return { type: 'workaround', at };
    case 'resolve':
      return { type: 'resolved', at };
    case 'reopen':
      return { type: 'reopened', at };
    case 'agree': {
      if ('deadline' in action) return { type: 'agreed', at, clock: action.clock, deadline: action.deadline };
      const target = parseTimeTarget(action.target, ['target']);
      if (action.calendar === undefined) return { type: 'agreed', at, clock: action.clock, target };
      const calendar = calendarNamed(terms.calendars, action.calendar, ['calendar']);
      return { type: 'agreed', at, clock: action.clock, target, calendar };
    }
    case 'close':
    case 'comment':
    case 'acknowledge':
      return null;
  }
}

/** The rules of the clocks under the priority an incident was reported with. */
export function rulesOf(terms: IncidentTerms, timeline: readonly TimelineEntry[]): ClockRules {
  const report = timeline[0]?.action;
  return clockRules(terms, report?.type === 'report' ? (report.priority ?? null) : null);
}
