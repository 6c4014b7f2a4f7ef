import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthPeriod } from '../../../../shared/domain/business-time/period.ts';
import {
  type CountingRule,
  contractedDowntime,
  countOutages,
  experiencedDowntime,
} from '../../../../shared/domain/downtime/downtime.ts';
import type { Outage } from '../../../../shared/domain/downtime/records.ts';
import { ValidationError } from '../../../../shared/domain/errors.ts';
import { type Interval, intersect, totalMs } from '../../../../shared/domain/interval/interval.ts';

const MINUTE = 60_000;
const MARCH = monthPeriod('2026-03', 'Europe/Amsterdam');
const ANY: CountingRule = {
  scope: 'any-user',
  environments: ['production'],
  reportedOutageStartsAt: 'earlier-of-report-and-detection',
};
const outage = (start: number, end: number | undefined, more: Partial<Outage> = {}): Outage => ({
  id: `o-${start}`,
  source: 'probe',
  start,
  ...(end !== undefined && { end }),
  scope: 'all-users',
  environment: 'production',
  ...more,
});
const span = (start: number, end: number): Interval => ({ start, end });
const PERIOD = span(0, 100 * MINUTE);
const STAYS = { excludedTime: 'stays' } as const;
const DIPLOC = { ...STAYS, minimum: { longerThanMs: 15 * MINUTE, counts: 'whole' } } as const;

describe('which outages count', () => {
  it('some users suffice for "any-user"; "all-users" demands all (fellow)', () => {
    const outages = [outage(0, 5, { scope: 'some-users' }), outage(10, 15)];
    expect(countOutages(outages, ANY, 99).map(({ counts }) => counts)).toEqual([true, true]);
    const fellow = countOutages(outages, { ...ANY, scope: 'all-users' }, 99);
    expect(fellow.map(({ because }) => because)).toEqual(['scope', undefined]);
  });

  it('staging and beta do not count (sensey)', () => {
    const outages = ['staging', 'beta', 'production'].map((environment) => outage(0, 5, { environment }));
    expect(countOutages(outages, ANY, 99).map(({ because }) => because)).toEqual([
      'environment',
      'environment',
      undefined,
    ]);
  });

  it.each([
    ['earlier-of-report-and-detection', 'report', 40, 40],
    ['earlier-of-report-and-detection', 'probe', 40, 40],
    ['earlier-of-report-and-detection', 'report', 60, 50],
    ['detection', 'report', 40, 50],
    ['report', 'report', 60, 60],
    ['report', 'probe', 60, 50],
    ['report', 'claim', 5_000, 50],
    ['report', 'report', undefined, 50],
  ] as const)('under "%s" a %s detected at 50 and reported at %s starts at %d', (rule, source, reportedAt, start) => {
    const record = outage(50, 100, { source, ...(reportedAt !== undefined && { reportedAt }) });
    const [counted] = countOutages([record], { ...ANY, reportedOutageStartsAt: rule }, 9_999);
    expect(counted).toMatchObject({ start, end: 100, counts: true });
  });

  it('P8: an outage that is still open ends at closing, and says that it was open', () => {
    expect(countOutages([outage(10, undefined)], ANY, 70)).toEqual([
      { id: 'o-10', source: 'probe', start: 10, end: 70, counts: true, wasOpen: true },
    ]);
  });

  it('an outage without length does not count; one that ends before it starts is refused', () => {
    expect(countOutages([outage(10, 10)], ANY, 70)[0]?.because).toBe('empty');
    expect(() => countOutages([outage(0, 1), outage(10, 9)], ANY, 70)).toThrow(
      expect.objectContaining({ code: 'VALIDATION', path: [1, 'end'] }),
    );
  });
});

describe('downtime, step by step', () => {
  it('P6: overlapping and touching outages count once', () => {
    const steps = contractedDowntime([span(0, 60), span(30, 90), span(90, 100), span(0, 60)], [], PERIOD, STAYS);
    expect(steps.united).toEqual([span(0, 100)]);
    expect(steps.downtimeMs).toBe(100);
  });

  it('P17: no concurrent downtime is lost when sources disagree', () => {
    const steps = contractedDowntime([span(0, 60), span(10, 20), span(50, 80)], [], PERIOD, STAYS);
    expect(steps.downtimeMs).toBe(80);
  });

  it('P7: what lies outside the month is cut away', () => {
    const down = [span(MARCH.start - MINUTE, MARCH.start + MINUTE), span(MARCH.end - MINUTE, MARCH.end + MINUTE)];
    expect(contractedDowntime(down, [], MARCH, STAYS).downtimeMs).toBe(2 * MINUTE);
  });

  it.each([
    [15 * MINUTE, 0],
    [15 * MINUTE + 1, 15 * MINUTE + 1],
    [16 * MINUTE, 16 * MINUTE],
  ])(
    'diploc: a piece of %d ms counts %d ms: strictly longer than 15 minutes, and then all of it',
    (length, counted) => {
      expect(contractedDowntime([span(0, length)], [], PERIOD, DIPLOC).downtimeMs).toBe(counted);
    },
  );

  it('where only the excess counts, the piece loses its first 15 minutes', () => {
    const excess = { ...STAYS, minimum: { longerThanMs: 15 * MINUTE, counts: 'excess' } } as const;
    expect(contractedDowntime([span(0, 20 * MINUTE)], [], PERIOD, excess).downtime).toEqual([
      span(15 * MINUTE, 20 * MINUTE),
    ]);
  });

  it('10 minutes before and 10 after midnight on the 1st are one outage of 20, measured before the cut', () => {
    const pieces = [span(MARCH.start - 10 * MINUTE, MARCH.start), span(MARCH.start, MARCH.start + 10 * MINUTE)];
    expect(contractedDowntime(pieces, [], MARCH, DIPLOC).downtime).toEqual([
      span(MARCH.start, MARCH.start + 10 * MINUTE),
    ]);
    const february = monthPeriod('2026-02', 'Europe/Amsterdam');
    expect(contractedDowntime(pieces, [], february, DIPLOC).downtimeMs).toBe(10 * MINUTE);
  });

  it('the excess too is taken before the cut: of 10 + 10 minutes only the last 5 are left, all in March', () => {
    const rule = { ...STAYS, minimum: { longerThanMs: 15 * MINUTE, counts: 'excess' } } as const;
    const piece = [span(MARCH.start - 10 * MINUTE, MARCH.start + 10 * MINUTE)];
    expect(contractedDowntime(piece, [], MARCH, rule).downtimeMs).toBe(5 * MINUTE);
  });

  it('exclusions come before the minimum: an outage of 30 minutes cut into 14 and 15 leaves nothing', () => {
    const steps = contractedDowntime([span(0, 30 * MINUTE)], [span(14 * MINUTE, 15 * MINUTE)], PERIOD, DIPLOC);
    expect(steps.afterExclusions).toEqual([span(0, 14 * MINUTE), span(15 * MINUTE, 30 * MINUTE)]);
    expect(steps.tooShort).toEqual(steps.afterExclusions);
    expect(steps.downtimeMs).toBe(0);
    expect(steps.excludedMs).toBe(MINUTE);
  });

  it('P9: excluded time costs no availability; only its outage part is shown as excluded', () => {
    const steps = contractedDowntime([span(0, 100)], [span(50, 400)], PERIOD, STAYS);
    expect([steps.downtimeMs, steps.excludedMs, steps.totalMs]).toEqual([50, 50, 100 * MINUTE]);
  });

  it('P10: where excluded time leaves the total, the whole window leaves, inside the period and once', () => {
    const leaves = { excludedTime: 'leaves' } as const;
    const steps = contractedDowntime(
      [span(0, 100)],
      [span(50, 400), span(300, 500), span(-90, 0)],
      span(0, 1_000),
      leaves,
    );
    expect([steps.downtimeMs, steps.excludedMs, steps.totalMs]).toEqual([50, 50, 550]);
  });

  it('service hours: the minimum is measured on the whole piece, then only the promised hours count', () => {
    const hours = [span(0, 10 * MINUTE), span(60 * MINUTE, 70 * MINUTE)];
    const steps = contractedDowntime([span(5 * MINUTE, 65 * MINUTE)], [], PERIOD, { ...DIPLOC, hours });
    expect(steps.downtime).toEqual([span(5 * MINUTE, 10 * MINUTE), span(60 * MINUTE, 65 * MINUTE)]);
    expect(steps.totalMs).toBe(20 * MINUTE);
  });

  it('P11: an outage over the change to summer time lasts its physical length', () => {
    // 2026-03-29 01:30 to 03:30 local is one hour: 02:00 to 03:00 does not exist.
    const piece = span(Date.UTC(2026, 2, 29, 0, 30), Date.UTC(2026, 2, 29, 1, 30));
    expect(contractedDowntime([piece], [], MARCH, STAYS).downtimeMs).toBe(60 * MINUTE);
  });

  it('P1: only time counts, not the number of records that say it', () => {
    const whole = contractedDowntime([span(0, 600)], [], PERIOD, STAYS);
    const tiny = Array.from({ length: 60 }, (_, i) => span(i * 10, i * 10 + 10));
    expect(contractedDowntime(tiny, [], PERIOD, STAYS)).toEqual(whole);
  });

  const pieces = fc
    .array(fc.tuple(fc.integer({ min: -500, max: 1_500 }), fc.nat(400)), { maxLength: 12 })
    .map((list) => list.map(([start, length]) => span(start, start + length)));

  it('downtime never meets an exclusion, never exceeds the total, and cutting a period in two adds up', () => {
    fc.assert(
      fc.property(pieces, pieces, fc.integer({ min: 1, max: 999 }), fc.nat(100), (down, excluded, at, longerThanMs) => {
        const rule = { ...STAYS, minimum: { longerThanMs, counts: 'whole' } } as const;
        const whole = contractedDowntime(down, excluded, span(0, 1_000), rule);
        expect(intersect(whole.downtime, excluded)).toEqual([]);
        expect(whole.downtimeMs).toBe(totalMs(whole.downtime));
        expect(whole.downtimeMs + whole.excludedMs).toBeLessThanOrEqual(whole.totalMs);
        const first = contractedDowntime(down, excluded, span(0, at), rule);
        const second = contractedDowntime(down, excluded, span(at, 1_000), rule);
        expect(first.downtimeMs + second.downtimeMs).toBe(whole.downtimeMs);
        expect(first.excludedMs + second.excludedMs).toBe(whole.excludedMs);
        expect(contractedDowntime([...down].reverse(), excluded, span(0, 1_000), rule)).toEqual(whole);
      }),
    );
  });
});

describe('as experienced', () => {
  it('every outage in the environment counts, whatever its scope, from its earliest sign, without minimum', () => {
    const outages = [
      outage(10, 20, { scope: 'some-users', reportedAt: 5 }),
      outage(15, 25, { reportedAt: 900, source: 'claim' }),
      outage(30, 40, { environment: 'staging' }),
      outage(95, undefined),
    ];
    expect(experiencedDowntime(outages, ['production'], span(0, 100), 500)).toEqual([span(5, 25), span(95, 100)]);
  });

  it('contracted downtime lies within experienced downtime', () => {
    const record = fc
      .tuple(
        fc.integer({ min: 0, max: 900 }),
        fc.nat(300),
        fc.option(fc.nat(1_200)),
        fc.constantFrom('report', 'probe'),
      )
      .map(([start, length, reportedAt, source]) =>
        outage(start, start + length, { source: source as 'probe', ...(reportedAt !== null && { reportedAt }) }),
      );
    const modes = fc.constantFrom('earlier-of-report-and-detection' as const, 'detection' as const, 'report' as const);
    fc.assert(
      fc.property(fc.array(record), modes, (outages, reportedOutageStartsAt) => {
        const counted = countOutages(outages, { ...ANY, reportedOutageStartsAt }, 2_000).filter(({ counts }) => counts);
        const { downtime } = contractedDowntime(counted, [], span(0, 1_000), STAYS);
        const felt = experiencedDowntime(outages, ['production'], span(0, 1_000), 2_000);
        expect(totalMs(intersect(downtime, felt))).toBe(totalMs(downtime));
      }),
    );
  });

  it('a reversed exclusion is refused', () => {
    expect(() => contractedDowntime([], [span(5, 1)], PERIOD, STAYS)).toThrow(ValidationError);
  });
});
