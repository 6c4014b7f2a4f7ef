import * as z from 'zod';
import { Clause, DurationText, Line, Name, Percent, Ref, Share, TargetText, Text } from './parts.ts';

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
    warnAt: Share.meta({ description: 'Share of the open time after which a warning goes out' }),
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
