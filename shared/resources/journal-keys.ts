/** Sort key of the item that holds the end of an aggregate's chain. */
export const HEAD_KEY = 'HEAD';
/** Entries of an aggregate start with this; the stream's consumers filter on it. */
export const ENTRY_PREFIX = 'E#';
/** Partition that lists every aggregate by name. */
export const AGGREGATES_PARTITION = 'AGGREGATES';

/** Sort key of an entry; text order is the order of the chain. */
export function sequenceKey(sequence: number): string {
  return `${ENTRY_PREFIX}${String(sequence).padStart(12, '0')}`;
}
