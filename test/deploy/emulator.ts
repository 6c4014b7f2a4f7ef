import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The AWS emulator that runs the deployed functions, with IAM enforced over TLS. */
export interface Emulator {
  /** What every client needs in its environment, the CDK CLI included. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const VERSION = '1.5.33';
const LINTER_VERSION = '1.58.0';
const READY_WITHIN_MS = 60_000;

/** A tool that has to be on the machine. @throws Error that says what to install */
function needed(command: string, parameters: readonly string[], advice: string): void {
  try {
    execFileSync(command, [...parameters], { stdio: 'ignore' });
  } catch (error) {
    throw new Error(`${command} is needed for the deploy test and does not run here: ${advice}`, { cause: error });
  }
}

/** A virtual environment with the emulator and the template linter, made once and kept. */
export function prepareTools(folder: string): { readonly python: string; readonly cfnLint: string } {
  needed('python3', ['-c', 'import venv, ensurepip'], 'install Python 3.10 or newer with its venv module');
  needed('openssl', ['version'], 'install openssl');
  const venv = join(folder, 'venv');
  const python = join(venv, 'bin', 'python');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  const wanted = [`ministack==${VERSION}`, `cfn-lint==${LINTER_VERSION}`];
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted];
    execFileSync(python, pip, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    throw new Error(`${wanted.join(' and ')} could not be installed from PyPI into ${venv}`, { cause: error });
  }
  return { python, cfnLint: join(venv, 'bin', 'cfn-lint') };
}

/**
 * Starts the emulator with a certificate of its own.
 * @param folder for certificate and log
 */
export async function startEmulator(python: string, folder: string): Promise<Emulator> {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  makeCertificate(certificate, key);
  const port = await freePort();
  const trust = { NODE_EXTRA_CA_CERTS: certificate, AWS_CA_BUNDLE: certificate };
  const log = openSync(join(folder, 'emulator.log'), 'w');
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ...trust,
      // The functions run on the Node that runs this.
      PATH: [join(process.execPath, '..'), process.env['PATH']].join(delimiter),
      AUTH: 'true',
      USE_SSL: '1',
      MINISTACK_SSL_CERT: certificate,
      MINISTACK_SSL_KEY: key,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
    },
  });
  const endpoint = `https://127.0.0.1:${port}`;
  await answers(child, port, join(folder, 'emulator.log'));
  return {
    environment: {
      ...trust,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      CDK_DEFAULT_ACCOUNT: '000000000000',
      CDK_DEFAULT_REGION: 'us-east-1',
    },
    async stop() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const forced = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await gone;
      clearTimeout(forced);
    },
  };
}

function makeCertificate(certificate: string, key: string): void {
  const names = 'subjectAltName=DNS:localhost,DNS:*.localhost,DNS:*.execute-api.localhost,IP:127.0.0.1';
  const parameters = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...parameters, '-addext', names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
}

async function answers(child: ChildProcess, port: number, log: string): Promise<void> {
  const { connect } = await import('node:net');
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; await sleep(200)) {
    if (child.exitCode !== null) throw new Error(`the emulator ended with ${child.exitCode}; see ${log}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.end());
    });
    if (isOpen) return;
  }
  throw new Error(`the emulator did not answer on port ${port}; see ${log}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('the system gave no free port');
  return address.port;
}
