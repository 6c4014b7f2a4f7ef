import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROJECT = resolve(import.meta.dirname, '../../..');
const SENSEY = 'contracts/customers/demo-sensey.yaml';
const YEAR = [
  ...['replay', '--contract', SENSEY, '--incidents', 'infra/local/history/github-incidents-2025.csv'],
  ...['--from', '2025-01', '--to', '2025-12', '--where', 'impact=major,critical'],
];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as a process of its own; `--expose-gc` and the like are not needed to run it. */
function sla(args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(process.execPath, ['functions/sla/sla.ts', ...args], { cwd: PROJECT });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sla-command-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('help', () => {
  it('of the whole and of each command goes to standard output, with exit code 0', async () => {
    const commands = ['lint', 'holidays', 'deadline', 'replay', 'explain', 'verify', 'eval'];
    const whole = await sla(['--help']);
    expect(whole).toMatchObject({ code: 0, err: '' });
    for (const command of commands) expect(whole.out).toMatch(new RegExp(`^  ${command} `, 'm'));
    const each = await Promise.all(commands.map((command) => sla([command, '--help'])));
    for (const { code, out, err } of each) {
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain('--json');
    }
  });
});

describe('exit codes', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['sum']],
    ['an unknown option', ['lint', '--fix', SENSEY]],
    ['a file that is not there', ['verify', 'nowhere.json']],
    ['a folder in place of a file', ['verify', 'functions']],
    ['a country nobody knows', ['holidays', 'QQ', '2027']],
  ])('%s: 2, with nothing on standard output', async (_name, args) => {
    const { code, out, err } = await sla(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
    expect(err).not.toMatch(/^ +at /m);
  });

  it('lint with a finding: 1', async () => {
    expect((await sla(['lint', 'contracts/agreements/fellow.yaml'])).code).toBe(1);
  });

  it('eval with bad lines: 0, as each line has its answer', async () => {
    const good = '{"id":2,"op":"next-opening","calendar":"24x7","at":"2026-05-07T14:00:00Z"}';
    const { code, out, err } = await sla(['eval'], `nonsense\n${good}\n`);
    expect([code, err]).toEqual([0, '']);
    const [bad, answered] = out.trimEnd().split('\n');
    expect(JSON.parse(bad ?? '')).toMatchObject({ id: null, error: { code: 'VALIDATION' } });
    expect(answered).toBe('{"id":2,"result":{"at":"2026-05-07T14:00:00Z"}}');
  });
});

describe('from incidents to proof', () => {
  it('what replay wrote to standard output verifies, and no longer after one byte of it is changed', async () => {
    const { code, out, err } = await sla([...YEAR, '--json']);
    expect([code, err]).toEqual([0, '']);
    const file = join(folder, 'statements.json');
    await writeFile(file, out);
    expect(await sla(['verify', file])).toMatchObject({ code: 0, err: '' });
    expect(await sla(['verify', '-'], out)).toMatchObject({ code: 0, err: '' });
    const bytes = await readFile(file);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] as number) ^ 1;
    await writeFile(file, bytes);
    expect(await sla(['verify', file])).toMatchObject({ code: 1, err: '' });
  });

  it('what it wrote into a folder verifies file by file', async () => {
    const made = join(folder, 'made', 'here');
    const { code, out } = await sla([...YEAR, '--out', made]);
    expect(code).toBe(0);
    expect(out).toMatch(/^total .*EUR 823\.35$/m);
    const names = await readdir(made);
    expect(names).toHaveLength(12);
    expect((await sla(['verify', join(made, names[4] as string)])).code).toBe(0);
  });

  it('a reader that closes early is no failure', async () => {
    const child = spawn(process.execPath, ['functions/sla/sla.ts', ...YEAR, '--json'], { cwd: PROJECT });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      err += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((done) => child.on('close', done));
    expect([code, err]).toEqual([0, '']);
  });
});
