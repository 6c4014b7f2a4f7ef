import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../shared/adapters/sha256.ts';
import type { Statement } from '../../../shared/domain/statement/statement.ts';
import { statementText } from '../../../shared/domain/statement/statement.ts';
import { statementsText, verifyStatement } from '../../../shared/domain/statement/verify-statement.ts';
import { runAt } from './fake-terminal.ts';

let list: readonly Statement[] = [];
let one = '';

beforeAll(async () => {
  const months = ['--from', '2025-05', '--to', '2025-07', '--where', 'impact=critical'];
  const incidents = ['--incidents', 'infra/local/history/github-incidents-2025.csv'];
  const contract = ['--contract', 'contracts/customers/demo-diploc.yaml'];
  list = JSON.parse((await runAt(['replay', ...contract, ...incidents, ...months, '--json'])).out);
  one = statementText(list[0] as Statement);
});

const verify = (text: string | Uint8Array, ...more: readonly string[]) =>
  runAt(['verify', 's.json', ...more], { files: { 's.json': text } });

describe('sla verify', () => {
  it('agrees with one statement, with a list, and from standard input', async () => {
    expect(await verify(one)).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^s\.json: agrees/) });
    expect(await verify(statementsText(list))).toMatchObject({ code: 0, err: '' });
    expect(await runAt(['verify', '-'], { input: one })).toMatchObject({ code: 0, err: '' });
    expect((await verify(one, '--json')).out).toBe('{\n  "agrees": true,\n  "differences": []\n}\n');
  });

  it('says where a figure was changed, and ends with 1', async () => {
    const stated = list[0]?.contracted.downtimeMs;
    const { code, out, err } = await verify(one.replace(`"downtimeMs": ${stated}`, `"downtimeMs": 1`));
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/DISAGREES\n.*downtimeMs: stated 1, recomputed \d+/);
  });

  it('disagrees after any single byte of a statement is changed', () => {
    const bytes = Buffer.from(one);
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      bytes[at] = byte ^ 1;
      if (verifyStatement(bytes.toString('utf8'), sha256).agrees) expect.fail(`byte ${at} was not missed`);
      bytes[at] = byte;
    }
  }, 120_000);

  it('disagrees after any byte becomes any other, is left out, or is added', async () => {
    const bytes = Buffer.from(one);
    const change = fc.oneof(
      fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ by;
        return changed;
      }),
      fc.nat(bytes.length - 1).map((at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])),
      fc
        .tuple(fc.nat(bytes.length), fc.nat(255))
        .map(([at, byte]) => Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)])),
    );
    const isNoticed = async (changed: Buffer) => (await verify(changed)).code === 1;
    await fc.assert(fc.asyncProperty(change, isNoticed), { numRuns: 500 });
  });

  it.each([
    ['no JSON', '{'],
    ['something else', '{"hello":"world"}\n'],
    ['an empty list', '[]\n'],
    ['nothing at all', ''],
  ])('%s is a disagreement, not a failure', async (_name, text) => {
    expect(await verify(text)).toMatchObject({ code: 1, err: '', out: expect.stringContaining('DISAGREES') });
  });

  it('a file that is not there is bad input', async () => {
    const { code, out, err } = await runAt(['verify', 'nowhere.json']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe('sla: cannot read "nowhere.json": there is no such file\n');
  });
});

describe('sla explain', () => {
  const explain = (text: string, ...more: readonly string[]) =>
    runAt(['explain', 's.json', ...more], { files: { 's.json': text } });

  it("speaks the contract's language, or the one asked for", async () => {
    const [dutch, english] = [await explain(one), await explain(one, '--language', 'en')];
    expect([dutch.code, dutch.err, english.code, english.err]).toEqual([0, '', 0, '']);
    expect(dutch.out).toContain('Bakkerij De Linde B.V.');
    expect(dutch.out).toMatch(/beschikbaarheid/i);
    expect(english.out).toMatch(/availability/i);
    expect(dutch.out).not.toBe(english.out);
    for (const { out } of [dutch, english]) expect(out).toContain(list[0]?.inputsSha256);
  });

  it('names the numbers a reader needs to compute the month again', async () => {
    const { out } = await explain(one, '--language', 'en');
    const { contracted, period } = list[0] as Statement;
    for (const ms of [contracted.totalMs, contracted.downtimeMs, period.lengthMs]) expect(out).toContain(String(ms));
    expect(out).toContain(`${contracted.percent} %`);
  });

  it('a list one after the other, and as JSON by statement', async () => {
    const { out } = await explain(statementsText(list), '--json');
    const explained: readonly { statementId: string; text: string }[] = JSON.parse(out);
    expect(explained.map(({ statementId }) => statementId)).toEqual(list.map(({ statementId }) => statementId));
    const { out: text } = await explain(statementsText(list));
    for (const { text: part } of explained) expect(text).toContain(part);
  });

  it('warns of a statement that does not agree with its inputs', async () => {
    const { code, err, out } = await explain(one.replace('"revision": 1', '"revision": 2'));
    expect(code).toBe(0);
    expect(err).toMatch(/does not agree.*sla verify/);
    expect(out).not.toBe('');
  });

  it.each([
    ['no JSON', '{', /not JSON/],
    ['no statement', '[{"a":1}]', /index 0 is not a statement/],
    ['half a statement', '{"statementId":"x","inputs":{}}', /not a whole statement/],
  ])('%s is bad input', async (_name, text, message) => {
    const { code, out, err } = await explain(text);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
