import { z } from 'zod';
import type { Agreement } from '../domain/contract/agreement.ts';
import { defined } from '../domain/json.ts';
import {
  Calendar,
  Clause,
  DurationText,
  Line,
  LocalDateText,
  Money,
  Name,
  Percent,
  Ref,
  TargetText,
  Text,
  TimeZone,
} from './parts.ts';

const Kind = z.enum(['guarantee', 'best-effort']).meta({ description: 'A guarantee, or an aim ("streven")' });

export const Availability = z
  .strictObject({
    clause: Clause,
    kind: Kind,
    target: Percent.optional().meta({ description: 'Left out where the text only has credit bands' }),
    period: z.literal('calendar-month'),
    scope: z.enum(['any-user', 'all-users']).meta({ description: 'Who must be hit before an outage counts' }),
    environments: z.array(Name).min(1).readonly(),
    during: Name.optional().meta({ description: 'Calendar outside which downtime does not count' }),
    minimumOutage: z
      .strictObject({ clause: Clause, longerThan: DurationText, counts: z.enum(['whole', 'excess']) })
      .readonly()
      .optional(),
    excludedTime: z.enum(['stays', 'leaves']).meta({ description: 'Whether excluded time stays in the total' }),
    reportedOutageStartsAt: z.enum(['earlier-of-report-and-detection', 'detection', 'report']),
    confirmation: z
      .strictObject({
        observations: z.number().int().min(1).max(100),
        vantagePoints: z.number().int().min(1).max(50).optional(),
      })
      .readonly()
      .optional(),
    formula: z
      .strictObject({ clause: Clause, text: Text, measures: z.enum(['availability', 'unavailability']) })
      .readonly()
      .optional()
      .meta({ description: 'The formula as the text prints it, and what it measures if taken literally' }),
    statedConstants: z
      .array(z.strictObject({ clause: Clause, text: Text, minutes: z.number().positive() }).readonly())
      .readonly()
      .optional()
      .meta({ description: 'Amounts of downtime the text derives from the target' }),
  })
  .readonly();

export const Latency = z
  .strictObject({
    clause: Clause,
    kind: Kind,
    meanAtMostMs: z.number().int().min(1).max(600_000),
    period: z.literal('calendar-month'),
  })
  .readonly();

export const Exclusions = z
  .array(
    z
      .strictObject({
        ground: z.enum([
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
        ]),
        clause: Clause,
        actsOn: z
          .array(z.enum(['availability', 'resolution']))
          .readonly()
          .meta({ description: 'The figures it takes time out of; [] for none' }),
        notice: z
          .strictObject({
            before: DurationText.optional(),
            channels: z.array(Name).readonly(),
            clause: Clause.optional(),
          })
          .readonly()
          .optional(),
        freeDuring: Name.optional(),
        longerThan: DurationText.optional(),
      })
      .readonly(),
  )
  .readonly();

const Target = z.strictObject({ clause: Clause, kind: Kind, within: TargetText, calendar: Name.optional() }).readonly();

export const Support = z
  .strictObject({
    clause: Clause,
    responseStopsAt: z.enum(['first-answer', 'start-of-work']),
    resolutionStopsAt: z.enum(['fix', 'workaround']),
    resolutionStartsAt: z.enum(['report', 'response']),
    pauseStops: z.enum(['none', 'resolution', 'both']),
    priorityChange: z.enum(['retroactive', 'from-change']),
    warnAt: Percent,
    correctReport: z
      .strictObject({
        clause: Clause,
        fields: z
          .array(z.string().regex(/^[a-z][A-Za-z0-9]*$/))
          .min(1)
          .readonly(),
      })
      .readonly()
      .optional(),
    priorities: z
      .array(
        z
          .strictObject({
            ref: Ref,
            name: Line,
            meaning: Text,
            clause: Clause,
            severity: z.literal([1, 2, 3, 4, 5]).meta({ description: '1 is the worst' }),
            response: Target.optional(),
            resolution: Target.optional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

const Band = z
  .strictObject({
    clause: Clause,
    below: Percent.optional().meta({ description: 'Upper end, not in the band' }),
    atOrBelow: Percent.optional().meta({ description: 'Upper end, in the band' }),
    above: Percent.optional().meta({ description: 'Lower end as the text states it, not in the band' }),
    atLeast: Percent.optional().meta({ description: 'Lower end as the text states it, in the band' }),
    percent: Percent.meta({ description: 'Share of the base that is credited' }),
  })
  .superRefine(({ below, atOrBelow, above, atLeast }, context) => {
    const refuse = (message: string) =>
      context.addIssue({ code: 'custom', message, params: { rule: 'band-boundary' }, input: { below, atOrBelow } });
    if (below === undefined && atOrBelow === undefined) {
      refuse('nobody owns the upper end of this band; give "below" (excludes it) or "atOrBelow" (includes it)');
    } else if (below !== undefined && atOrBelow !== undefined) {
      refuse(`"below" ${below} and "atOrBelow" ${atOrBelow} stand side by side; give exactly one`);
    }
    if (above !== undefined && atLeast !== undefined) {
      refuse(`"above" ${above} and "atLeast" ${atLeast} stand side by side; give at most one`);
    }
  })
  .readonly()
  .meta({ oneOf: [{ required: ['below'] }, { required: ['atOrBelow'] }] });

export const Credits = z
  .strictObject({
    clause: Clause,
    base: z.enum(['service-fee', 'contract-fee']),
    bands: z.array(Band).readonly(),
    caps: z
      .array(
        z
          .strictObject({
            clause: Clause,
            per: z.enum(['month', 'rolling-12-months']),
            percent: Percent,
            of: z.enum(['service-fee', 'contract-fee']),
          })
          .readonly(),
      )
      .readonly()
      .optional(),
    settlement: z.enum(['next-invoice', 'credit-note', 'refund']),
    treatment: z.enum(['price-reduction', 'compensation']),
    numbering: z.enum(['billing-system', 'tracker']),
    minimumAmount: Money.optional(),
    approvalAbove: Money.optional(),
    claimWithin: DurationText.optional(),
  })
  .readonly();

export const Closing = z
  .strictObject({ clause: Clause.optional(), grace: DurationText.optional(), requiredCoverage: Percent.optional() })
  .readonly();

const DutyRule = z
  .strictObject({
    clause: Clause,
    kind: z.enum([
      'backup',
      'report',
      'notice',
      'rpo',
      'rto',
      'security',
      'monitoring',
      'maintenance',
      'support',
      'change',
      'liability',
      'termination',
      'continuity',
      'customer',
      'other',
    ]),
    text: Text,
    within: DurationText.optional(),
    every: Line.optional(),
  })
  .readonly();

export const Interpretations = z
  .array(
    z
      .strictObject({ clause: Clause, question: Text, reading: Text, decidedBy: Line, decidedOn: LocalDateText })
      .readonly(),
  )
  .readonly();

export const OpenQuestions = z
  .array(
    z
      .strictObject({
        clause: Clause,
        question: Text,
        affects: z.array(z.enum(['availability', 'latency', 'response', 'resolution', 'credit'])).readonly(),
      })
      .readonly(),
  )
  .readonly();

export const Calendars = z.record(Name, Calendar).readonly();

export const Language = z.enum(['nl', 'en']);

/** An agreement document. Its output is the domain's `Agreement`, member for member. */
export const AgreementSchema = z
  .strictObject({
    kind: z.literal('agreement'),
    ref: Ref,
    version: z.number().int().min(1).max(999_999),
    title: Line,
    provider: Line,
    language: Language,
    source: z.strictObject({ document: Line, version: Line.optional(), date: LocalDateText.optional() }).readonly(),
    effectiveFrom: LocalDateText,
    timeZone: TimeZone,
    calendars: Calendars.optional(),
    availability: Availability.optional(),
    latency: Latency.optional(),
    exclusions: Exclusions.optional(),
    support: Support.optional(),
    credits: Credits.optional(),
    closing: Closing.optional(),
    duties: z.array(DutyRule).readonly().optional(),
    interpretations: Interpretations.optional(),
    openQuestions: OpenQuestions.optional(),
  })
  .meta({ id: 'Agreement', title: 'Service level agreement as rules' });

/** What the schema lets through is what the domain takes. */
export function agreementOf(value: z.output<typeof AgreementSchema>): Agreement {
  return defined(value);
}
