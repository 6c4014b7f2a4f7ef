import { median, runSla } from './measure.ts';
import type { BenchRow } from './row.ts';

/** A process that starts, says what it can do, and ends. */
export async function help(): Promise<readonly BenchRow[]> {
  const times: number[] = [];
  for (let i = 0; i < 11; i++) times.push((await runSla(['--help'])).ms);
  return [{ name: 'cold sla --help', measured: median(times), unit: 'ms', aimed: { atMost: 500 } }];
}
