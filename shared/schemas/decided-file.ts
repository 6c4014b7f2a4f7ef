import * as z from 'zod';
import { parseInstant } from '../domain/business-time/instant.ts';
import type { Announcement, Exclusion } from '../domain/downtime/records.ts';
import { ValidationError } from '../domain/errors.ts';
import { defined } from '../domain/json.ts';
import { GROUNDS } from './api/downtime.ts';
import { RecordId } from './api/parts.ts';
import { type DocumentProblem, readSource } from './document.ts';
import { issuesOf } from './issue-text.ts';
import { Line, refusal } from './parts.ts';

/** What was announced and decided about a service's outages, as kept in a file. */
export interface DecidedFile {
  readonly announcements: readonly Announcement[];
  readonly exclusions: readonly Exclusion[];
}

const Instant = z
  .string()
  .superRefine((text, context) => {
    const message = refusal(() => parseInstant(text));
    if (message !== undefined) context.addIssue({ code: 'custom', message, input: text });
  })
  .transform((text) => parseInstant(text));

const Evidence = z.strictObject({
  uri: z.string().min(1).max(2000),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 hex digits')
    .optional(),
  note: Line.optional(),
});

const ORDER = { message: 'an interval ends after it starts', path: ['end'] };
const isOrdered = ({ start, end }: { start: number; end: number }) => end > start;

const DecidedSchema = z.strictObject({
  announcements: z
    .array(
      z
        .strictObject({
          id: RecordId,
          start: Instant,
          end: Instant,
          sent: z.array(z.strictObject({ channel: Line, at: Instant, evidence: Evidence.optional() })),
          text: z.string().min(1).max(10_000).optional(),
        })
        .refine(isOrdered, ORDER),
    )
    .default([]),
  exclusions: z
    .array(
      z
        .strictObject({
          id: RecordId,
          ground: z.enum(GROUNDS),
          start: Instant,
          end: Instant,
          decidedBy: Line,
          decidedAt: Instant,
          reason: Line,
          clause: Line.optional(),
          evidence: z.array(Evidence).max(20).optional(),
        })
        .refine(isOrdered, ORDER),
    )
    .default([]),
});

/**
 * Reads a YAML file of announcements and exclusions, each list by start, then id.
 * @param name stands in the message
 * @throws ValidationError with every problem, each with its line; also when an id stands there twice
 */
export function readDecidedFile(bytes: Uint8Array, name: string): DecidedFile {
  const source = readSource(bytes);
  const problems: DocumentProblem[] = [...source.problems];
  const read = DecidedSchema.safeParse(source.value);
  if (problems.length === 0 && !read.success) {
    for (const { path, rule, message } of issuesOf(DecidedSchema, read.error, source.value)) {
      problems.push({ rule, path, line: source.lineOf(path), message });
    }
  }
  if (problems.length > 0 || !read.success) throw refused(name, problems);
  const { announcements, exclusions } = defined(read.data);
  for (const [list, records] of Object.entries({ announcements, exclusions })) {
    for (const [i, { id }] of records.entries()) {
      if (records.findIndex((record) => record.id === id) === i) continue;
      const path = [list, i, 'id'];
      throw refused(name, [
        { rule: 'duplicate-ref', path, line: source.lineOf(path), message: `the id "${id}" stands there twice` },
      ]);
    }
  }
  return { announcements: [...announcements].sort(byStart), exclusions: [...exclusions].sort(byStart) };
}

function refused(name: string, problems: readonly DocumentProblem[]): ValidationError {
  const lines = problems.map(
    ({ line, path, message }) => `${name}:${line}: ${[path.join('.'), message].filter(Boolean).join(': ')}`,
  );
  return new ValidationError(lines.join('\n'), { path: problems[0]?.path ?? [] });
}

function byStart(a: { start: number; id: string }, b: { start: number; id: string }): number {
  return a.start - b.start || (a.id < b.id ? -1 : 1);
}
