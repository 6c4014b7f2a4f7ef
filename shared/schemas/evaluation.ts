import * as z from 'zod';
import { type Calendar, type CalendarDefinition, compileCalendar } from '../domain/business-time/calendar.ts';
import type { Target } from '../domain/business-time/deadline.ts';
import { formatInstant, parseInstant } from '../domain/business-time/instant.ts';
import { assertInstant } from '../domain/business-time/zone.ts';
import { SlaError, ValidationError } from '../domain/errors.ts';
import type { Interval } from '../domain/interval/interval.ts';
import { parsePercent } from '../domain/money/percent.ts';
import type { MeasuredTime } from '../domain/objective/availability.ts';

/** An object that takes these members and no others, and says which it takes. */
function strict<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.map((key) => JSON.stringify(key)).join(', ')} is not known here; allowed are ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

/** What a domain parser makes of a value; where it refuses, its message and path become the issue. */
function parsed<T>(read: (value: unknown) => T) {
  return z.transform((value: unknown, context): T => {
    try {
      if (value === undefined) throw new ValidationError('the value is missing');
      return read(value);
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      context.issues.push({ code: 'custom', message: error.message, path: [...error.path], input: value });
      return z.NEVER;
    }
  });
}

const Instant = parsed((value) => {
  if (typeof value !== 'number') return parseInstant(value);
  assertInstant(value);
  return value;
});

const Percent = parsed((value) => {
  parsePercent(value);
  return value as string;
});

/** Distinct calendars are few and requests many; the bound only guards against hostile variety. */
const REMEMBERED = 1_000;
const calendars = new Map<string, Calendar>();

/** `24x7` or hours in a zone; equal definitions share one compiled calendar. */
const CalendarOf = parsed((value) => {
  const key = JSON.stringify(value);
  let calendar = calendars.get(key);
  if (calendar === undefined) {
    calendar = compileCalendar(value === '24x7' ? value : definitionOf(value));
    if (calendars.size >= REMEMBERED) calendars.clear();
    calendars.set(key, calendar);
  }
  return calendar;
});

const CALENDAR_MEMBERS = ['timeZone', 'hours', 'holidays', 'exceptions'];

/** Looks at the members only; what they hold is checked where calendars are made. */
function definitionOf(value: unknown): CalendarDefinition {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ValidationError(`${JSON.stringify(value)} is not a calendar; give "24x7" or a zone with hours`);
  }
  for (const [key, member] of Object.entries(value)) {
    if (!CALENDAR_MEMBERS.includes(key)) {
      throw new ValidationError(`"${key}" is not known here; allowed are ${CALENDAR_MEMBERS.join(', ')}`, {
        path: [key],
      });
    }
    if (member === null) throw new ValidationError('null is not allowed; leave the member out', { path: [key] });
  }
  return value as CalendarDefinition;
}

const Count = z.int().min(0);

const TargetOf = strict({ businessMs: Count.optional(), businessDays: Count.optional(), clockMs: Count.optional() })
  .refine((target) => Object.values(target).filter((amount) => amount !== undefined).length === 1, {
    error: 'a target names exactly one of businessMs, businessDays and clockMs',
  })
  .transform((target) => target as Target);

const Targets = strict({ response: TargetOf.optional(), resolution: TargetOf.optional() });

const PairOf = parsed((value): readonly [number, number] => {
  if (!Array.isArray(value) || value.length !== 2) {
    throw new ValidationError(`${JSON.stringify(value)} is not an interval; give [start, end]`);
  }
  const [start, end] = [instantIn(value[0], 0), instantIn(value[1], 1)];
  if (end < start) throw new ValidationError(`${JSON.stringify(value)} is reversed: it ends before it starts`);
  return [start, end];
});

function instantIn(value: unknown, index: number): number {
  if (typeof value !== 'number') return parseInstant(value, [index]);
  assertInstant(value, [index]);
  return value;
}

const Head = { id: z.unknown().optional(), op: z.string() };

const Bands = z.array(
  strict({ below: Percent.optional(), atOrBelow: Percent.optional(), percent: Percent })
    .refine(({ below, atOrBelow }) => (below === undefined) !== (atOrBelow === undefined), {
      error: 'a band names exactly one of "below" (excludes its boundary) and "atOrBelow" (includes it)',
    })
    .transform(({ below, atOrBelow, percent }) =>
      below === undefined ? { atOrBelow: atOrBelow as string, percent } : { below, percent },
    ),
);

const PlainEvent = strict({
  type: z.enum(['reported', 'responded', 'paused', 'resumed', 'resolved', 'reopened']),
  at: Instant,
});
const Reprioritised = strict({
  type: z.literal('reprioritised'),
  at: Instant,
  targets: Targets,
  mode: z.enum(['retroactive', 'from-change']).optional(),
});

const EventOf = z.discriminatedUnion('type', [PlainEvent, Reprioritised], {
  error: (issue) =>
    issue.code === 'invalid_union'
      ? `an event has a "type": ${[...PlainEvent.shape.type.options, 'reprioritised'].join(', ')}`
      : undefined,
});

const Period = strict({ start: Instant, end: Instant }).refine(({ start, end }) => start < end, {
  error: ({ input }) => {
    const { start, end } = input as Interval;
    return `the period ends at ${formatInstant(end)}; allowed is an instant after its start, ${formatInstant(start)}`;
  },
  path: ['end'],
});

const Measured = strict({ downtimeMs: Count, totalMs: z.int().min(1) }).refine(
  ({ downtimeMs, totalMs }) => downtimeMs <= totalMs,
  {
    error: ({ input }) => {
      const { downtimeMs, totalMs } = input as MeasuredTime;
      return `${downtimeMs} ms of downtime do not fit into ${totalMs} ms; allowed is downtime within the total`;
    },
    path: ['downtimeMs'],
  },
);

/** An exact percentage, or the time it is measured on. */
const AvailabilityOf = z.union([Percent, Measured], {
  error:
    'give an exact percentage from "0" to "100" with at most six places, or {"downtimeMs","totalMs"} in whole ms with the downtime within the total',
});

/** One strict shape per operation; `id` is whatever the sender likes. */
export const EVALUATIONS = {
  deadline: strict({ ...Head, calendar: CalendarOf, start: Instant, target: TargetOf }),
  elapsed: strict({ ...Head, calendar: CalendarOf, from: Instant, to: Instant }),
  'next-opening': strict({ ...Head, calendar: CalendarOf, at: Instant }),
  availability: strict({
    ...Head,
    period: Period,
    outages: z.array(PairOf),
    exclusions: z.array(PairOf).optional(),
    minimum: strict({ longerThanMs: Count, counts: z.enum(['whole', 'excess']) }).optional(),
    excludedTime: z.enum(['stays', 'leaves']).optional(),
    target: Percent.optional(),
  }),
  credit: strict({
    ...Head,
    availability: AvailabilityOf,
    bands: Bands,
    feeMinor: Count,
    capPercent: Percent.optional(),
  }),
  clocks: strict({
    ...Head,
    calendar: CalendarOf,
    targets: Targets,
    pauseStops: z.enum(['none', 'resolution', 'both']),
    events: z.array(EventOf).min(1, 'a list of events begins with a report'),
    asOf: Instant.optional(),
  }),
} as const;

export type EvaluationOp = keyof typeof EVALUATIONS;
export type Evaluation<Op extends EvaluationOp> = z.output<(typeof EVALUATIONS)[Op]>;

/**
 * A request for one operation, checked.
 * @throws ValidationError for the first thing wrong with it: place, value and what was allowed
 */
export function readEvaluation<Op extends EvaluationOp>(op: Op, request: unknown): Evaluation<Op> {
  const read = (EVALUATIONS[op] as z.ZodType).safeParse(request);
  if (read.success) return read.data as Evaluation<Op>;
  const issue = read.error.issues[0];
  const path = (issue?.path ?? []).map((key) => (typeof key === 'number' ? key : String(key)));
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  throw new ValidationError(messageOf(issue, request, path), { path: [...path, ...unknown] });
}

function messageOf(issue: z.core.$ZodIssue | undefined, request: unknown, path: readonly (string | number)[]): string {
  if (issue === undefined) return 'the request does not fit';
  if (issue.code === 'custom' || issue.code === 'unrecognized_keys') return issue.message;
  let value = request;
  for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
  if (value === undefined) return `${path.at(-1) ?? 'the value'} is missing: ${issue.message}`;
  const shown = JSON.stringify(value);
  return `${shown.length > 100 ? `${shown.slice(0, 100)}…` : shown} is not allowed: ${issue.message}`;
}
