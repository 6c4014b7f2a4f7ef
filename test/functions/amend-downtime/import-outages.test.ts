import { beforeEach, describe, expect, it } from 'vitest';
import { readDowntime, recordOutage } from '../../../functions/amend-downtime/amend-downtime.ts';
import { importOutages } from '../../../functions/amend-downtime/import-outages.ts';
import { journaled, type LedgerDesk, outage, PLATFORM, senseyDesk } from '../ledger-desk.ts';

const HEADER = 'incident_id,start,end,impact,title';
const ROW = '1,2026-03-05T13:00:00Z,2026-03-05T14:30:00Z,major,Down';
const GOOD = '8,2026-03-09T13:00:00Z,2026-03-09T14:00:00Z,major,';
const WHERE = [{ column: 'impact', values: ['major', 'critical'] }];
const SCOPE = { scope: 'all-users' } as const;

let desk: LedgerDesk;
const importing = (...rows: readonly string[]) =>
  importOutages(desk, PLATFORM, [Buffer.from([HEADER, ...rows].join('\n'))], { ...SCOPE, where: WHERE });
const stored = async () => (await readDowntime(desk, PLATFORM, '2026-03')).outages.map(({ id }) => id);
beforeEach(async () => {
  desk = await senseyDesk();
});

describe('a file of outages', () => {
  it('adds what the conditions let through, and counts the rest', async () => {
    const file = [
      ROW,
      '2,2026-03-06T13:00:00Z,2026-03-06T14:00:00Z,minor,Slow',
      '3,2026-03-07T13:00:00Z,2026-03-07T13:00:00Z,major,Nothing',
      '4,2026-03-08T13:00:00Z,2026-03-08T13:00:00Z,none,Nothing',
    ];
    const result = { rows: 4, added: 1, unchanged: 0, skipped: { filtered: 2, empty: 1 } };
    expect(await importing(...file)).toEqual(result);
    expect(await stored()).toEqual(['import:1']);
  });

  it('imported twice adds nothing, in the history or the journal', async () => {
    await importing(ROW);
    expect(await importing(ROW)).toMatchObject({ added: 0, unchanged: 1 });
    expect(await journaled(desk, 'downtime/demo-sensey/platform')).toHaveLength(1);
  });

  it('is old news: the journal keeps it, the world is told nothing', async () => {
    await importing(ROW);
    const types = (await journaled(desk, 'downtime/demo-sensey/platform')).map(({ type }) => type);
    expect(types).toEqual(['sla.outage.recorded.v1']);
  });

  it('that was longer the last time adds only what is new', async () => {
    await importing(ROW);
    const more = '2,2026-03-06T13:00:00Z,2026-03-06T14:00:00Z,critical,Down again';
    expect(await importing(ROW, more)).toMatchObject({ added: 1, unchanged: 1 });
  });

  it('does not meet what people recorded under the same id', async () => {
    await recordOutage(desk, PLATFORM, outage('1', '2026-03-01T13:00:00Z', '2026-03-01T14:00:00Z'));
    expect(await importing(ROW)).toMatchObject({ added: 1 });
    expect(await stored()).toEqual(['1', 'import:1']);
  });

  it.each([
    ['names an incident twice', [ROW, ROW], /row 3: the incident_id "1" stands in the file twice/],
    ['has an incident that is stored with another end', [ROW.replace('14:30', '14:00')], /import:1/],
    ['has an incident of tomorrow', ['2,2026-04-11T00:00:00Z,,major,'], /row 2: an outage cannot start in the future/],
    ['has an end of tomorrow', [ROW.replace(/^1/, '2').replace('2026-03-05T14', '2026-04-11T14')], /end in the future/],
    [
      'has a bad row, one that the conditions leave out',
      ['2,2026-03-05,,none,'],
      /line 3, column "start": "2026-03-05"/,
    ],
  ])('that %s is refused, and nothing of it is added', async (_, rows, says) => {
    await importing(ROW);
    await expect(importing(GOOD, ...rows)).rejects.toThrow(says);
    expect(await stored()).toEqual(['import:1']);
  });

  it('with one bad row in a hundred thousand leaves nothing behind', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `r${i},2026-03-05T13:00:00Z,2026-03-05T14:30:00Z,major,`);
    rows[99_998] = 'r99998,2026-03-05T13:00:00Z,2026-02-30T14:30:00Z,major,';
    await expect(importing(...rows)).rejects.toThrow(/line 100000, column "end": "2026-02-30T14:30:00Z" is not/);
    expect(await stored()).toEqual([]);
  });
});
