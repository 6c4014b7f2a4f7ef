import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../shared/adapters/sha256.ts';
import type { Statement } from '../../../shared/domain/statement/statement.ts';
import { statementsText, verifyStatement } from '../../../shared/domain/statement/verify-statement.ts';
import { type Given, runAt } from './fake-terminal.ts';

const HISTORY = 'infra/local/history/github-incidents-2025.csv';
const SENSEY = 'contracts/customers/demo-sensey.yaml';
const DIPLOC = 'contracts/customers/demo-diploc.yaml';

function year(contract: string, ...more: readonly string[]): readonly string[] {
  const months = ['--from', '2025-01', '--to', '2025-12'];
  return [
    'replay',
    '--contract',
    contract,
    '--incidents',
    HISTORY,
    ...months,
    '--where',
    'impact=major,critical',
    ...more,
  ];
}

/** Replays March 2025 under sensey, from rows such as `a,2025-03-04T10:00:00Z,…`. */
function march(rows: readonly string[], more: readonly string[] = [], given: Given = {}) {
  const files = { 'rows.csv': ['incident_id,start,end,impact', ...rows, ''].join('\n'), ...given.files };
  const months = ['--from', '2025-03', '--to', '2025-03'];
  return runAt(['replay', '--contract', SENSEY, '--incidents', 'rows.csv', ...months, ...more], { ...given, files });
}

async function statements(args: readonly string[], given?: Given): Promise<readonly Statement[]> {
  const { code, out, err } = await runAt(args, given);
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('a year of real incidents', () => {
  it('gives a statement a month, whose text is the canonical one and which agrees with its inputs', async () => {
    const { out } = await runAt(year(SENSEY, '--json'));
    const list: readonly Statement[] = JSON.parse(out);
    expect(list.map(({ month }) => month)).toEqual(
      Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}`),
    );
    expect(out).toBe(statementsText(list));
    expect(verifyStatement(out, sha256)).toEqual({ agrees: true, differences: [] });
    for (const { experienced, contracted } of list) {
      expect(experienced).toMatchObject({
        totalMs: expect.any(Number),
        percent: expect.stringMatching(/^\d+\.\d{4}$/),
      });
      expect(contracted).toMatchObject({ downtimeMs: experienced.downtimeMs, percent: experienced.percent });
    }
  });

  it('gives the same bytes every time', async () => {
    const [first, second] = await Promise.all([runAt(year(DIPLOC, '--json')), runAt(year(DIPLOC, '--json'))]);
    expect(first.out).toBe(second.out);
  });

  it('under sensey: 10 % under 99.9, 25 % under 99.0, of € 499.00', async () => {
    const list = await statements(year(SENSEY, '--json'));
    expect(list.map(({ credit }) => credit?.due.netMinor)).toEqual([
      4990, 4990, 4990, 4990, 12475, 4990, 4990, 4990, 4990, 12475, 4990, 12475,
    ]);
  });

  it('under diploc: nothing above 99.5, then 10 % deeper for each tenth, of € 249.00, on the invoice of the month', async () => {
    const list = await statements(year(DIPLOC, '--json'));
    expect(list.map(({ credit }) => credit?.due.netMinor)).toEqual([
      0, 0, 0, 0, 9960, 7470, 7470, 4980, 0, 9960, 4980, 9960,
    ]);
    expect(list[4]?.inputs.invoices).toMatchObject([{ number: 'F2025-05-0417' }]);
    // Each month knows the credits of those before it.
    expect(list.map(({ inputs }) => inputs.earlierCredits?.length)).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4, 4, 5, 6]);
  });

  it('as a table ends with times added up, never with averaged percentages', async () => {
    const { out } = await runAt(year(SENSEY));
    const lines = out.trimEnd().split('\n');
    expect(lines[2]?.split(/\s+/)).toEqual(['month', 'experienced', 'contracted', 'coverage', 'credit']);
    expect(lines[3]).toMatch(/^2025-01 +99\.6662 % +99\.6662 % +records +EUR 49\.90 \(10 %\)$/);
    const list = await statements(year(SENSEY, '--json'));
    const sum = (of: (statement: Statement) => number) => list.reduce((total, statement) => total + of(statement), 0);
    const [total, down] = [sum(({ contracted }) => contracted.totalMs), sum(({ contracted }) => contracted.downtimeMs)];
    const percent = Math.floor(((total - down) / total) * 1e6) / 1e4;
    expect(lines.at(-1)).toMatch(new RegExp(`^total +${percent} % +${percent} % +EUR 823\\.35$`));
  });

  it('into a folder writes one file per statement, which sla verify agrees with', async () => {
    const { saved } = await runAt(year(DIPLOC, '--out', 'made'));
    expect(saved.size).toBe(12);
    for (const [name, text] of saved) {
      expect(name).toMatch(/^made\/.*2025-\d\d.*\.json$/);
      const { code, out } = await runAt(['verify', name], { files: { [name]: text } });
      expect([code, out]).toEqual([0, expect.stringContaining('agrees')]);
    }
  });
});

describe('one month', () => {
  const MARCH_MS = 743 * 3_600_000;

  it('overlaps count once and rows are cut to the month, whatever order they come in', async () => {
    const rows = [
      'b,2025-03-04T10:30:00Z,2025-03-04T11:30:00Z,major',
      'c,2025-03-31T21:00:00Z,2025-03-31T23:00:00Z,major',
      'a,2025-03-04T10:00:00Z,2025-03-04T11:00:00Z,major',
    ];
    for (const order of [rows, rows.toReversed()]) {
      const { out } = await march(order, ['--json']);
      const [statement] = JSON.parse(out) as readonly Statement[];
      // 10:00 to 11:30, and from 21:00 to local midnight at 22:00.
      expect(statement?.experienced).toMatchObject({ totalMs: MARCH_MS, downtimeMs: 9_000_000 });
      expect(statement?.inputs.outages.map(({ id }) => id)).toEqual(['import:a', 'import:b', 'import:c']);
    }
  });

  it('the month is closed when the contract first allows it: three days after its end', async () => {
    const [statement] = JSON.parse((await march([], ['--json'])).out) as readonly Statement[];
    expect(statement?.inputs.closedAt).toBe(Date.parse('2025-04-04T00:00:00+02:00'));
    expect(statement?.contracted).toMatchObject({ downtimeMs: 0, percent: '100.0000', met: true });
    expect(statement?.credit?.due.netMinor).toBe(0);
  });

  it('an outage that is still open lasts until the closing', async () => {
    const [statement] = JSON.parse(
      (await march(['a,2025-03-31T20:00:00Z,,major'], ['--json'])).out,
    ) as readonly Statement[];
    expect(statement?.contracted.downtimeMs).toBe(2 * 3_600_000);
  });

  it('conditions: one of the values, of a cell in parts one of the parts, and all conditions at once', async () => {
    const files = {
      'parts.csv':
        'incident_id,start,end,impact,components\n' +
        'a,2025-03-04T10:00:00Z,2025-03-04T11:00:00Z,major,Actions|Pages\n' +
        'b,2025-03-05T10:00:00Z,2025-03-05T11:00:00Z,minor,Actions\n' +
        'c,2025-03-06T10:00:00Z,2025-03-06T11:00:00Z,critical,Issues\n',
    };
    const ids = async (...where: readonly string[]) => {
      const conditions = where.flatMap((one) => ['--where', one]);
      const args = ['replay', '--contract', SENSEY, '--incidents', 'parts.csv', '--from', '2025-03', '--to', '2025-03'];
      const [statement] = await statements([...args, ...conditions, '--json'], { files });
      return statement?.inputs.outages.map(({ id }) => id.replace('import:', '')).join();
    };
    expect(await ids()).toBe('a,b,c');
    expect(await ids('impact=major,critical')).toBe('a,c');
    expect(await ids('components=Actions')).toBe('a,b');
    expect(await ids('components=Actions', 'impact=major')).toBe('a');
  });

  it('announcements and decisions come from a file and take out what they hold for', async () => {
    const decided = `
announcements:
  - id: m1
    start: 2025-03-04T10:00:00Z
    end: 2025-03-04T10:30:00Z
    sent: [{ channel: email, at: 2025-03-01T10:00:00Z }]
exclusions:
  - id: x1
    ground: attack
    start: 2025-03-04T10:45:00Z
    end: 2025-03-04T11:00:00Z
    decidedBy: j.devries
    decidedAt: 2025-03-05T09:00:00Z
    reason: DDoS
`;
    const rows = ['a,2025-03-04T10:00:00Z,2025-03-04T11:00:00Z,major'];
    const more = ['--exclusions', 'decided.yaml', '--json'];
    const { out } = await march(rows, more, { files: { 'decided.yaml': decided } });
    const [statement] = JSON.parse(out) as readonly Statement[];
    expect(statement?.experienced.downtimeMs).toBe(3_600_000);
    expect(statement?.contracted).toMatchObject({ downtimeMs: 900_000, excludedMs: 2_700_000 });
    expect(verifyStatement(out, sha256).agrees).toBe(true);
  });
});

describe('bad input stops everything: exit code 2, nothing on standard output, and a message that names the place', () => {
  const good = 'a,2025-03-04T10:00:00Z,2025-03-04T11:00:00Z,major';
  const rows: readonly [name: string, rows: readonly string[], message: RegExp][] = [
    [
      'a reversed interval',
      [good, 'b,2025-03-04T11:00:00Z,2025-03-04T10:00:00Z,minor'],
      /rows\.csv: line 3, column "end".*2025-03-04T10:00:00Z.*not before/,
    ],
    ['an impossible date', [good, 'b,2025-02-30T11:00:00Z,,minor'], /line 3, column "start".*2025-02-30/],
    ['an instant without a zone', [good, 'b,2025-03-04T11:00:00,,minor'], /line 3, column "start".*zone/],
    ['an incident named twice', [good, good], /row 2.*"a".*twice/],
    ['a row too short', [good, 'b,2025-03-04T11:00:00Z'], /rows\.csv.*(line 3|columns)/i],
  ];
  it.each(rows)('%s', async (_name, given, message) => {
    const { code, out, err } = await march(given, ['--json']);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(message);
  });

  it('a bad row among many, even where a condition leaves it out', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `r${i},2025-03-04T10:00:00Z,2025-03-04T11:00:00Z,minor`);
    const { code, out, err } = await march([...many, 'bad,2025-03-04,,minor'], ['--where', 'impact=major']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/line 20002, column "start": "2025-03-04"/);
  });

  it('a file that is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(`incident_id,start,end,impact\n${good}\n`), Buffer.from([0xff])]);
    const { code, out, err } = await march([], [], { files: { 'rows.csv': bytes } });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/rows\.csv.*not UTF-8/);
  });

  const options: readonly [name: string, args: readonly string[], message: RegExp][] = [
    ['a month that is none', year(SENSEY).with(6, '2025-13'), /--from: "2025-13" is not a month/],
    ['months in the wrong order', year(SENSEY).with(6, '2026-01'), /2026-01 lies after --to 2025-12/],
    ['a month before the contract', year(SENSEY).with(6, '2024-12'), /2024-12/],
    ['a condition without values', year(SENSEY, '--where', 'impact'), /--where impact: write column=value/],
    ['a column that is not there', year(SENSEY, '--where', 'severity=1'), /no column "severity".*incident_id, start/],
    ['an unknown service', year(SENSEY, '--service', 'web'), /no service "web"; it has platform/],
    ['a contract that is not there', year('nowhere.yaml'), /cannot read "nowhere\.yaml"/],
    ['an agreement in place of a contract', year('contracts/agreements/sensey.yaml'), /is an agreement/],
    ['an unknown option', year(SENSEY, '--currency', 'EUR'), /unknown option '--currency'/],
  ];
  it.each(options)('%s', async (_name, args, message) => {
    const { code, out, err } = await runAt(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
