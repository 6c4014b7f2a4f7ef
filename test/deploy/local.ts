import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../infra/local/start.ts', import.meta.url));

/** Runs something against a local runtime of its own, which ends with it. */
export async function onLocalRuntime<T>(use: (url: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-deploy-'));
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const child = spawn(process.execPath, [START, '--no-demo', '--folder', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...Object.fromEntries(environment), PORT: '0' },
  });
  try {
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined) return await use(url);
    }
    throw new Error(`the local runtime did not start: ${said}`);
  } finally {
    const gone = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
}
