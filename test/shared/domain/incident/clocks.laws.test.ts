import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClockStatus } from '../../../../shared/domain/incident/clock-status.ts';
import { type ClockRules, foldClocks } from '../../../../shared/domain/incident/clocks.ts';
import type { ClockTarget, IncidentEvent } from '../../../../shared/domain/incident/incident-events.ts';
import type { Interval } from '../../../../shared/domain/interval/interval.ts';
import { AMSTERDAM, calendar, HOLIDAYS_2026, MINUTE, weekdays } from '../business-time/calendars.ts';
import { MinuteWalker } from '../business-time/minute-walker.ts';

const SHOP = calendar({ hours: weekdays(['09:00', '12:00'], ['13:00', '17:30']), holidays: HOLIDAYS_2026 });
const FROM = Date.parse('2026-03-26T00:00Z');
const walker = new MinuteWalker(AMSTERDAM, FROM, 24 * 24 * 60).open((date, weekday) =>
  HOLIDAYS_2026.includes(date) || weekday.startsWith('S')
    ? []
    : [
        [540, 720],
        [780, 1050],
      ],
);

/** Every event toggles what it can; `at` in minutes after the report. */
const steps = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 1_500 }), kind: fc.constantFrom('pause', 'pause', 'close') }),
  { maxLength: 8 },
);
const exclusions = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 8_000 }), fc.integer({ min: 0, max: 900 })).map(([s, n]) => ({
    start: FROM + s * MINUTE,
    end: FROM + (s + n) * MINUTE,
  })),
  { maxLength: 3 },
);
const target = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 1_200 })).map(
  ([onClock, minutes]): ClockTarget => ({
    target: onClock ? { clockMs: minutes * MINUTE } : { businessMs: minutes * MINUTE },
    calendar: SHOP,
  }),
);
const report = fc.integer({ min: 0, max: 4_000 });

function story(reportMinute: number, list: readonly { after: number; kind: string }[]): IncidentEvent[] {
  const events: IncidentEvent[] = [{ type: 'reported', at: FROM + reportMinute * MINUTE }];
  let at = FROM + reportMinute * MINUTE;
  let [isPaused, isResolved] = [false, false];
  for (const { after, kind } of list) {
    at += after * MINUTE;
    if (kind === 'close' || isResolved) {
      events.push({ type: isResolved ? 'reopened' : 'resolved', at });
      isResolved = !isResolved;
      isPaused = false;
    } else {
      events.push({ type: isPaused ? 'resumed' : 'paused', at });
      isPaused = !isPaused;
    }
  }
  return events;
}

const rules = (resolution: ClockTarget): ClockRules => ({
  resolution,
  pauseStops: 'resolution',
  responseStopsAt: 'responded',
  resolutionStopsAt: 'resolved',
  resolutionStartsAt: 'reported',
});

/** The resolution clock as a stopwatch that is looked at every minute. */
function stopwatch(events: readonly IncidentEvent[], excluded: readonly Interval[], goal: ClockTarget, asOf: number) {
  const onClock = goal.target !== 'by-agreement' && 'clockMs' in goal.target;
  const length = Object.values(goal.target as object)[0] as number;
  let used = 0;
  let dueAt: number | null = null;
  let breachedAt: number | null = null;
  let wasRunning = false;
  for (let at = FROM; at < asOf; at += MINUTE) {
    const last = events.filter((event) => event.at <= at).at(-1)?.type;
    const isLive = last === 'reported' || last === 'resumed' || last === 'reopened';
    const isRunning = isLive && !excluded.some(({ start, end }) => start <= at && at < end);
    if (isRunning && !wasRunning && dueAt !== null && breachedAt === null)
      dueAt = onClock ? at : walker.nextOpening(at);
    wasRunning = isRunning;
    if (!isRunning) continue;
    if (dueAt !== null && at >= dueAt && breachedAt === null) breachedAt = dueAt;
    if (onClock || walker.isOpen(at)) used += MINUTE;
    if (used === length && dueAt === null) dueAt = at + MINUTE;
  }
  return { used, breachedAt };
}

const END = FROM + 20 * 24 * 60 * MINUTE;

describe('laws of the resolution clock', () => {
  it('it agrees with a stopwatch that is looked at every minute, through pauses, exclusions and reopenings', () => {
    fc.assert(
      fc.property(
        report,
        steps,
        exclusions,
        target,
        fc.integer({ min: 0, max: 20_000 }),
        (minute, list, excluded, goal, n) => {
          const events = story(minute, list);
          const asOf = Math.min(END, FROM + Math.max(minute, n) * MINUTE);
          const clock = foldClocks(rules(goal), events, { asOf, excluded }).resolution;
          const watch = stopwatch(events, excluded, goal, asOf);
          expect(clock.usedMs).toBe(watch.used);
          expect(clock.breachedAt ?? null).toBe(watch.breachedAt);
          expect(clock.marginMs).toBe((Object.values(goal.target as object)[0] as number) - watch.used);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  it('reading it earlier is reading it without what came later', () => {
    fc.assert(
      fc.property(report, steps, exclusions, target, fc.nat(8), (minute, list, excluded, goal, n) => {
        const events = story(minute, list);
        const early = events.slice(0, n + 1);
        const asOf = (early.at(-1) as IncidentEvent).at;
        // Of several events at one instant all have happened: cutting between them is no earlier reading.
        fc.pre(events.every(({ at }, i) => i <= n || at > asOf));
        expect(foldClocks(rules(goal), events, { asOf, excluded })).toEqual(
          foldClocks(rules(goal), early, { asOf, excluded }),
        );
      }),
    );
  });

  it('a retroactive change to the same target changes nothing', () => {
    fc.assert(
      fc.property(report, steps, exclusions, target, fc.nat(12_000), (minute, list, excluded, goal, n) => {
        const events = story(minute, list);
        const at = FROM + (minute + n) * MINUTE;
        const changed: IncidentEvent[] = [...events, { type: 'reprioritised', at, targets: { resolution: goal } }];
        const asOf = Math.max(at, (events.at(-1) as IncidentEvent).at);
        expect(foldClocks(rules(goal), changed, { asOf, excluded })).toEqual(
          foldClocks(rules(goal), events, { asOf, excluded }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('once breached it stays breached, at the same instant', () => {
    fc.assert(
      fc.property(
        report,
        steps,
        target,
        target,
        fc.constantFrom('retroactive', 'from-change'),
        (minute, list, goal, next, mode) => {
          const events = story(minute, list);
          const at = (events.at(-1) as IncidentEvent).at;
          const before: ClockStatus = foldClocks(rules(goal), events).resolution;
          fc.pre(before.breached);
          const changed: IncidentEvent = { type: 'reprioritised', at, targets: { resolution: next }, mode };
          const after = foldClocks(rules(goal), [...events, changed], { asOf: END }).resolution;
          expect([after.breached, after.breachedAt]).toEqual([true, before.breachedAt]);
        },
      ),
    );
  });
});
