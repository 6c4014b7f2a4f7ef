import * as z from 'zod';
import { compileCalendar } from '../domain/business-time/calendar.ts';
import { parseDate } from '../domain/business-time/civil-date.ts';
import { assertIanaZone } from '../domain/business-time/zone.ts';
import { parseDuration, parseTarget } from '../domain/contract/durations.ts';
import { SlaError } from '../domain/errors.ts';
import { parseShare, parseTimeTarget } from '../domain/incident/target-text.ts';
import { parseAmount } from '../domain/money/money.ts';
import { parsePercent } from '../domain/money/percent.ts';

/** Text that a domain parser accepts; its message says what is wrong and what is allowed. */
function parsed(check: (text: string) => unknown, meta: { readonly description: string; readonly pattern?: string }) {
  return z
    .string()
    .superRefine((text, context) => {
      const message = refusal(() => check(text));
      if (message !== undefined) context.addIssue({ code: 'custom', message, input: text });
    })
    .meta(meta);
}

/** What a check says when it refuses; undefined when it does not. */
export function refusal(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof SlaError) return error.message;
    throw error;
  }
}

export const Ref = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a reference: small letters, digits and "-", at most 64 characters')
  .meta({ description: 'Small letters, digits and "-"' });

export const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'a name: small letters, digits and "-", beginning with a letter');

export const Line = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'one line of text without control characters')
  // The same for readers of the schema that know no character properties; halves of characters cannot reach them.
  .meta({ pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$' });

export const Text = z.string().min(1).max(5000);

export const Clause = Line.meta({ description: 'Where in the text the rule stands, such as "§2.2"' });

export const LocalDateText = parsed(parseDate, { description: 'YYYY-MM-DD', pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const Percent = parsed(parsePercent, {
  description: 'Exact decimal from 0 to 100 in quotes, at most six places: "99.9"',
  pattern: '^\\d{1,3}(\\.\\d{1,6})?$',
});

export const Money = parsed(parseAmount, {
  description: 'Amount in quotes, two places: "249.00"',
  pattern: '^\\d+(\\.\\d{1,2})?$',
});

export const DurationText = parsed(parseDuration, {
  description: '"15 minutes", "48 hours", "5 days"',
  pattern: '^[1-9]\\d* (second|minute|hour|day|week)s?$',
});

export const TargetText = parsed(parseTarget, {
  description: '"8 hours", "8 business hours", "5 business days" or "by agreement"',
});

export const TimeTargetText = parsed((text) => parseTimeTarget(text), {
  description: '"30 minutes", "2 hours" or "2 business hours"',
});

export const Share = parsed((text) => parseShare(text), {
  description: 'Share from 0 to 100 in quotes, at most four places: "75"',
  pattern: '^\\d{1,3}(\\.\\d{1,4})?$',
});

export const TimeZone = parsed((text) => assertIanaZone(text), {
  description: 'IANA zone such as Europe/Amsterdam; abbreviations such as CET name no clock changes',
});

const SpanText = z
  .tuple([z.string(), z.string()])
  .readonly()
  .meta({ description: 'Opening and closing time: ["09:00", "17:30"]; "24:00" may end a day' });
const Spans = z.array(SpanText).readonly();

const Hours = z
  .strictObject({
    mon: Spans.optional(),
    tue: Spans.optional(),
    wed: Spans.optional(),
    thu: Spans.optional(),
    fri: Spans.optional(),
    sat: Spans.optional(),
    sun: Spans.optional(),
  })
  .readonly();

/** Hours, holidays and exceptions; reversed or overlapping spans and impossible dates are refused where they stand. */
export const Calendar = z
  .strictObject({
    clause: Clause,
    hours: Hours,
    holidays: z.array(LocalDateText).readonly().optional(),
    holidayYears: z
      .union(
        [z.array(z.number().int().min(1970).max(2200)).readonly(), z.literal('none')],
        'a list of years, or "none"',
      )
      .optional()
      .meta({ description: 'Years for which the holidays are complete; "none" when the hours run through holidays' }),
    exceptions: z.record(LocalDateText, Spans).readonly().optional(),
  })
  .superRefine(({ hours, exceptions = {} }, context) => {
    // Dates have been looked at where they stand; one that is no date would be refused a second time here.
    const dated = Object.entries(exceptions).filter(([date]) => refusal(() => parseDate(date)) === undefined);
    try {
      const definition = { timeZone: 'UTC', hours: { ...hours }, holidays: [], exceptions: Object.fromEntries(dated) };
      compileCalendar(definition as Parameters<typeof compileCalendar>[0]);
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      context.addIssue({ code: 'custom', message: error.message, path: [...error.path] });
    }
  })
  .readonly();
