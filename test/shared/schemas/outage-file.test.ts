import { describe, expect, it } from 'vitest';
import { type OutageFileOptions, type OutageRow, readOutageFile } from '../../../shared/schemas/outage-file.ts';

const HEADER = 'incident_id,start,end,components,title';
const GOOD = '1,2025-03-04T10:00:00Z,2025-03-04T11:00:00Z,Git|Pages,Down';

async function read(chunks: Iterable<Uint8Array>, more: Partial<OutageFileOptions> = {}): Promise<OutageRow[]> {
  const rows: OutageRow[] = [];
  const options = { scope: 'all-users', environment: 'production', ...more } as const;
  for await (const row of readOutageFile(chunks, options)) rows.push(row);
  return rows;
}
const lines = (...rows: readonly string[]) => [Buffer.from([HEADER, ...rows].join('\n'))];

describe('a row', () => {
  it('is an outage with the id it has in its file', async () => {
    expect(await read(lines(GOOD))).toEqual([
      {
        outage: {
          ...{ id: 'import:1', source: 'import', scope: 'all-users', environment: 'production', title: 'Down' },
          ...{ start: Date.UTC(2025, 2, 4, 10), end: Date.UTC(2025, 2, 4, 11) },
        },
      },
    ]);
  });

  it('without an end is an outage that is open', async () => {
    const [row] = await read(lines('1,2025-03-04T10:00:00Z,,,'));
    expect(row).not.toHaveProperty('outage.end');
  });

  it('of no length is nothing, and counted', async () => {
    expect(await read(lines('1,2025-03-04T10:00:00Z,2025-03-04T11:00:00+01:00,,'))).toEqual([{ skipped: 'empty' }]);
  });

  it.each([
    [['Pages'], true],
    [['Issues', 'Git'], true],
    [['Git|Pages'], false],
    [['Gi'], false],
  ])('with a list in a cell meets a condition when one member does: %s', async (values, meets) => {
    const [row] = await read(lines(GOOD), { where: [{ column: 'components', values }] });
    expect(row).toEqual(meets ? expect.objectContaining({ outage: expect.anything() }) : { skipped: 'filtered' });
  });

  it.each([
    ['a byte order mark', `\ufeff${HEADER}\n${GOOD}\n`],
    ['lines that end as on Windows', `${HEADER}\r\n${GOOD}\r\n`],
    ['columns in another order', 'title,end,start,incident_id\nDown,2025-03-04T11:00:00Z,2025-03-04T10:00:00Z,1'],
    ['quoted cells', `${HEADER}\n"1","2025-03-04T10:00:00Z","2025-03-04T11:00:00Z","",Down`],
  ])('is read from a file with %s', async (_, text) => {
    expect(await read([Buffer.from(text)])).toMatchObject([{ outage: { id: 'import:1', title: 'Down' } }]);
  });

  it('is read though the file comes byte by byte, in the middle of its characters', async () => {
    const bytes = Buffer.from(`${HEADER}\n${GOOD.replace('Down', 'Dôwn 😀')}`);
    const chunks = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await read(chunks)).toMatchObject([{ outage: { title: 'Dôwn 😀' } }]);
  });
});

describe('a file is refused, by line, column, value and what was allowed, when it', () => {
  it.each([
    ['is empty', '', /empty; its first line names the columns incident_id, start, end/],
    [
      'lacks a column',
      'incident_id,start\n1,2',
      /line 1: there is no column "end"; the columns are incident_id, start/,
    ],
    ['has a column twice', `${HEADER},end\n`, /line 1: the column "end" stands there twice/],
    ['has a row with a cell too many', `${HEADER}\n${GOOD},more`, /line 2/],
    ['has a quote that is never closed', `${HEADER}\n1,"2025`, /not well-formed CSV.*line 2/],
    [
      'has an impossible date',
      `${HEADER}\n1,2025-02-29T10:00:00Z,,,`,
      /line 2, column "start": "2025-02-29T10:00:00Z"/,
    ],
    ['has a time that is not there', `${HEADER}\n1,2025-02-28T25:00:00Z,,,`, /line 2, column "start"/],
    ['has an instant without a zone', `${HEADER}\n1,2025-02-28T10:00:00,,,`, /an existing instant with its zone/],
    [
      'has a reversed interval',
      `${HEADER}\n1,2025-03-04T10:00:00Z,2025-03-04T09:59:59.999Z,,`,
      /line 2, column "end": "2025-03-04T09:59:59.999Z" is not an instant not before the start/,
    ],
    [
      'has a row without an id',
      `${HEADER}\n,2025-03-04T10:00:00Z,,,`,
      /line 2, column "incident_id": "" is not letters/,
    ],
  ])('%s', async (_, text, says) => {
    await expect(read([Buffer.from(text)])).rejects.toThrow(says);
  });

  it('is asked for a column it does not have', async () => {
    const where = [{ column: 'impact', values: ['major'] }];
    await expect(read(lines(GOOD), { where })).rejects.toThrow(/line 1: there is no column "impact"/);
  });

  it('has a bad row among those the conditions leave out', async () => {
    const where = [{ column: 'components', values: ['Git'] }];
    await expect(read(lines(GOOD, '2,yesterday,,Pages,'), { where })).rejects.toThrow(/line 3, column "start"/);
  });

  it.each([
    ['in one piece', 1_000_000],
    ['in pieces', 7],
    ['byte by byte', 1],
  ])('is not UTF-8, %s', async (_, size) => {
    const bytes = Buffer.from([HEADER, GOOD, GOOD.replace('Down', 'D\xf6wn'), GOOD].join('\n'), 'latin1');
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    await expect(read(chunks)).rejects.toThrow(/^line 3: the byte 0xf6 is not UTF-8 text$/);
  });

  it('ends in the middle of a character', async () => {
    const cut = Buffer.from(`${HEADER}\n${GOOD}é`).subarray(0, -1);
    await expect(read([cut])).rejects.toThrow(/^line 2: a character that is cut off is not UTF-8 text$/);
  });
});
