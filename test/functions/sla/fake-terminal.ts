import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runSla } from '../../../functions/sla/program.ts';
import type { Terminal } from '../../../functions/sla/terminal.ts';
import { ValidationError } from '../../../shared/domain/errors.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

export interface Given {
  readonly input?: string | Uint8Array;
  /** Bytes that arrive at a time. */
  readonly cut?: number;
  /** Files that exist beside those of the project. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly now?: string;
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly saved: ReadonlyMap<string, string>;
}

/** Runs a command line of `sla` without a process. Paths are those of the project. */
export async function runAt(args: readonly string[], given: Given = {}): Promise<Ended> {
  const { input = '', cut = 1 << 16, files = {}, now = '2026-06-01T00:00:00Z' } = given;
  let [out, err] = ['', ''];
  const saved = new Map<string, string>();
  const terminal: Terminal = {
    input: () => inPieces(input, cut),
    open: (path) => inPieces(files[path] ?? read(path), cut),
    list: (folder) => Promise.resolve(namesIn(folder)),
    save: async (path, parts) => {
      saved.set(path, [...parts].join(''));
    },
    print: async (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
    spareMemory: () => {},
    releaseMemory: () => {},
    now: () => Date.parse(now),
  };
  const code = await runSla(args, terminal);
  return { code, out, err, saved };
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(resolve(PROJECT, path));
  } catch (cause) {
    throw new ValidationError(`cannot read "${path}": there is no such file`, { cause });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(resolve(PROJECT, folder)).sort();
  } catch {
    return [];
  }
}

async function* inPieces(content: string | Uint8Array, cut: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += cut) yield bytes.subarray(at, at + cut);
}
