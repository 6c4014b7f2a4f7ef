import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { runSla, seeded } from './measure.ts';
import type { BenchRow } from './row.ts';

const INCIDENTS = 1_000_000;
const YEAR = { start: Date.UTC(2025, 0, 1), ms: 365 * 86_400_000 };

/** A year of a million incidents, as a table and as JSON, each in a process of its own. */
export async function replayMillion(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sla-bench-'));
  try {
    const file = join(folder, 'incidents.csv');
    await writeIncidents(file);
    const args = ['replay', '--contract', 'contracts/customers/demo-diploc.yaml', '--incidents', file];
    const months = ['--from', '2025-01', '--to', '2025-12'];
    const table = await runSla([...args, ...months]);
    const json = await runSla([...args, ...months, '--json']);
    const aimed = { atMost: 512 };
    return [
      { name: 'sla replay, 1,000,000 incidents: highest memory', measured: table.peakMb, unit: 'MB', aimed },
      { name: 'sla replay, 1,000,000 incidents: time', measured: table.ms / 1_000, unit: 's' },
      {
        name: `sla replay --json (${Math.round(json.bytes / 1e6)} MB): highest memory`,
        measured: json.peakMb,
        unit: 'MB',
        aimed,
      },
      { name: 'sla replay --json: time', measured: json.ms / 1_000, unit: 's' },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Evenly spread with some overlaps: half a minute apart, five seconds to a minute long. */
async function writeIncidents(file: string): Promise<void> {
  const out = createWriteStream(file);
  const random = seeded(42);
  const impacts = ['none', 'minor', 'major', 'critical'];
  let text = 'incident_id,start,end,impact,components,title\n';
  for (let i = 0; i < INCIDENTS; i++) {
    const start = YEAR.start + Math.floor(((i / INCIDENTS) * YEAR.ms) / 1_000) * 1_000;
    const end = start + 5_000 + Math.floor(random() * 55) * 1_000;
    text += `${i},${new Date(start).toISOString()},${new Date(end).toISOString()},${impacts[i % 4]},Actions|Pages,"Incident ${i}, degraded performance"\n`;
    if (text.length < 1 << 18) continue;
    if (!out.write(text)) await new Promise<void>((resume) => out.once('drain', () => resume()));
    text = '';
  }
  out.end(text);
  await finished(out);
}
