import * as z from 'zod';
import type { COMMANDS } from '../domain/incident/action.ts';
import { INCIDENT_STATES } from '../domain/incident/incident.ts';

/** Text somebody typed: no control characters but line breaks and tabs, no halves of characters, no more than fits. */
const NOT_LINES = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const NOT_ONE_LINE = /[\p{Cc}\p{Cs}\u2028\u2029]|^\s*$/u;

function lines(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !NOT_LINES.test(text), 'control characters are not allowed');
}

function line(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !NOT_ONE_LINE.test(text), 'one line of text without control characters is wanted');
}

const Ref = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a reference: small letters, digits, "-", "_" and ".", at most 64 characters');

/** An instant with its zone; without one nobody knows when it was. */
export const Instant = z.iso
  .datetime({ offset: true, message: 'an instant with its zone, such as 2026-05-07T16:00:00+02:00' })
  .describe('RFC 3339 with offset');

export const IncidentId = z.string().regex(/^inc-[0-9a-f]{24}$/, 'an incident id: "inc-" and 24 hex digits');

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'an idempotency key: 1 to 200 printable ASCII characters without spaces');

const Fields = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,59}$/), lines(500))
  .refine((fields) => Object.keys(fields).length <= 30, 'at most 30 fields');

const Meta = { at: Instant.optional(), by: line(200).optional() };

export const ReportBody = z
  .strictObject({
    ...Meta,
    type: z.enum(['incident', 'change-request']).default('incident'),
    contractRef: Ref,
    serviceRef: Ref,
    priority: Ref.optional().describe('Left out only where the agreement knows no priorities'),
    title: line(200),
    description: lines(10_000).optional(),
    fields: Fields.optional().describe('What the agreement wants in a correct report, by the names it uses'),
  })
  .meta({ id: 'ReportIncident' });

const Text = { text: lines(4000).optional() };
const Reason = { reason: lines(1000).optional() };
const NeededReason = { reason: lines(1000) };
const ClockRef = z.enum(['response', 'resolution']);

/** The body of each command; the command itself stands in the path. */
export const COMMAND_BODIES = {
  'complete-report': z.strictObject({ ...Meta, fields: Fields }),
  respond: z.strictObject({ ...Meta, ...Text, automatic: z.boolean().optional() }),
  'start-work': z.strictObject({ ...Meta, ...Text, automatic: z.boolean().optional() }),
  pause: z.strictObject({ ...Meta, ...NeededReason }),
  resume: z.strictObject({ ...Meta, ...Reason }),
  reprioritise: z.strictObject({ ...Meta, ...Reason, priority: Ref }),
  workaround: z.strictObject({ ...Meta, ...Text }),
  resolve: z.strictObject({ ...Meta, ...Text }),
  reopen: z.strictObject({ ...Meta, ...NeededReason }),
  close: z.strictObject({ ...Meta, ...Reason }),
  comment: z.strictObject({ ...Meta, text: lines(4000) }),
  agree: z
    .strictObject({
      ...Meta,
      ...Reason,
      clock: ClockRef,
      deadline: Instant.optional(),
      target: z
        .string()
        .regex(/^[1-9][0-9]{0,4} (business )?(minute|hour|day)s?$/)
        .optional()
        .describe('Such as "8 hours", "8 business hours" or "5 business days"; starts at the agreement'),
      calendar: Ref.optional(),
    })
    .refine(
      ({ deadline, target }) => (deadline === undefined) !== (target === undefined),
      'either a deadline or a target',
    ),
  acknowledge: z.strictObject({ ...Meta, ...Text, clock: ClockRef }),
} as const satisfies Record<(typeof COMMANDS)[number], z.ZodType>;

export const IncidentQuery = z
  .strictObject({
    contractRef: Ref.optional(),
    serviceRef: Ref.optional(),
    state: z.enum(INCIDENT_STATES).optional(),
    dueBefore: Instant.optional(),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
    after: z.string().min(1).max(200).optional(),
  })
  .refine(({ serviceRef, contractRef }) => serviceRef === undefined || contractRef !== undefined, {
    message: 'a service is looked for within a contract; give contractRef too',
    path: ['serviceRef'],
  });

const ClockView = z.object({
  state: z.enum(['none', 'running', 'paused', 'stopped']),
  startedAt: Instant.nullable(),
  deadline: Instant.nullable(),
  warningAt: Instant.nullable(),
  breached: z.boolean(),
  breachedAt: Instant.nullable(),
  stoppedAt: Instant.nullable(),
  usedMs: z.number().int(),
  marginMs: z.number().int().nullable(),
});

export const IncidentSummaryView = z
  .object({
    id: IncidentId,
    version: z.number().int(),
    contractRef: z.string(),
    contractVersion: z.number().int(),
    customerRef: z.string(),
    serviceRef: z.string(),
    title: z.string(),
    priority: z.string().nullable(),
    severity: z.number().int().nullable(),
    state: z.enum(INCIDENT_STATES),
    reportedAt: Instant,
    updatedAt: Instant,
    dueAt: Instant.nullable(),
  })
  .meta({ id: 'IncidentSummary' });

export const IncidentView = IncidentSummaryView.extend({
  missing: z.array(z.string()),
  clocks: z.object({ response: ClockView, resolution: ClockView }),
  breaches: z.array(
    z.object({
      clock: ClockRef,
      deadline: Instant,
      recordedAt: Instant,
      withdrawnAt: Instant.nullable(),
    }),
  ),
  timeline: z.array(
    z.object({
      id: z.string(),
      version: z.number().int(),
      at: Instant,
      recordedAt: Instant,
      by: z.string().nullable(),
      action: z.record(z.string(), z.unknown()),
    }),
  ),
}).meta({ id: 'Incident' });

export const IncidentPage = z
  .object({ items: z.array(IncidentSummaryView), next: z.string().optional() })
  .meta({ id: 'IncidentPage' });

const MomentView = z.object({ at: Instant, local: z.string() });

export const DeadlineView = z
  .object({
    clock: ClockRef,
    promise: z.object({ text: z.string(), kind: z.enum(['guarantee', 'best-effort']), clause: z.string() }).nullable(),
    state: z.enum(['none', 'running', 'paused', 'stopped']),
    timeZone: z.string(),
    startedAt: MomentView.nullable(),
    deadline: MomentView.nullable(),
    breachedAt: MomentView.nullable(),
    stoppedAt: MomentView.nullable(),
    usedMs: z.number().int(),
    marginMs: z.number().int().nullable(),
    spans: z.array(z.object({ start: MomentView, end: MomentView, ms: z.number().int() })),
    skipped: z.array(
      z.object({
        date: z.string(),
        weekday: z.string(),
        reason: z.enum(['holiday', 'closed-weekday', 'exception']),
      }),
    ),
    held: z.array(z.object({ start: MomentView, end: MomentView, reason: z.enum(['paused', 'stopped', 'excluded']) })),
    words: z.array(z.string()).describe("The same for people, in the contract's language"),
  })
  .meta({ id: 'Deadline' });

export const DeadlinesView = z
  .object({ incidentId: IncidentId, asOf: Instant, deadlines: z.array(DeadlineView) })
  .meta({ id: 'Deadlines' });
