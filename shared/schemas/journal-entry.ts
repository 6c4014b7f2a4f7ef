import * as z from 'zod';
import type { JournalEntry } from '../domain/journal/journal.ts';
import type { Json } from '../domain/json.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** An entry as the journal's table keeps it. Members that a later version added pass through: the hash covers them. */
export const StoredEntry = z.looseObject({
  id: z.string().min(1),
  type: z.string().min(1),
  at: z.number().int(),
  subject: z.string(),
  data: z.json() as z.ZodType<Json>,
  aggregate: z.string().min(1),
  sequence: z.number().int().min(1),
  recordedAt: z.number().int(),
  previousHash: Hash,
  hash: Hash,
}) satisfies z.ZodType<JournalEntry>;
