import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far each shard of a stream has been delivered. */
export interface StreamPosition {
  readonly streamArn: string;
  /** Sequence number of the last record delivered, by shard. */
  readonly shards: Readonly<Record<string, string>>;
}

const FILE = 'journal-stream.json';

/**
 * Where reading stopped. A position of another stream, such as that of a database since deleted, is none.
 * @throws Error when the file is there and cannot be read
 */
export function readPosition(folder: string, streamArn: string): StreamPosition {
  const position = stored(join(folder, FILE));
  return position?.streamArn === streamArn ? position : { streamArn, shards: {} };
}

/** Replaces the file in one step, so that a crash leaves the old position or the new one. */
export function writePosition(folder: string, position: StreamPosition): void {
  const file = join(folder, FILE);
  writeFileSync(`${file}.new`, JSON.stringify(position));
  renameSync(`${file}.new`, file);
}

function stored(file: string): StreamPosition | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as StreamPosition;
}
