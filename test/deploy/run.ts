import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { widenForEmulator } from './emulated-iam.ts';
import { type Emulator, prepareTools, startEmulator } from './emulator.ts';

/**
 * Deploys the stack with the real CDK CLI to an emulator that enforces IAM over TLS, uses it from outside, deploys again
 * and destroys it. Ends by itself and leaves nothing running.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, '.deploy');
const RUN = join(FOLDER, 'run');
const OUTPUTS = join(RUN, 'outputs.json');
const ASSEMBLY = join(RUN, 'cdk.out');
const TEMPLATE = join(ASSEMBLY, 'SlaTracker.template.json');
// A trial: nothing is kept. The emulator has no archives; the stack's own tests look at that one.
const SETTINGS = ['retention=destroy', 'archiveDays=0', 'alarmEmail=ops@example.nl', 'eventSource=test.sla'];
const DEPLOY = ['deploy', '--app', ASSEMBLY, '--require-approval', 'never', '--outputs-file', OUTPUTS];

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
    step('synth', () => synthesize(emulator));
    step('template', () => lint(cfnLint));
    widenForEmulator(TEMPLATE);
    step('deploy', () => cdk(emulator, ...DEPLOY));
    const failed = await stories(emulator);
    step('deploy again', () => assertUnchanged(emulator));
    step('destroy', () => cdk(emulator, 'destroy', '--app', ASSEMBLY, '--force'));
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

function synthesize(emulator: Emulator): string {
  const settings = SETTINGS.flatMap((setting) => ['--context', setting]);
  return cdk(emulator, 'synth', '--quiet', '--output', ASSEMBLY, ...settings);
}

/** A deploy of what is there already, synthesized anew. */
function assertUnchanged(emulator: Emulator): void {
  synthesize(emulator);
  widenForEmulator(TEMPLATE);
  const said = cdk(emulator, ...DEPLOY);
  if (!said.includes('(no changes)')) throw new Error(`the second deploy changed something:\n${said.slice(-3000)}`);
}

function lint(cfnLint: string): void {
  // W3005: dependencies that are implied already; the framework writes them. I: hints.
  execFileSync(cfnLint, ['--ignore-checks', 'W3005', '--', TEMPLATE], { stdio: 'inherit' });
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
