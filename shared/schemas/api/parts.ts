import * as z from 'zod';
import { parseMonth } from '../../domain/business-time/period.ts';

export { Line } from '../parts.ts';

/** Nothing is taken: any member is one too many. */
export const Nothing = z.strictObject({});
/** Headers are many and not ours; only the named ones are looked at. */
export const AnyHeaders = z.object({});

export const Ref = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a reference: small letters, digits and "-", at most 64 characters');

/** Ids people and systems give to outages, announcements and decisions. */
export const RecordId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'an id: letters, digits and "._:-", at most 128 characters');

export const Version = z.coerce.number().int().min(1).max(999_999).meta({ description: 'Counts from 1' });

export const Month = z
  .string()
  .refine(isMonth, 'a month such as 2026-03')
  .meta({ description: 'YYYY-MM, in the zone of the contract', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });

/** An instant on the wire, epoch ms inside. */
export const InstantMs = z
  .codec(
    z.iso.datetime({ offset: true, error: 'an instant with its zone, such as 2026-05-07T16:00:00+02:00' }),
    z.number(),
    {
      decode: (text) => Date.parse(text),
      encode: (ms) => new Date(ms).toISOString(),
    },
  )
  .meta({ description: 'RFC 3339 with offset' });

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).optional().meta({ description: 'Items on a page, default 100' }),
  after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,4000}$/, '`next` of the page before, as it was given')
    .optional()
    .meta({ description: '`next` of the page before' }),
});

export const ContractPath = z.strictObject({ contractRef: Ref });
export const ServicePath = z.strictObject({ contractRef: Ref, serviceRef: Ref });

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional() });
}

/** Answers every operation may give. */
export const REFUSALS = {
  400: { description: 'The request is not valid; `errors` names each field', contentType: 'application/problem+json' },
  404: { description: 'Something it names does not exist', contentType: 'application/problem+json' },
  409: { description: 'Other content is stored, or somebody was first', contentType: 'application/problem+json' },
  413: { description: 'The body is too large', contentType: 'application/problem+json' },
  415: { description: 'The media type is not taken', contentType: 'application/problem+json' },
  422: { description: 'Not possible in the present state', contentType: 'application/problem+json' },
} as const;

function isMonth(text: string): boolean {
  try {
    parseMonth(text);
    return true;
  } catch {
    return false;
  }
}
