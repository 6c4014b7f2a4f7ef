import type { CountedSpan, Moment, SkippedDay } from '../../shared/domain/business-time/deadline.ts';
import type { ClockExplanation, HeldSpan } from '../../shared/domain/incident/explain.ts';
import type { IncidentTerms } from '../../shared/domain/incident/terms.ts';
import { shownDate, shownLength, shownMoment } from './moments.ts';

/** An incident as the command line describes it, with its clocks explained. */
export interface DeadlineAnswer {
  readonly terms: IncidentTerms;
  readonly priority: string;
  readonly reported: Moment;
  readonly clocks: readonly ClockExplanation[];
}

/** A deadline as a person reads and recomputes it. */
export function deadlineText({ terms, priority, reported, clocks }: DeadlineAnswer): string {
  const { contract, agreement, timeZone } = terms;
  const name = terms.priorities.get(priority)?.name ?? priority;
  const heading = [
    `Contract ${contract.ref} version ${contract.version}, agreement ${agreement.ref} version ${agreement.version}; times in ${timeZone}`,
    `Priority ${priority} (${name}), reported ${shownMoment(reported.local)}`,
  ];
  return `${[heading, ...clocks.map((clock) => clockLines(clock, terms))].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function clockLines(explained: ClockExplanation, { rules }: IncidentTerms): readonly string[] {
  const { clock, promise, status, deadline, startedAt, spans, skipped, held, breachedAt } = explained;
  const title = clock === 'response' ? 'Response' : 'Resolution';
  if (promise === null) return [`${title}: no target is promised`];
  const heading = `${title} within ${promise.text} (${promise.kind}, ${promise.clause})`;
  if (startedAt === null) return [`${heading}: the clock starts when the report is answered; give --responded`];
  const counted = spans.reduce((sum, { ms }) => sum + ms, 0);
  const isPausable = rules.pauseStops === 'both' || (rules.pauseStops === 'resolution' && clock === 'resolution');
  return [
    `${heading}: ${deadline === null ? noDeadline(explained) : shownMoment(deadline.local)}`,
    ...section('counted', spans.map(spanLine)),
    ...(spans.length > 1 ? [`            together ${shownLength(counted)}`] : []),
    ...section('skipped', skipped.map(skippedLine)),
    ...section('paused', held.map(heldLine)),
    ...(isPausable ? [] : ['  waiting for the customer does not stop this clock']),
    ...(breachedAt === null ? [] : [`  breached at ${shownMoment(breachedAt.local)}`]),
    ...(deadline === null && status.marginMs !== null ? [`  left: ${shownLength(Math.max(0, status.marginMs))}`] : []),
  ];
}

function noDeadline({ status }: ClockExplanation): string {
  return status.target === 'by-agreement'
    ? 'by agreement; no deadline until one is agreed'
    : 'no deadline while the clock is paused';
}

function section(name: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, i) => `  ${(i === 0 ? name : '').padEnd(9)} ${line}`);
}

function spanLine({ start, end, ms }: CountedSpan): string {
  return `${shownMoment(start.local)} to ${shownMoment(end.local)}: ${shownLength(ms)}`;
}

const REASONS: Readonly<Record<SkippedDay['reason'], string>> = {
  holiday: 'holiday',
  'closed-weekday': 'closed on this weekday',
  exception: 'closed by exception',
};

function skippedLine({ date, reason }: SkippedDay): string {
  return `${shownDate(date)}: ${REASONS[reason]}`;
}

function heldLine({ start, end, reason }: HeldSpan): string {
  return `${shownMoment(start.local)} to ${shownMoment(end.local)}: ${reason}`;
}
