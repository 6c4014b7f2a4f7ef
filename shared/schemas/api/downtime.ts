import * as z from 'zod';
import type { Ground } from '../../domain/contract/agreement.ts';
import type { ApiOperation } from './operation.ts';
import { AnyHeaders, InstantMs, Line, Month, Nothing, REFUSALS, RecordId, ServicePath } from './parts.ts';

const Evidence = z.strictObject({
  uri: z.string().min(1).max(2000),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 hex digits')
    .optional(),
  note: Line.optional(),
});

export const GROUNDS = [
  'planned-maintenance',
  'emergency-maintenance',
  'force-majeure',
  'third-party-network',
  'third-party-power',
  'third-party-supplier',
  'caused-by-customer',
  'attack',
  'security-switch-off',
  'not-covered',
] as const satisfies readonly Ground[];

const ordered = ({ start, end }: { start: number; end?: number | undefined }) => end === undefined || end > start;
const ORDER = { message: 'an interval ends after it starts', path: ['end'] };

export const OutageBody = z
  .strictObject({
    start: InstantMs,
    end: InstantMs.optional().meta({ description: 'Left out while the outage is open' }),
    source: z.enum(['report', 'claim', 'probe']).default('report'),
    reportedAt: InstantMs.optional(),
    scope: z.enum(['some-users', 'all-users']),
    environment: z.string().min(1).max(64).default('production'),
    title: Line.optional(),
    evidence: z.array(Evidence).max(20).optional(),
  })
  .refine(ordered, ORDER)
  .meta({ id: 'Outage' });

export const AnnouncementBody = z
  .strictObject({
    start: InstantMs,
    end: InstantMs,
    sent: z
      .array(z.strictObject({ channel: z.string().min(1).max(64), at: InstantMs, evidence: Evidence.optional() }))
      .min(1)
      .max(20)
      .meta({ description: 'When it reached each channel: the proof of announcement' }),
    text: z.string().min(1).max(10_000).optional(),
  })
  .refine(ordered, ORDER)
  .meta({ id: 'Announcement' });

export const ExclusionBody = z
  .strictObject({
    ground: z.enum(GROUNDS),
    start: InstantMs,
    end: InstantMs,
    decidedBy: Line,
    reason: Line,
    clause: Line.optional(),
    evidence: z.array(Evidence).max(20).optional(),
  })
  .refine(ordered, ORDER)
  .meta({ id: 'Exclusion' });

const Recorded = z
  .object({ id: z.string(), outcome: z.enum(['added', 'changed', 'unchanged']) })
  .meta({ id: 'Recorded' });

const recorded = {
  200: { description: 'Was there already, or was changed', schema: Recorded },
  201: { description: 'Recorded', schema: Recorded },
  ...REFUSALS,
};

const JSON_BODY = { types: ['application/json'] as const, maxBytes: 100_000 };

export const recordOutage = {
  summary: 'Record an outage, close one that is open, or correct one',
  path: ServicePath.extend({ outageId: RecordId }),
  query: Nothing,
  headers: AnyHeaders,
  body: { ...JSON_BODY, schema: OutageBody },
  responses: recorded,
} satisfies ApiOperation;

export const announceMaintenance = {
  summary: 'Record that maintenance was announced, with the proof',
  path: ServicePath.extend({ announcementId: RecordId }),
  query: Nothing,
  headers: AnyHeaders,
  body: { ...JSON_BODY, schema: AnnouncementBody },
  responses: recorded,
} satisfies ApiOperation;

export const decideExclusion = {
  summary: "Record a person's decision to take an interval out, on a ground the contract knows",
  path: ServicePath.extend({ exclusionId: RecordId }),
  query: Nothing,
  headers: AnyHeaders,
  body: { ...JSON_BODY, schema: ExclusionBody },
  responses: recorded,
} satisfies ApiOperation;

const COLUMN = /^([a-z_]+)=(.+)$/;

/** `impact=major,critical`: rows whose column has one of the values; more than one condition must all hold. */
export const Where = z
  .string()
  .regex(/^[a-z_]+=[^;]+(;[a-z_]+=[^;]+)*$/, 'column=value,value; several conditions are separated by ";"')
  .transform((text) =>
    text.split(';').map((condition) => {
      const [, column = '', values = ''] = COLUMN.exec(condition) ?? [];
      return { column, values: values.split(',') };
    }),
  );

export const importOutages = {
  summary: 'Import a CSV file of outages; all of it or nothing',
  path: ServicePath,
  query: z.strictObject({
    where: Where.optional().meta({ description: 'Such as impact=major,critical' }),
    scope: z.enum(['some-users', 'all-users']).default('all-users'),
  }),
  headers: AnyHeaders,
  body: {
    types: ['text/csv'] as const,
    schema: z.instanceof(Uint8Array),
    maxBytes: 5_500_000,
  },
  responses: {
    200: {
      description: 'What was added and what was there already',
      schema: z
        .object({
          rows: z.number().int(),
          added: z.number().int(),
          unchanged: z.number().int(),
          skipped: z.object({
            filtered: z.number().int().meta({ description: 'Rows that `where` leaves out' }),
            empty: z.number().int().meta({ description: 'Rows of no length' }),
          }),
        })
        .meta({ id: 'ImportResult' }),
    },
    ...REFUSALS,
  },
} satisfies ApiOperation;

export const readDowntime = {
  summary: 'Outages, announcements and exclusions in and around a month',
  path: ServicePath,
  query: z.strictObject({ month: Month }),
  headers: AnyHeaders,
  responses: {
    200: {
      description: 'The history as a closing would read it',
      schema: z
        .object({
          outages: z.array(z.record(z.string(), z.unknown())),
          announcements: z.array(z.record(z.string(), z.unknown())),
          exclusions: z.array(z.record(z.string(), z.unknown())),
        })
        .meta({ id: 'DowntimeHistory' }),
    },
    ...REFUSALS,
  },
} satisfies ApiOperation;
