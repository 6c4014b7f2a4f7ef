import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runAt } from './fake-terminal.ts';

const SENSEY = 'contracts/agreements/sensey.yaml';
const TEXT = readFileSync(new URL(`../../../${SENSEY}`, import.meta.url), 'utf8');

describe('sla lint', () => {
  it('finds nothing in an agreement that can be activated, and ends with 0', async () => {
    const { code, out, err } = await runAt(['lint', SENSEY, 'contracts/customers/demo-sensey.yaml']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe('2 files: nothing found\n');
    expect(await runAt(['lint', SENSEY, '--json'])).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('finds the open questions of fellow, each with file, line and clause, and ends with 1', async () => {
    const { code, out, err } = await runAt(['lint', 'contracts/agreements/fellow.yaml']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^contracts\/agreements\/fellow\.yaml:\d+: error: §6\.2: open question: .*\[open-question\]$/m);
  });

  it('reports all findings of all files at once', async () => {
    const files = {
      'a.yaml': TEXT.replace('timeZone: Europe/Amsterdam', 'timeZone: CET').replace('title:', 'titel:'),
      'b.yaml': 'kind: agreement\nkind: agreement\n',
    };
    const { code, out } = await runAt(['lint', 'a.yaml', 'b.yaml', '--json'], { files });
    expect(code).toBe(1);
    const findings: readonly { file: string; line: number; message: string }[] = JSON.parse(out);
    const at = (text: string) => TEXT.slice(0, TEXT.indexOf(text)).split('\n').length;
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          file: 'a.yaml',
          line: at('\ntitle:') + 1,
          message: expect.stringContaining('titel'),
        }),
        expect.objectContaining({
          file: 'a.yaml',
          line: at('\ntimeZone:') + 1,
          message: expect.stringContaining('CET'),
        }),
        expect.objectContaining({ file: 'b.yaml', line: 2, message: expect.stringContaining('kind') }),
      ]),
    );
  });

  it('a band whose boundary nobody owns is found with its clause', async () => {
    const files = { 'a.yaml': TEXT.replace('below: "99.0", atLeast: "98.0", ', '') };
    const { code, out } = await runAt(['lint', 'a.yaml'], { files });
    expect(code).toBe(1);
    expect(out).toMatch(/a\.yaml:\d+: error: .*\[band-boundary\]/);
  });

  it('holidays that run out before the day asked about are found', async () => {
    const { code, out } = await runAt(['lint', SENSEY, '--as-of', '2030-01-01']);
    expect(code).toBe(1);
    expect(out).toContain('2028');
  });

  it.each([
    ['a file that is not there', ['lint', 'nowhere.yaml'], /cannot read "nowhere\.yaml"/],
    ['no file', ['lint'], /file/],
    ['a day that is none', ['lint', SENSEY, '--as-of', 'today'], /--as-of.*"today"/],
  ])('%s is bad usage', async (_name, args, message) => {
    const { code, out, err } = await runAt(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

describe('sla holidays', () => {
  it('proposes the public ones as a list to freeze', async () => {
    const { code, out, err } = await runAt(['holidays', 'NL', '2027']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('  - 2027-05-06 # Thu, Hemelvaartsdag\n');
    expect(out).toMatch(/^holidays:$.*^holidayYears: \[2027\]$/ms);
    const dates = JSON.parse((await runAt(['holidays', 'NL', '2027', '--json'])).out).map(
      ({ date }: { date: string }) => date,
    );
    expect(dates).toEqual([
      '2027-01-01',
      '2027-03-28',
      '2027-03-29',
      '2027-04-27',
      '2027-05-06',
      '2027-05-16',
      '2027-05-17',
      '2027-12-25',
      '2027-12-26',
    ]);
  });

  it.each([
    ['a country nobody knows', ['holidays', 'QQ', '2027'], /"QQ".*NL/],
    ['a year that is none', ['holidays', 'NL', '27'], /"27".*four digits/],
    ['a year too far', ['holidays', 'NL', '2300'], /2300.*2200/],
  ])('%s is bad input', async (_name, args, message) => {
    const { code, out, err } = await runAt(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
