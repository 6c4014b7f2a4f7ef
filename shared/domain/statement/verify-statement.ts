import { closeStatement } from './close-statement.ts';
import type { Statement } from './statement.ts';

export interface Verification {
  readonly agrees: boolean;
  /** At most 100, in the order of the text. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** Such as `contracted.downtimeMs`, or `[2].credit.due.netMinor` in a list; empty for the text as a whole. */
  readonly path: string;
  /** JSON text; absent members are `absent`. */
  readonly stated: string;
  readonly recomputed: string;
}

const MOST = 100;
const LONGEST = 200;

/**
 * Recomputes statements from their inputs alone and compares the whole text, byte for byte: white space and the order of
 * members included. Accepts one statement, or a JSON list of them in the same layout. Never throws.
 * @param text as `statementText` made it, or `statementsText` of a list
 * @param sha256 hex digest of a text's UTF-8 bytes
 * Source: semantics, closing a month: `sla verify` must agree to the millisecond and cent
 */
export function verifyStatement(text: string, sha256: (text: string) => string): Verification {
  try {
    return compare(text, sha256);
  } catch (error) {
    return disagree([
      { path: '', stated: brief(String(text)), recomputed: `cannot be recomputed: ${messageOf(error)}` },
    ]);
  }
}

function compare(text: string, sha256: (text: string) => string): Verification {
  const stated: unknown = JSON.parse(text);
  const recomputed = recompute(stated, sha256);
  const expected = `${JSON.stringify(recomputed, null, 2)}\n`;
  if (expected === text) return { agrees: true, differences: [] };
  const differences: Difference[] = [];
  collect(stated, recomputed, '', differences);
  return disagree(differences.length > 0 ? differences : [firstDifferentLine(text, expected)]);
}

/** The canonical text of a list of statements. */
export function statementsText(statements: readonly Statement[]): string {
  return `${JSON.stringify(statements, null, 2)}\n`;
}

function recompute(stated: unknown, sha256: (text: string) => string): unknown {
  if (!Array.isArray(stated)) return closeStatement((stated as Statement).inputs, sha256);
  if (stated.length === 0) throw new Error('the list is empty');
  return stated.map((one) => closeStatement((one as Statement).inputs, sha256));
}

function collect(stated: unknown, recomputed: unknown, path: string, found: Difference[]): void {
  if (found.length >= MOST || stated === recomputed) return;
  if (Array.isArray(stated) && Array.isArray(recomputed)) {
    for (let i = 0; i < Math.max(stated.length, recomputed.length); i++) {
      collect(stated[i], recomputed[i], `${path}[${i}]`, found);
    }
    return;
  }
  if (isRecord(stated) && isRecord(recomputed)) {
    for (const key of new Set([...Object.keys(stated), ...Object.keys(recomputed)])) {
      collect(own(stated, key), own(recomputed, key), path === '' ? key : `${path}.${key}`, found);
    }
    return;
  }
  found.push({ path, stated: brief(JSON.stringify(stated)), recomputed: brief(JSON.stringify(recomputed)) });
}

/** Same values, other bytes: white space, order or spelling. */
function firstDifferentLine(text: string, expected: string): Difference {
  const stated = text.split('\n');
  const recomputed = expected.split('\n');
  let line = 0;
  while (stated[line] === recomputed[line] && line < stated.length) line++;
  return {
    path: `line ${line + 1}`,
    stated: brief(JSON.stringify(stated[line])),
    recomputed: brief(JSON.stringify(recomputed[line])),
  };
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function disagree(differences: readonly Difference[]): Verification {
  return { agrees: false, differences };
}

function brief(text: string | undefined): string {
  if (text === undefined) return 'absent';
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
