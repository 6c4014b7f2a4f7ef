import { gunzipSync, gzipSync } from 'node:zlib';
import { type Statement, statementText } from '../../domain/statement/statement.ts';
import { assertReadable, SCHEMA } from './document.ts';
import type { Item, Key } from './item-store.ts';

/** An item may hold 400 kB; names and keys want some of it. */
const PART_BYTES = 350_000;

/** Where a statement stands: the item that lists it, and the partition of its text. */
export function statementKey({ contractRef, serviceRef, month, revision }: StatementPlace): Key {
  return {
    pk: `CONTRACT#${contractRef}`,
    sk: `STATEMENT#${month}#${serviceRef}#${String(revision).padStart(4, '0')}`,
  };
}

export type StatementPlace = Pick<Statement, 'contractRef' | 'serviceRef' | 'month' | 'revision'>;

/**
 * A statement as items: its canonical text compressed, in as many parts as it needs. The first part is the item that
 * lists it; further ones stand in a partition of their own.
 */
export function statementItems(statement: Statement): readonly Item[] {
  const bytes = gzipSync(statementText(statement));
  const count = Math.ceil(bytes.length / PART_BYTES);
  const key = statementKey(statement);
  return Array.from({ length: count }, (_, i) => ({
    ...(i === 0 ? key : partKey(statement.statementId, i)),
    schema: SCHEMA,
    statementId: statement.statementId,
    parts: count,
    text: bytes.subarray(i * PART_BYTES, (i + 1) * PART_BYTES),
  }));
}

/** Keys of the parts beyond the first. */
export function furtherParts(first: Item): readonly Key[] {
  const count = Number(first['parts']);
  return Array.from({ length: count - 1 }, (_, i) => partKey(String(first['statementId']), i + 1));
}

/** The statement whose parts these are; its canonical text is what was written, byte for byte. */
export function statementOf(parts: readonly Item[]): Statement {
  for (const part of parts) assertReadable(part);
  const bytes = Buffer.concat(parts.map((part) => part['text'] as Uint8Array));
  return JSON.parse(gunzipSync(bytes).toString('utf8')) as Statement;
}

function partKey(statementId: string, part: number): Key {
  return { pk: `STATEMENT#${statementId}`, sk: `PART#${String(part).padStart(3, '0')}` };
}
