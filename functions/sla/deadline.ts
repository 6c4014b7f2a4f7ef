import type { Moment } from '../../shared/domain/business-time/deadline.ts';
import { formatInstant } from '../../shared/domain/business-time/instant.ts';
import { formatLocal } from '../../shared/domain/business-time/zone.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import type { Action, Command, Report } from '../../shared/domain/incident/action.ts';
import { changeIncident, type DecisionContext, openIncident } from '../../shared/domain/incident/decide.ts';
import { explainClocks } from '../../shared/domain/incident/explain.ts';
import type { ClockName } from '../../shared/domain/incident/incident-events.ts';
import { type IncidentTerms, incidentTerms } from '../../shared/domain/incident/terms.ts';
import { type DeadlineAnswer, deadlineText } from './deadline-text.ts';
import { type ContractFiles, readDocuments } from './documents.ts';
import { readMoment } from './moments.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

export interface DeadlineOptions extends ContractFiles {
  readonly priority: string;
  readonly reported: string;
  readonly target?: ClockName;
  readonly pause?: readonly string[];
  readonly responded?: string;
  readonly json?: boolean;
}

/** When an incident must be answered and resolved under a contract, and why. */
export async function deadline(terminal: Terminal, options: DeadlineOptions): Promise<ExitCode> {
  const { contract, agreement } = await readDocuments(terminal, options);
  const answer = answerOf(incidentTerms(contract, agreement), options);
  await terminal.print(options.json === true ? `${JSON.stringify(asJson(answer), null, 2)}\n` : deadlineText(answer));
  return EXIT.done;
}

function answerOf(terms: IncidentTerms, options: DeadlineOptions): DeadlineAnswer {
  const { priority, target } = options;
  const reported = readMoment(options.reported, terms.timeZone, '--reported');
  const changes = changesOf(options, terms.timeZone, reported);
  const context: DecisionContext = { terms, excluded: [], now: Math.max(reported, ...changes.map(({ at }) => at)) };
  let incident = openIncident(
    'asked',
    { id: 'report', at: reported, action: reportUnder(terms, priority) },
    context,
  ).next;
  for (const change of changes) incident = changeIncident(incident, change, context).next;
  const clocks = explainClocks(incident, context).filter(({ clock }) => target === undefined || clock === target);
  if (clocks.every(({ promise }) => promise === null)) {
    const named = target === undefined ? 'no target' : `no ${target} target`;
    throw new ValidationError(`contract ${terms.contract.ref} promises ${named} for priority "${priority}"`);
  }
  return { terms, priority, reported: { at: reported, local: formatLocal(reported, terms.timeZone) }, clocks };
}

/** A report that carries everything the agreement wants in a correct one. */
function reportUnder({ contract, correctReport }: IncidentTerms, priority: string): Report {
  const fields = Object.fromEntries((correctReport?.fields ?? []).map((name) => [name, 'given']));
  const serviceRef = contract.services[0]?.ref ?? '';
  return { type: 'report', contractRef: contract.ref, serviceRef, priority, title: 'asked', fields, source: 'api' };
}

interface Change extends Command {
  readonly at: number;
}

/** Pauses and the answer, by instant. Contradictions are refused where the incident takes them. */
function changesOf({ pause = [], responded }: DeadlineOptions, zone: string, reported: number): readonly Change[] {
  const changes: Change[] = [];
  const add = (at: number, action: Action, option: string) => {
    if (at < reported)
      throw new ValidationError(`${option}: it lies before the report, ${formatLocal(reported, zone)}`);
    changes.push({ id: `${option} ${changes.length}`, at, action });
  };
  for (const text of pause) {
    const option = `--pause ${text}`;
    const [from = '', to, ...more] = text.split('/');
    if (to === undefined || more.length > 0) {
      throw new ValidationError(
        `${option}: write FROM/TO, such as 2026-05-19T11:00/2026-05-21T14:00, or FROM/ while it lasts`,
      );
    }
    const start = readMoment(from, zone, option);
    add(start, { type: 'pause', reason: 'waiting for the customer' }, option);
    if (to === '') continue;
    const end = readMoment(to, zone, option);
    if (end <= start) throw new ValidationError(`${option}: it ends before it starts, or at once`);
    add(end, { type: 'resume' }, option);
  }
  if (responded !== undefined) {
    const at = readMoment(responded, zone, '--responded');
    add(at, { type: 'respond' }, '--responded');
    add(at, { type: 'start-work' }, '--responded');
  }
  return changes.sort((x, y) => x.at - y.at);
}

function asJson({ terms, priority, reported, clocks }: DeadlineAnswer): object {
  const { contract, agreement, timeZone } = terms;
  const moment = (given: Moment | null) => given && { at: formatInstant(given.at), local: given.local };
  const span = <T extends { readonly start: Moment; readonly end: Moment }>(given: T) => ({
    ...given,
    start: moment(given.start),
    end: moment(given.end),
  });
  return {
    contract: { ref: contract.ref, version: contract.version },
    agreement: { ref: agreement.ref, version: agreement.version },
    timeZone,
    priority,
    reported: moment(reported),
    clocks: clocks.map(({ clock, promise, status, startedAt, deadline: due, spans, skipped, held }) => ({
      clock,
      promise,
      target: status.target,
      startedAt: moment(startedAt),
      deadline: moment(due),
      breached: status.breached,
      marginMs: status.marginMs,
      spans: spans.map(span),
      skipped,
      held: held.map(span),
    })),
  };
}
