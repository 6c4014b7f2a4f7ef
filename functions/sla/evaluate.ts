import { elapsedOpenMs, nextOpening } from '../../shared/domain/business-time/business-time.ts';
import { deadlineOf, type Target } from '../../shared/domain/business-time/deadline.ts';
import { formatInstant } from '../../shared/domain/business-time/instant.ts';
import { creditOf } from '../../shared/domain/credit/credit-of.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import { type ClockRules, foldClocks } from '../../shared/domain/incident/clocks.ts';
import type { ClockName, ClockTargets, IncidentEvent } from '../../shared/domain/incident/incident-events.ts';
import { availabilityOf } from '../../shared/domain/objective/availability-of.ts';
import { EVALUATIONS, type Evaluation, type EvaluationOp, readEvaluation } from '../../shared/schemas/evaluation.ts';

type Operations = { readonly [Op in EvaluationOp]: (request: Evaluation<Op>) => object };

const OPERATIONS: Operations = {
  deadline: ({ calendar, start, target }) => ({ deadline: formatInstant(deadlineOf(calendar, target, start)) }),
  elapsed: ({ calendar, from, to }) => {
    if (from > to) throw new ValidationError(`"from" lies after "to", ${formatInstant(to)}`, { path: ['from'] });
    return { ms: elapsedOpenMs(calendar, from, to) };
  },
  'next-opening': ({ calendar, at }) => ({ at: formatInstant(nextOpening(calendar, at)) }),
  availability: ({ period, outages, exclusions, minimum, excludedTime, target }) =>
    availabilityOf({ period: [period.start, period.end], outages, exclusions, minimum, excludedTime, target }),
  credit: ({ availability, bands, feeMinor, capPercent }) => creditOf({ availability, bands, feeMinor, capPercent }),
  clocks,
};

/**
 * Answers one request from its operation's exact rules.
 * @param request a JSON value
 * @throws SlaError with the path of what is wrong
 */
export function evaluate(request: unknown): object {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw new ValidationError('a request is an object with "id" and "op"');
  }
  const { op } = request as { op?: unknown };
  if (typeof op !== 'string' || !Object.hasOwn(EVALUATIONS, op)) {
    const shown = op === undefined ? '"op" is missing' : `${JSON.stringify(op)} is not an operation`;
    throw new ValidationError(`${shown}; allowed are ${Object.keys(EVALUATIONS).join(', ')}`, { path: ['op'] });
  }
  return answer(op as EvaluationOp, request);
}

function answer<Op extends EvaluationOp>(op: Op, request: object): object {
  return OPERATIONS[op](readEvaluation(op, request));
}

const CLOCKS = ['response', 'resolution'] as const satisfies readonly ClockName[];

function clocks({ calendar, targets, pauseStops, events, asOf }: Evaluation<'clocks'>): object {
  const measured = (target: Target | undefined) => (target === undefined ? undefined : { target, calendar });
  const named = (given: Evaluation<'clocks'>['targets']): ClockTargets => {
    const [response, resolution] = [measured(given.response), measured(given.resolution)];
    return { ...(response && { response }), ...(resolution && { resolution }) };
  };
  let inForce = named(targets);
  const rules: ClockRules = {
    ...inForce,
    pauseStops,
    responseStopsAt: 'responded',
    resolutionStopsAt: 'resolved',
    resolutionStartsAt: 'reported',
  };
  // A change names the targets that change; a clock it leaves out keeps its target. So the order must be right first.
  const order = events.map((_, i) => i).sort((i, j) => at(events, i) - at(events, j));
  const folded: IncidentEvent[] = [...events] as IncidentEvent[];
  for (const i of order) {
    const event = events[i];
    if (event?.type !== 'reprioritised') continue;
    inForce = { ...inForce, ...named(event.targets) };
    const { type, mode } = event;
    folded[i] = { type, at: event.at, targets: inForce, ...(mode !== undefined && { mode }) };
  }
  const reported = at(events, order[0] as number);
  if (asOf !== undefined && asOf < reported) {
    throw new ValidationError(`asOf lies before the report, ${formatInstant(reported)}`, { path: ['asOf'] });
  }
  const status = foldClocks(rules, folded, asOf === undefined ? {} : { asOf });
  return Object.fromEntries(
    CLOCKS.filter((name) => status[name].target !== null).map((name) => {
      const { deadline, breached, marginMs } = status[name];
      return [name, { deadline: deadline === null ? null : formatInstant(deadline), breached, marginMs }];
    }),
  );
}

function at(events: Evaluation<'clocks'>['events'], index: number): number {
  return events[index]?.at ?? 0;
}
