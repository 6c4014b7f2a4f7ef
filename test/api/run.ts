import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processesGone, type StartedRuntime, start } from '../infra/local/started-runtime.ts';
import { prepareSchemathesis, runSchemathesis, type SchemathesisRun } from './schemathesis.ts';

/**
 * Asks everything the OpenAPI document knows, thousands of times, of the local runtime with a year of incidents in it: no
 * answer may be a server's error or one that the document does not know. Ends by itself and leaves nothing running.
 */
const TOOLS = fileURLToPath(new URL('../../.deploy/', import.meta.url));
const WITHIN_MS = 300_000;

async function main(): Promise<number> {
  const command = prepareSchemathesis(TOOLS);
  const folder = mkdtempSync(join(tmpdir(), 'sla-api-'));
  let runtime: StartedRuntime | undefined;
  let run: SchemathesisRun | undefined;
  const clean = async () => {
    run?.child.kill('SIGKILL');
    await runtime?.end('SIGTERM');
    await processesGone(folder);
    rmSync(folder, { recursive: true, force: true });
  };
  const interrupted = () => void clean().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    runtime = await start(folder);
    await runtime.said(/^ready after/);
    const config = join(folder, 'schemathesis.toml');
    writeFileSync(config, configuration(await knownNames(runtime.url)));
    run = runSchemathesis(command, runtime.url, config, folder);
    const late = new AbortController();
    const code = await Promise.race([
      run.ended,
      sleep(WITHIN_MS, undefined, { signal: late.signal }).then(() => {
        throw new Error(`not done after ${WITHIN_MS / 1000} s`);
      }),
    ]);
    late.abort();
    for (const problem of runtime.problems) process.stderr.write(`the runtime said: ${problem}\n`);
    return code === 0 && runtime.problems.length === 0 ? 0 : 1;
  } finally {
    await clean();
  }
}

type Names = Readonly<Record<string, readonly string[]>>;

/** What exists, so that most requests get past "there is no such thing". Three incidents are there to be worked on. */
async function knownNames(url: string): Promise<Names> {
  const incidents: string[] = [];
  for (const title of ['One', 'Two', 'Three']) {
    const response = await fetch(`${url}/incidents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ contractRef: 'demo-sensey', serviceRef: 'platform', priority: 'hoog', title }),
    });
    incidents.push(((await response.json()) as { id: string }).id);
  }
  return {
    agreementRef: ['diploc', 'sensey'],
    contractRef: ['demo-sensey'],
    serviceRef: ['platform'],
    priority: ['hoog', 'laag'],
    month: ['2025-05', '2025-09'],
    statementId: ['demo-sensey~platform~2025-05~1', 'demo-diploc~web~2025-09~1'],
    incidentId: incidents,
    version: ['1'],
  };
}

/** Four requests of five name what exists. */
function configuration(names: Names): string {
  const lines: string[] = [];
  for (const [name, values] of Object.entries(names)) {
    lines.push(`[dictionaries.${name}]`, `values = ${JSON.stringify(values)}`, '');
  }
  lines.push('[parameters]');
  const places = [
    ...['agreementRef', 'contractRef', 'serviceRef', 'month', 'statementId', 'incidentId', 'version'].map(
      (name) => ['path', name] as const,
    ),
    ...['contractRef', 'month'].map((name) => ['query', name] as const),
    ...['contractRef', 'serviceRef', 'month', 'priority'].map((name) => ['body', name] as const),
  ];
  for (const [place, name] of places) {
    lines.push(`"${place}.${name}" = { dictionary = "${name}", probability = 0.8 }`);
  }
  return `${lines.join('\n')}\n`;
}

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  return 2;
});
