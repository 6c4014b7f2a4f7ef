import { describe, expect, it } from 'vitest';
import { compileCalendar } from '../../../../shared/domain/business-time/calendar.ts';
import type { ExclusionRule, Ground } from '../../../../shared/domain/contract/agreement.ts';
import { compileExclusions } from '../../../../shared/domain/downtime/exclusion-rules.ts';
import { findExclusions, takenOut } from '../../../../shared/domain/downtime/exclusions.ts';
import type { Announcement, Exclusion } from '../../../../shared/domain/downtime/records.ts';

const ZONE = 'Europe/Amsterdam';
const HOUR = 3_600_000;
const WINDOW = compileCalendar({ timeZone: ZONE, hours: { sun: [['02:00', '06:00']] }, holidays: [], exceptions: {} });
const policy = (...rules: readonly Partial<ExclusionRule>[]) =>
  compileExclusions(
    rules.map((rule) => ({ ground: 'planned-maintenance', clause: '4.4', actsOn: ['availability'], ...rule })),
    new Map([['service window 2', WINDOW]]),
    ZONE,
  );
const announcement = (start: number, end: number, sent: Record<string, number>): Announcement => ({
  id: 'm1',
  start,
  end,
  sent: Object.entries(sent).map(([channel, at]) => ({ channel, at })),
});
const decision = (ground: Ground, start: number, end: number): Exclusion => ({
  id: 'x1',
  ground,
  start,
  end,
  decidedBy: 'j.devries',
  decidedAt: end,
  reason: 'letter of the supplier',
});
const START = Date.UTC(2026, 4, 20, 20);
const END = START + 2 * HOUR;
const SENSEY = policy({ clause: '02', notice: { before: '48 hours', channels: ['email'] } });
const FELLOW = policy({ notice: { before: '5 days', channels: ['email', 'twitter'] }, freeDuring: 'service window 2' });

describe('planned maintenance', () => {
  it.each([
    [0, 'announced-in-time'],
    [1, 'announced-too-late'],
  ])('sensey: announced 48 hours before, less %d ms: %s', (late, because) => {
    const sent = { email: START - 48 * HOUR + late };
    const [finding] = findExclusions(SENSEY, 'availability', [announcement(START, END, sent)], []);
    expect(finding).toMatchObject({ because, holds: late === 0, clause: '02', neededBy: START - 48 * HOUR });
  });

  it('holds only inside the announced window: the overrun stays downtime', () => {
    const findings = findExclusions(SENSEY, 'availability', [announcement(START, END, { email: 0 })], []);
    expect(takenOut(findings)).toEqual([{ start: START, end: END }]);
  });

  it('fellow: every named channel must be reached; a missing one is named', () => {
    const [finding] = findExclusions(FELLOW, 'availability', [announcement(START, END, { email: 0 })], []);
    expect(finding).toMatchObject({ holds: false, because: 'channel-missing', channel: 'twitter' });
  });

  it('fellow: the slowest channel decides, and the earliest message on it counts', () => {
    const before = START - 120 * HOUR;
    const sent = [
      { channel: 'email', at: before - HOUR },
      { channel: 'twitter', at: before + HOUR },
      { channel: 'twitter', at: before },
    ];
    const [finding] = findExclusions(FELLOW, 'availability', [{ id: 'm1', start: START, end: END, sent }], []);
    expect(finding).toMatchObject({ holds: true, channel: 'twitter', sentAt: before });
  });

  it('P11: five days are calendar days at the same wall time, also over a clock change', () => {
    // Window Wed 2026-04-01 22:00 +02:00; five days before is Fri 2026-03-27 22:00 +01:00, 119 hours earlier.
    const start = Date.UTC(2026, 3, 1, 20);
    const needed = Date.UTC(2026, 2, 27, 21);
    expect((start - needed) / HOUR).toBe(119);
    for (const [at, holds] of [
      [needed, true],
      [needed + 1, false],
    ] as const) {
      const [finding] = findExclusions(
        FELLOW,
        'availability',
        [announcement(start, start + HOUR, { email: at, twitter: at })],
        [],
      );
      expect(finding).toMatchObject({ holds, neededBy: needed });
    }
  });

  it('fellow: inside service window 2 no announcement is needed; what lies outside is not taken out', () => {
    // Sunday 2026-05-24, 05:00 to 07:00 local
    const start = Date.UTC(2026, 4, 24, 3);
    const [finding] = findExclusions(FELLOW, 'availability', [announcement(start, start + 2 * HOUR, {})], []);
    expect(finding).toMatchObject({
      holds: true,
      because: 'inside-service-window',
      takesOut: [{ start, end: start + HOUR }],
    });
  });

  it('an unannounced window outside the service window does not hold', () => {
    const [finding] = findExclusions(FELLOW, 'availability', [announcement(START, END, {})], []);
    expect(finding).toMatchObject({ holds: false, because: 'not-announced', takesOut: [] });
  });

  it('diploc: without a term, an announcement before the start is enough, and one after it is not', () => {
    const diploc = policy({ notice: { channels: ['email'] } });
    const judge = (email: number) =>
      findExclusions(diploc, 'availability', [announcement(START, END, { email })], [])[0];
    expect(judge(START)).toMatchObject({ holds: true });
    expect(judge(START + 1)).toMatchObject({ holds: false, because: 'announced-too-late' });
  });

  it('a decision cannot replace the announcement, only point at the part that was announced', () => {
    const bare = findExclusions(SENSEY, 'availability', [], [decision('planned-maintenance', START, END)]);
    expect(bare[0]).toMatchObject({ holds: false, because: 'not-announced' });
    const overrun = decision('planned-maintenance', START, END + HOUR);
    const both = findExclusions(SENSEY, 'availability', [announcement(START, END, { email: 0 })], [overrun]);
    expect(both[1]).toMatchObject({ holds: true, takesOut: [{ start: START, end: END }] });
  });

  it('a contract that does not know planned maintenance excludes none', () => {
    const [finding] = findExclusions(policy(), 'availability', [announcement(START, END, { email: 0 })], []);
    expect(finding).toMatchObject({ holds: false, because: 'ground-not-in-contract', clause: null });
  });
});

describe('other grounds', () => {
  const attack = policy({ ground: 'attack', clause: '07' });

  it('need a decision by a person, whose name and reason stay with the finding', () => {
    expect(findExclusions(attack, 'availability', [], [decision('attack', START, END)])).toEqual([
      {
        id: 'x1',
        from: 'decision',
        ground: 'attack',
        clause: '07',
        start: START,
        end: END,
        holds: true,
        because: 'decided',
        takesOut: [{ start: START, end: END }],
        decidedBy: 'j.devries',
        decidedAt: END,
        reason: 'letter of the supplier',
      },
    ]);
  });

  it('fellow: emergency maintenance counts, since the contract does not know it as an exclusion', () => {
    const [finding] = findExclusions(FELLOW, 'availability', [], [decision('emergency-maintenance', START, END)]);
    expect(finding).toMatchObject({ holds: false, because: 'ground-not-in-contract' });
  });

  it('sensey: emergency maintenance counts unless announced', () => {
    const sensey = policy({ ground: 'emergency-maintenance', notice: { before: '48 hours', channels: ['email'] } });
    const emergency = [decision('emergency-maintenance', START, END)];
    expect(findExclusions(sensey, 'availability', [], emergency)[0]?.holds).toBe(false);
    const announced = [announcement(START, END, { email: START - 48 * HOUR })];
    expect(findExclusions(sensey, 'availability', announced, emergency)[1]?.holds).toBe(true);
  });

  it('an exclusion may act on resolution clocks without touching availability', () => {
    const fellow = policy({ ground: 'force-majeure', actsOn: ['resolution'] });
    const list = [decision('force-majeure', START, END)];
    expect(findExclusions(fellow, 'availability', [], list)[0]).toMatchObject({
      holds: false,
      because: 'not-for-this-figure',
      clause: '4.4',
    });
    expect(findExclusions(fellow, 'resolution', [], list)[0]?.holds).toBe(true);
  });

  it.each([
    [4 * HOUR, false],
    [4 * HOUR + 1, true],
  ])('fellow: a power failure of %d ms, more than 4 hours demanded, holds: %s', (length, holds) => {
    const fellow = policy({ ground: 'third-party-power', longerThan: '4 hours' });
    const [finding] = findExclusions(
      fellow,
      'availability',
      [],
      [decision('third-party-power', START, START + length)],
    );
    expect(finding?.holds).toBe(holds);
    if (!holds) expect(finding?.because).toBe('not-long-enough');
  });

  it('two rules for one ground: the one that acts on the figure is asked', () => {
    const both = policy(
      { ground: 'attack', clause: 'a', actsOn: ['resolution'] },
      { ground: 'attack', clause: 'b', actsOn: ['availability'] },
    );
    expect(findExclusions(both, 'availability', [], [decision('attack', START, END)])[0]).toMatchObject({
      holds: true,
      clause: 'b',
    });
  });

  it('an interval of no length is nothing, a reversed one is refused', () => {
    expect(findExclusions(attack, 'availability', [], [decision('attack', START, START)])[0]?.because).toBe('empty');
    expect(() => findExclusions(attack, 'availability', [], [decision('attack', END, START)])).toThrow(/ends at/);
  });
});
