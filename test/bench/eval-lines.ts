import { median, runSla, seeded } from './measure.ts';
import type { BenchRow } from './row.ts';

const LINES = 200_000;
const DAY = [['09:00', '17:30']];
const CALENDAR = {
  timeZone: 'Europe/Amsterdam',
  hours: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY },
  holidays: ['2026-05-14', '2026-05-25'],
};

/** `sla eval` over a mixture of operations, start of the process included. */
export async function evalLines(): Promise<readonly BenchRow[]> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) times.push((await runSla(['eval'], requests)).ms);
  const measured = (LINES / median(times)) * 1_000;
  return [{ name: `sla eval, ${LINES.toLocaleString('en-US')} lines`, measured, unit: 'lines a second' }];
}

function* requests(): Generator<string> {
  const random = seeded(7);
  let text = '';
  for (let id = 0; id < LINES; id++) {
    text += `${JSON.stringify(request(id, Date.UTC(2026, 0, 1) + Math.floor(random() * 2.6e10)))}\n`;
    if (text.length < 1 << 16) continue;
    yield text;
    text = '';
  }
  yield text;
}

function request(id: number, at: number): object {
  const instant = new Date(at).toISOString();
  switch (id % 4) {
    case 0:
      return { id, op: 'deadline', calendar: CALENDAR, start: instant, target: { businessMs: 28_800_000 } };
    case 1:
      return { id, op: 'elapsed', calendar: CALENDAR, from: instant, to: at + 86_400_000 };
    case 2: {
      const period = { start: '2026-03-01T00:00:00+01:00', end: '2026-04-01T00:00:00+02:00' };
      return { id, op: 'availability', period, outages: [[at, at + 2_700_000]], exclusions: [], target: '99.9' };
    }
    default: {
      const bands = [
        { below: '99.9', percent: '10' },
        { below: '99', percent: '25' },
      ];
      return { id, op: 'credit', availability: '99.41', bands, feeMinor: 24_900, capPercent: '40' };
    }
  }
}
