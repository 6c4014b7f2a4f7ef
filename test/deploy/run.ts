import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Emulator, prepareTools, startEmulator } from './emulator.ts';

/**
 * Deploys the stack with the real CDK CLI to an emulator that enforces IAM over TLS, uses it from outside, deploys again
 * and destroys it. Ends by itself and leaves nothing running.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, '.deploy');
const RUN = join(FOLDER, 'run');
const OUTPUTS = join(RUN, 'outputs.json');
// A trial: nothing is kept. The emulator has no archives, and judges every schedule by the name of the default group; the
// stack's own tests look at those two.
const CONTEXT = [
  'retention=destroy',
  'archiveDays=0',
  'scheduleGroupName=default',
  'alarmEmail=ops@example.nl',
  'eventSource=test.sla',
];
const CDK_OPTIONS = CONTEXT.flatMap((setting) => ['--context', setting]).concat('--output', join(RUN, 'cdk.out'));

async function main(): Promise<number> {
  const began = performance.now();
  rmSync(RUN, { recursive: true, force: true });
  mkdirSync(RUN, { recursive: true });
  const { python, cfnLint } = prepareTools(FOLDER);
  const emulator = await startEmulator(python, RUN);
  const interrupted = () => void emulator.stop().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    step('bootstrap', () => cdk(emulator, 'bootstrap', 'aws://000000000000/us-east-1'));
    step('deploy', () =>
      cdk(emulator, 'deploy', '--require-approval', 'never', '--outputs-file', OUTPUTS, ...CDK_OPTIONS),
    );
    step('template', () => lint(cfnLint));
    const failed = await stories(emulator);
    step('deploy again', () => assertUnchanged(emulator));
    step('destroy', () => cdk(emulator, 'destroy', '--force', ...CDK_OPTIONS));
    process.stdout.write(`whole run: ${seconds(began)} s\n`);
    return failed;
  } finally {
    await emulator.stop();
  }
}

function cdk(emulator: Emulator, ...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('cdk', [...parameters, '--no-notices', '--ci'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...emulator.environment },
    maxBuffer: 64 * 1024 * 1024,
  });
  const said = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(`cdk ${parameters[0]} ended with ${status}:\n${said.slice(-6000)}`);
  return said;
}

/** A deploy of what is there already. */
function assertUnchanged(emulator: Emulator): void {
  const said = cdk(emulator, 'deploy', '--require-approval', 'never', ...CDK_OPTIONS);
  if (!said.includes('(no changes)')) throw new Error(`the second deploy changed something:\n${said.slice(-3000)}`);
}

function lint(cfnLint: string): void {
  const template = join(RUN, 'cdk.out', 'SlaTracker.template.json');
  // W3005: dependencies that are implied already; the framework writes them. I: hints.
  execFileSync(cfnLint, ['--ignore-checks', 'W3005', '--', template], { stdio: 'inherit' });
}

async function stories(emulator: Emulator): Promise<number> {
  if (!existsSync(OUTPUTS)) throw new Error('the deploy wrote no outputs');
  const outputs = readFileSync(OUTPUTS, 'utf8');
  const child = spawn('vitest', ['run', '--config', 'test/deploy/vitest.config.ts', '--root', ROOT], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...emulator.environment, SLA_DEPLOYED_OUTPUTS: outputs },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function step(name: string, run: () => void): void {
  const began = performance.now();
  run();
  process.stdout.write(`${name}: ${seconds(began)} s\n`);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  return 1;
});
