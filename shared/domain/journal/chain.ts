import { canonicalJson } from '../json.ts';
import { FIRST_PREVIOUS_HASH, type JournalEntry, type JournalEvent } from './journal.ts';

/** SHA-256 of a text's UTF-8 bytes, hex. */
export type Sha256 = (text: string) => string;

/** The end of an aggregate's chain; `sequence` 0 when it has no entry. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const EMPTY_CHAIN: ChainHead = { sequence: 0, hash: FIRST_PREVIOUS_HASH };

/**
 * Numbers events and binds each to the one before it.
 * @param recordedAt UTC epoch ms
 * @returns the entries in order, the first one following `head`
 */
export function chain(
  head: ChainHead,
  aggregate: string,
  events: readonly JournalEvent[],
  recordedAt: number,
  sha256: Sha256,
): readonly JournalEntry[] {
  let { sequence, hash } = head;
  return events.map((event) => {
    sequence += 1;
    const entry = { ...event, aggregate, sequence, recordedAt, previousHash: hash };
    hash = hashOf(entry, sha256);
    return { ...entry, hash };
  });
}

/** What is wrong with a chain, and from which place in it. */
export interface ChainFault {
  readonly sequence: number;
  readonly problem: 'missing-entry' | 'broken-link' | 'changed-entry';
}

/**
 * Checks a whole chain, from its first entry on.
 * @returns the first fault, or undefined when every entry is there, unchanged and linked to the one before
 */
export function verifyChain(entries: readonly JournalEntry[], sha256: Sha256): ChainFault | undefined {
  let { sequence, hash } = EMPTY_CHAIN;
  for (const entry of entries) {
    sequence += 1;
    if (entry.sequence !== sequence) return { sequence, problem: 'missing-entry' };
    if (entry.previousHash !== hash) return { sequence, problem: 'broken-link' };
    const { hash: stated, ...content } = entry;
    hash = hashOf(content, sha256);
    if (hash !== stated) return { sequence, problem: 'changed-entry' };
  }
  return undefined;
}

function hashOf(entry: Omit<JournalEntry, 'hash'>, sha256: Sha256): string {
  return sha256(canonicalJson({ ...entry }));
}
