import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse';
import { parseInstant } from '../domain/business-time/instant.ts';
import type { Outage } from '../domain/downtime/records.ts';
import { ValidationError } from '../domain/errors.ts';

/** Rows whose column has one of the values; a cell may hold a list separated by `|`, then one of them must match. */
export interface Condition {
  readonly column: string;
  readonly values: readonly string[];
}

export interface OutageFileOptions {
  readonly where?: readonly Condition[];
  readonly scope: Outage['scope'];
  readonly environment: string;
  /** Put before each row's id, so that files of different origin do not collide. Default `import`. */
  readonly prefix?: string;
}

/** A row as read: an outage, or why it is none. */
export type OutageRow = { readonly outage: Outage } | { readonly skipped: 'filtered' | 'empty' };

const NEEDED = ['incident_id', 'start', 'end'] as const;
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const MAX_CELL = 100_000;

/**
 * Reads a CSV file of outages row by row. Columns: `incident_id`, `start` and `end` (instants with a zone, `end` empty
 * while open), any others for conditions; `title` is kept.
 * @param chunks the file's bytes
 * @throws ValidationError naming line, column, value and what was allowed; nothing after the bad row is read
 */
export async function* readOutageFile(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: OutageFileOptions,
): AsyncGenerator<OutageRow> {
  let hasHeader = false;
  const parser = parse({
    columns: (names: string[]) => {
      hasHeader = true;
      return header(names, options.where ?? []);
    },
    info: true,
    bom: true,
    max_record_size: MAX_CELL,
  });
  const fed = feed(chunks, parser);
  // The reader below sees the failure; this keeps a failure of the source from going unheard first.
  fed.catch(() => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Row; info: { lines: number } }>) {
      yield rowOf(record, info.lines, options);
    }
  } catch (error) {
    throw error instanceof ValidationError ? error : malformed(error);
  }
  await fed;
  if (!hasHeader) throw new ValidationError(`the file is empty; its first line names the columns ${NEEDED.join(', ')}`);
}

type Row = Readonly<Record<string, string>>;

async function feed(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  parser: ReturnType<typeof parse>,
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  try {
    for await (const chunk of chunks) {
      const text = decode(() => decoder.decode(chunk, { stream: true }), chunk, line);
      line += newlines(chunk);
      if (!parser.write(text)) await new Promise<void>((resume) => parser.once('drain', resume));
    }
    parser.write(decode(() => decoder.decode(), new Uint8Array(), line));
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

const NEWLINE = 0x0a;

function newlines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** @param line the one the chunk begins in */
function decode(read: () => string, chunk: Uint8Array, line: number): string {
  try {
    return read();
  } catch (cause) {
    const at = firstUnreadable(chunk);
    const byte = chunk[at];
    const found = byte === undefined ? 'a character that is cut off' : `the byte 0x${byte.toString(16)}`;
    const bad = line + newlines(chunk.subarray(0, at));
    throw new ValidationError(`line ${bad}: ${found} is not UTF-8 text`, { path: [bad], cause });
  }
}

/** Where in a chunk the text stops to be readable; its length when it is only cut short. */
function firstUnreadable(chunk: Uint8Array): number {
  let from = 0;
  // A character that began in the chunk before ends here.
  while (from < 3 && ((chunk[from] ?? 0) & 0xc0) === 0x80) from++;
  for (;;) {
    const newline = chunk.indexOf(NEWLINE, from);
    const to = newline === -1 ? chunk.length : newline + 1;
    if (!isUtf8(chunk.subarray(from, to))) return from + readable(chunk.subarray(from, to));
    if (to === chunk.length) return to;
    from = to;
  }
}

/** How many bytes of a line can be read. */
function readable(line: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < line.length; at++) {
    try {
      decoder.decode(line.subarray(at, at + 1), { stream: true });
    } catch {
      return at;
    }
  }
  return line.length;
}

function header(names: readonly string[], where: readonly Condition[]): string[] {
  const trimmed = names.map((name) => name.trim());
  for (const name of [...NEEDED, ...where.map(({ column }) => column)]) {
    if (!trimmed.includes(name)) {
      throw new ValidationError(`line 1: there is no column "${name}"; the columns are ${trimmed.join(', ')}`, {
        path: [1, name],
      });
    }
  }
  const twice = trimmed.find((name, i) => trimmed.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new ValidationError(`line 1: the column "${twice}" stands there twice`, { path: [1, twice] });
  }
  return trimmed;
}

function rowOf(
  row: Row,
  line: number,
  { where = [], scope, environment, prefix = 'import' }: OutageFileOptions,
): OutageRow {
  // A bad row is an error even where the conditions leave it out: the file as a whole is right or it is not.
  const id = row['incident_id'] ?? '';
  if (!ID.test(id)) throw bad(line, 'incident_id', id, 'letters, digits and "._:-", at most 100 of them');
  const start = instant(row['start'] ?? '', line, 'start');
  const endText = row['end'] ?? '';
  const end = endText === '' ? undefined : instant(endText, line, 'end');
  if (end !== undefined && end < start)
    throw bad(line, 'end', endText, `an instant not before the start, ${row['start']}`);
  const matches = where.every(({ column, values }) =>
    (row[column] ?? '').split('|').some((cell) => values.includes(cell.trim())),
  );
  if (!matches) return { skipped: 'filtered' };
  if (end === start) return { skipped: 'empty' };
  const title = row['title']?.replace(/\p{Cc}+/gu, ' ').trim();
  return {
    outage: {
      id: `${prefix}:${id}`,
      source: 'import',
      start,
      ...(end !== undefined && { end }),
      scope,
      environment,
      ...(title !== undefined && title !== '' && { title: title.slice(0, 500) }),
    },
  };
}

function instant(text: string, line: number, column: string): number {
  try {
    return parseInstant(text);
  } catch {
    throw bad(line, column, text, 'an existing instant with its zone, such as 2026-05-07T16:00:00Z');
  }
}

function bad(line: number, column: string, value: string, allowed: string): ValidationError {
  return new ValidationError(`line ${line}, column "${column}": "${value.slice(0, 100)}" is not ${allowed}`, {
    path: [line, column],
  });
}

function malformed(error: unknown): ValidationError {
  return new ValidationError(`the file is not well-formed CSV: ${(error as Error).message}`, { cause: error });
}
