import { compileCalendar } from '../../shared/domain/business-time/calendar.ts';
import { deadlineOf } from '../../shared/domain/business-time/deadline.ts';
import { medianMs, seeded } from './measure.ts';
import type { BenchRow } from './row.ts';

const COUNT = 100_000;
const WORKDAY = [['09:00', '17:30']] as const;

/** Business-hours deadlines over ten years of one calendar with holidays, in no order. */
export async function deadlines(): Promise<readonly BenchRow[]> {
  const calendar = compileCalendar({
    timeZone: 'Europe/Amsterdam',
    hours: { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY },
    holidays: ['2025-04-21', '2025-12-25', '2025-12-26', '2026-01-01', '2026-04-06', '2026-04-27', '2026-05-14'],
    exceptions: { '2026-12-24': [['09:00', '13:00']] },
  });
  const random = seeded(1);
  const starts = Float64Array.from({ length: COUNT }, () => Date.UTC(2020, 0, 1) + Math.floor(random() * 3.15e11));
  const targets = Array.from({ length: COUNT }, () => ({ businessMs: 1 + Math.floor(random() * 40 * 3_600_000) }));
  let sink = 0;
  const ms = medianMs(() => {
    for (let i = 0; i < COUNT; i++)
      sink += deadlineOf(calendar, targets[i] as { businessMs: number }, starts[i] as number);
  });
  if (!(sink > 0)) throw new Error('no deadline was computed');
  const measured = (COUNT / ms) * 1_000;
  return [{ name: 'business-hours deadlines on one core', measured, unit: 'a second', aimed: { atLeast: 500_000 } }];
}
