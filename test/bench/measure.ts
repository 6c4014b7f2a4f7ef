import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Median milliseconds of one round.
 * @param warmUp rounds that are not counted
 */
export function medianMs(round: () => void, { rounds = 9, warmUp = 3 } = {}): number {
  for (let i = 0; i < warmUp; i++) round();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    round();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** The same numbers in every run: a linear congruence, 0 ≤ result < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface ChildRun {
  readonly ms: number;
  /** Highest resident memory, in MB; NaN where the system does not tell. */
  readonly peakMb: number;
  readonly bytes: number;
}

/** Runs the `sla` command in a process of its own. @throws Error when it fails */
export async function runSla(args: readonly string[], input?: () => Iterable<string>): Promise<ChildRun> {
  const start = performance.now();
  const child = spawn(process.execPath, ['functions/sla/sla.ts', ...args], {
    cwd: ROOT,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'inherit'],
  });
  let peakKb = Number.NaN;
  const look = () => {
    const found = /VmHWM:\s+(\d+)/.exec(statusOf(child.pid));
    if (found !== null) peakKb = Number(found[1]);
  };
  const timer = setInterval(look, 20);
  let bytes = 0;
  child.stdout?.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  if (input !== undefined) await feed(child.stdin, input());
  const code = await ended;
  clearInterval(timer);
  if (code !== 0) throw new Error(`sla ${args.join(' ')} ended with ${code}`);
  return { ms: performance.now() - start, peakMb: peakKb / 1024, bytes };
}

async function feed(sink: NodeJS.WritableStream | null, parts: Iterable<string>): Promise<void> {
  if (sink === null) return;
  for (const part of parts) {
    if (!sink.write(part)) await new Promise<void>((resume) => sink.once('drain', () => resume()));
  }
  sink.end();
}

function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
