import { Buffer } from 'node:buffer';
import { ValidationError } from '../../shared/domain/errors.ts';
import type { Terminal } from './terminal.ts';

/** The bytes of a file, or of standard input where the name is `-`. */
export function bytesOf(terminal: Terminal, file: string): AsyncIterable<Uint8Array> {
  return file === '-' ? terminal.input() : terminal.open(file);
}

/** As `bytesOf`, all of them at once. */
export async function readBytes(terminal: Terminal, file: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytesOf(terminal, file)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/**
 * The text of a file, every byte of it: a byte order mark stays in.
 * @throws ValidationError when it is not UTF-8, or too long to hold at once
 */
export async function readText(terminal: Terminal, file: string): Promise<string> {
  const bytes = await readBytes(terminal, file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const isLong = (cause as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG' || cause instanceof RangeError;
    const why = isLong ? `has ${bytes.length} bytes, too many to hold as one text` : 'is not UTF-8 text';
    throw new ValidationError(`${nameOf(file)} ${why}`, { cause });
  }
}

/** A file as a message names it. */
export function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}
