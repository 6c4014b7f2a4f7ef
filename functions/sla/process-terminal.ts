import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ValidationError } from '../../shared/domain/errors.ts';
import type { Terminal } from './terminal.ts';

const MOST_BUFFERED = 1 << 16;

/** The terminal of this process. Paths are read from the folder in which the command was typed. */
export const processTerminal: Terminal = {
  input: () => process.stdin,
  open: openFile,
  list: listFolder,
  save: saveFile,
  print: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  warn: (text) => {
    process.stderr.write(text);
  },
  // Left alone, the engine lets the space for short-lived values grow to about 100 MB while a large file is read.
  spareMemory: () => setFlagsFromString('--semi-space-growth-factor=1'),
  releaseMemory: () => {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
  },
  now: Date.now,
};

/** A reader that has seen enough closes the pipe; that is no failure of ours. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

/** npm runs scripts in the project's folder and says where it was called. */
function placeOf(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === 'sla' && folder !== undefined ? resolve(folder, path) : resolve(path);
}

async function* openFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(placeOf(path)) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(placeOf(folder))).sort();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw unreadable(folder, cause);
  }
}

async function saveFile(path: string, parts: Iterable<string>): Promise<void> {
  const place = placeOf(path);
  const draft = `${place}.${process.pid}.part`;
  await mkdir(dirname(place), { recursive: true });
  const file = await open(draft, 'w');
  try {
    let text = '';
    for (const part of parts) {
      text += part;
      if (text.length < MOST_BUFFERED) continue;
      await file.write(text);
      text = '';
    }
    await file.write(text);
    await file.close();
    await rename(draft, place);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(draft, { force: true });
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; give a file',
  EACCES: 'reading it is not permitted',
  ENOTDIR: 'a part of its path is not a folder',
};

function unreadable(path: string, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return cause;
  return new ValidationError(`cannot read "${path}": ${REASONS[code] ?? code}`, { cause });
}
