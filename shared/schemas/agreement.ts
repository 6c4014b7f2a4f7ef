import * as z from 'zod';
import type { Agreement } from '../domain/contract/agreement.ts';
import { defined } from '../domain/json.ts';
import { Closing, Credits } from './credits.ts';
import { Calendar, Clause, DurationText, Line, LocalDateText, Name, Ref, Text, TimeZone } from './parts.ts';
import { Availability, Exclusions, Latency, Support } from './promises.ts';

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
