import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../../infra/local/start.ts', import.meta.url));

/** The local runtime as a process of its own, and what it has printed. */
export interface StartedRuntime {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
  /** Address of the API, once it is up. */
  readonly url: string;
  /** The first line that fits, printed already or yet to come. */
  said(pattern: RegExp): Promise<string>;
  /** Sends a signal and waits for the end. @returns the exit code, null after a signal it could not answer */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Waits until it ends by itself. */
  ended(): Promise<number | null>;
}

/** @param options of `npm start`, such as `--no-demo` */
export function launch(folder: string, ...options: readonly string[]): Omit<StartedRuntime, 'url'> {
  const child = spawn(process.execPath, [START, '--folder', folder, ...options], {
    env: { ...process.env, PORT: '0', POWERTOOLS_LOG_LEVEL: 'ERROR', POWERTOOLS_METRICS_DISABLED: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const problems: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => problems.push(line));
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    child,
    lines,
    problems,
    async said(pattern) {
      for (;;) {
        const found = lines.find((line) => pattern.test(line));
        if (found !== undefined) return found;
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`it ended without saying ${pattern}: ${[...lines, ...problems].join('\n')}`);
        }
        await Promise.race([once(reader, 'line'), ended]);
      }
    },
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
    ended: () => ended,
  };
}

/** Waits until the API answers. */
export async function start(folder: string, ...options: readonly string[]): Promise<StartedRuntime> {
  const launched = launch(folder, ...options);
  const line = await launched.said(/API are up/);
  return { ...launched, url: /http:\/\/[\d.]+:\d+/.exec(line)?.[0] ?? '' };
}

/** Processes that have to do with a folder: the runtime, the database's keeper, the database. */
export function processesOf(folder: string): readonly string[] {
  const listing = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return listing.split('\n').filter((line) => line.includes(folder));
}

/** A database whose runtime was killed needs a moment to end. */
export async function processesGone(folder: string): Promise<readonly string[]> {
  for (let i = 0; i < 100 && processesOf(folder).length > 0; i++) await sleep(50);
  return processesOf(folder);
}
