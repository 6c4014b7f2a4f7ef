import { checkDeadline } from '../../functions/check-deadline/check-deadline.ts';
import { scratchDatabase } from '../infra/local/scratch-database.ts';
import { atOnce, deskOn, report } from './many-incidents.ts';
import { median } from './measure.ts';
import type { BenchRow } from './row.ts';

const INCIDENTS = 500;
const ROUNDS = 3;
/** As many as the local timers ask at once. */
const PARALLEL = 50;
const HOUR_MS = 3_600_000;

/** Incidents reported at one instant: their deadlines are due at one instant, and each becomes a breach. */
export async function dueDeadlines(): Promise<readonly BenchRow[]> {
  const scratch = await scratchDatabase();
  try {
    let now = Date.UTC(2026, 4, 18, 9);
    const desk = await deskOn(scratch.store, { now: () => now });
    const rates: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const ids: string[] = [];
      const keys = Array.from({ length: INCIDENTS }, (_, i) => `${round}-${i}`);
      await atOnce(keys, PARALLEL, async (key) => ids.push((await report(desk, key)).incident.id));
      now += 2 * HOUR_MS + 1;
      const ms = await atOnce(ids, PARALLEL, async (id) => {
        if ((await checkDeadline(desk, id)) === 0) throw new Error(`no breach was found for ${id}`);
      });
      // The first round warms up.
      if (round > 0) rates.push((INCIDENTS / ms) * 1000);
    }
    return [{ name: 'deadlines due at one instant, each a breach', measured: median(rates), unit: 'a second' }];
  } finally {
    await scratch.remove();
  }
}
