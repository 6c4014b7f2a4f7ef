import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '4.32.5';

/**
 * The tool that makes requests from an OpenAPI document, in a virtual environment that is made once and kept.
 * @returns its command
 * @throws Error that says what to install
 */
export function prepareSchemathesis(folder: string): string {
  try {
    execFileSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' });
  } catch (error) {
    throw new Error('python3 is needed for this test: install Python 3.10 or newer with its venv module', {
      cause: error,
    });
  }
  const venv = join(folder, 'venv');
  const python = join(venv, 'bin', 'python');
  const command = join(venv, 'bin', 'schemathesis');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  if (installed(python) === VERSION && existsSync(command)) return command;
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`];
    execFileSync(python, pip, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    throw new Error(`schemathesis ${VERSION} could not be installed from PyPI into ${venv}`, { cause: error });
  }
  return command;
}

function installed(python: string): string | undefined {
  const ask = 'import importlib.metadata as m; print(m.version("schemathesis"))';
  try {
    return execFileSync(python, ['-c', ask], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

export interface SchemathesisRun {
  readonly child: ChildProcess;
  /** Exit code; null when it was ended. */
  readonly ended: Promise<number | null>;
}

/** What every answer has to keep to. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
  'allow_header_conformance',
];

/** @param config file of the tool, with what is known to exist */
export function runSchemathesis(command: string, url: string, config: string, folder: string): SchemathesisRun {
  const child = spawn(
    command,
    [
      ...['--config-file', config, 'run', `${url}/openapi.json`],
      ...['--checks', CHECKS.join(','), '--phases', 'coverage,fuzzing,stateful'],
      ...['--seed', '20260507', '--generation-database', 'none', '--max-examples', '10'],
      ...['--request-timeout', '30', '--warnings', 'off', '--no-color', '--continue-on-failure'],
    ],
    { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return { child, ended: once(child, 'close').then(() => child.exitCode) };
}
