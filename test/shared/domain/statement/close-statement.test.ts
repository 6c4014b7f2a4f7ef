import { describe, expect, it } from 'vitest';
import { startOfLocalDay } from '../../../../shared/domain/business-time/zone.ts';
import type { Agreement } from '../../../../shared/domain/contract/agreement.ts';
import type { Contract, Service } from '../../../../shared/domain/contract/contract.ts';
import type { Outage } from '../../../../shared/domain/downtime/records.ts';
import { closeStatement } from '../../../../shared/domain/statement/close-statement.ts';
import { inputsText } from '../../../../shared/domain/statement/inputs-text.ts';
import type { StatementInputs } from '../../../../shared/domain/statement/statement.ts';
import { contractUnder, DIPLOC, GO2PEOPLE, OFFICE24, SENSEY, termsUnder } from './agreements.ts';
import { sha256 } from './sha256.ts';

const ZONE = 'Europe/Amsterdam';
const MINUTE = 60_000;
const local = (date: string) => startOfLocalDay(date, ZONE);
const down = (start: number, seconds: number, more: Partial<Outage> = {}): Outage => ({
  id: `o-${start}`,
  source: 'report',
  start,
  end: start + seconds * 1_000,
  scope: 'all-users',
  environment: 'production',
  ...more,
});
const WEB = contractUnder(DIPLOC).services[0] as Service;
const BY_PROBES: Partial<Contract> = { services: [{ ...WEB, measuredBy: 'probes' }] };

function close(agreement: Agreement, more: Partial<StatementInputs> = {}, contract: Partial<Contract> = {}) {
  const inputs = {
    month: '2026-03',
    revision: 1,
    closedAt: local('2026-05-03'),
    terms: termsUnder(agreement, contract),
    outages: [],
    announcements: [],
    exclusions: [],
    ...more,
  };
  return closeStatement(inputs, sha256);
}

describe('a closed month', () => {
  it('sensey, 45 minutes down in March 2026: 99.8990 % misses 99.9 % and owes 10 %', () => {
    const statement = close(SENSEY, { outages: [down(local('2026-03-10'), 2_700)] });
    expect(statement.contracted).toEqual({
      totalMs: 2_674_800_000,
      downtimeMs: 2_700_000,
      excludedMs: 0,
      percent: '99.8990',
      kind: 'guarantee',
      target: '99.9',
      met: false,
      budgetMs: 2_674_800,
      budgetLeftMs: -25_200,
    });
    expect(statement.credit?.due.netMinor).toBe(2_490);
    expect(statement.serviceCredit).toMatchObject({ settlement: 'next-invoice', numberingAuthority: 'tracker' });
  });

  it('two numbers stand side by side: experienced without, contracted with exclusions and minimum', () => {
    const start = local('2026-04-10');
    const attack = {
      id: 'x',
      ground: 'attack',
      start,
      end: start + 60 * MINUTE,
      decidedBy: 'j',
      decidedAt: start,
      reason: 'DDoS',
    } as const;
    const outages = [down(start, 7_200), down(start + 300 * MINUTE, 600)];
    const { experienced, contracted } = close(DIPLOC, { month: '2026-04', outages, exclusions: [attack] });
    expect(experienced).toMatchObject({ downtimeMs: 7_800_000, percent: '99.6990' });
    expect(contracted).toMatchObject({ downtimeMs: 3_600_000, excludedMs: 3_600_000, percent: '99.8611' });
  });

  it('a contract without an availability promise has figures without target, and no credit', () => {
    const statement = close(GO2PEOPLE, { outages: [down(local('2026-03-10'), 3_600)] });
    expect(statement.contracted).toMatchObject({ percent: '99.8654', target: null, met: null, budgetMs: null });
    expect([statement.credit, statement.serviceCredit, statement.thresholds]).toEqual([null, null, []]);
    expect(statement.experienced.percent).toBe('99.8654');
  });

  it('a month without a credit is provably one: the calculation stands there with nothing due', () => {
    const { credit, serviceCredit } = close(DIPLOC);
    expect(credit).toMatchObject({ band: null, due: { netMinor: 0, taxMinor: 0, grossMinor: 0 } });
    expect(serviceCredit).toBeNull();
  });

  it('thresholds say at which downtime each band begins, and who owns the boundary', () => {
    const { thresholds } = close(DIPLOC, { month: '2026-04', outages: [down(local('2026-04-10'), 18_144)] });
    expect(
      thresholds.map(({ kind, percent, fromDowntimeMs, holds }) => [kind, percent, fromDowntimeMs, holds]),
    ).toEqual([
      ['band', '99.5', 12_960_000, true],
      ['target', '99.5', 12_960_001, true],
      ['band', '99.4', 15_552_000, true],
      ['band', '99.3', 18_144_000, true],
      ['band', '99.2', 20_736_000, false],
    ]);
  });

  it('latency: the mean is judged by multiplication; P2: without observations there is no verdict', () => {
    expect(close(OFFICE24, { latency: { sumMs: 151, count: 3 } }).latency).toMatchObject({
      meanMs: '50.334',
      met: false,
    });
    expect(close(OFFICE24).latency).toMatchObject({ meanMs: null, met: null });
    expect(close(SENSEY, { latency: { sumMs: 1, count: 1 } }).latency).toBeNull();
  });

  it('P8: an outage still open at closing runs to the end of the month', () => {
    const { end: _, ...open } = down(local('2026-03-31'), 0);
    const statement = close(SENSEY, { outages: [open] });
    expect(statement.contracted.downtimeMs).toBe(86_400_000);
    expect(statement.derivation.outages[0]).toMatchObject({ wasOpen: true, end: local('2026-05-03') });
  });

  it('the same inputs give the same statement, in whatever order their members stand', () => {
    const statement = close(SENSEY, { outages: [down(local('2026-03-10'), 2_700)], invoices: [] });
    const reversed = Object.fromEntries(Object.entries(statement.inputs).reverse()) as unknown as StatementInputs;
    expect(JSON.stringify(closeStatement(reversed, sha256))).toBe(JSON.stringify(statement));
  });

  it('the hash covers exactly the JSON text of the inputs', () => {
    const { inputs, inputsSha256 } = close(SENSEY, {
      unknown: [],
      earlierCredits: [],
      invoices: [{ month: 'm', number: '1' }],
    });
    expect(inputsText(inputs, JSON.stringify(inputs.terms))).toBe(JSON.stringify(inputs));
    expect(inputsSha256).toBe(sha256(JSON.stringify(inputs)));
  });

  it('P33: statement and credit carry one amount', () => {
    const { credit, serviceCredit } = close(SENSEY, { outages: [down(local('2026-03-10'), 2_700)] });
    expect(serviceCredit?.netMinor).toBe(credit?.due.netMinor);
    expect(serviceCredit?.grossMinor).toBe((serviceCredit?.netMinor ?? 0) + (serviceCredit?.taxMinor ?? 0));
  });

  it('P32: no record is left out, however many there are', () => {
    const outages = Array.from({ length: 1_500 }, (_, i) => down(local('2026-03-02') + i * 20 * MINUTE, 1));
    expect(close(SENSEY, { outages }).contracted.downtimeMs).toBe(1_500_000);
  });

  it('downtime counts only in promised hours; the total is those hours', () => {
    const office = { clause: '05', hours: { mon: [['09:00', '17:00']] }, holidayYears: 'none' } as const;
    const agreement = {
      ...SENSEY,
      calendars: { office },
      availability: { ...(SENSEY.availability as NonNullable<Agreement['availability']>), during: 'office' },
    };
    // Mondays 2, 9, 16, 23 and 30 March: 40 hours. Down Monday 16:00 to Tuesday 04:00: one hour counts.
    const statement = close(agreement, { outages: [down(local('2026-03-09') + 16 * 60 * MINUTE, 12 * 3_600)] });
    expect(statement.contracted).toMatchObject({ totalMs: 144_000_000, downtimeMs: 3_600_000, percent: '97.5000' });
    expect(statement.experienced.downtimeMs).toBe(43_200_000);
  });
});

describe('period', () => {
  it('P4: a contract that starts inside the month has a partial period and a fee pro rata', () => {
    const { period, credit } = close(
      SENSEY,
      { outages: [down(local('2026-03-20'), 86_400)] },
      { startsOn: '2026-03-16' },
    );
    // 15 days of 24 h and one of 23 h: 383 of 743 hours
    expect(period).toMatchObject({
      lengthMs: 383 * 3_600_000,
      monthMs: 743 * 3_600_000,
      isPartial: true,
      isLast: false,
    });
    // 249.00 × 383 / 743 = 128.35…
    expect(credit?.base.minor).toBe(12_835);
  });

  it.each([
    ['2026-03-20', true, true],
    ['2026-04-01', true, false],
    ['2026-04-02', false, false],
  ])('a contract that ends before %s: last month %s, partial %s', (endsBefore, isLast, isPartial) => {
    const outages = [down(local('2026-03-10'), 2_700)];
    const { period, serviceCredit } = close(SENSEY, { outages }, { endsBefore });
    expect(period).toMatchObject({ isLast, isPartial });
    expect(serviceCredit?.settlement).toBe(isLast ? 'refund' : 'next-invoice');
  });

  it('a month that the contract does not cover, or that is not over, cannot be closed', () => {
    expect(() => close(SENSEY, {}, { startsOn: '2026-04-01' })).toThrow(
      expect.objectContaining({ code: 'PRECONDITION' }),
    );
    expect(() => close(SENSEY, { closedAt: local('2026-04-01') - 1 })).toThrow(
      expect.objectContaining({ code: 'PRECONDITION' }),
    );
    expect(close(SENSEY, { closedAt: local('2026-04-01') }).review).toEqual([]);
  });
});

describe('coverage', () => {
  it('a statement by records has none and says on what it stands', () => {
    expect(close(SENSEY)).toMatchObject({ coverage: null, measuredOn: 'records' });
  });

  it('P2, P3: a gap is neither up nor down; its share is the coverage', () => {
    const gap = { start: local('2026-03-05'), end: local('2026-03-06') };
    const statement = close(SENSEY, { unknown: [gap] }, BY_PROBES);
    expect(statement.contracted.percent).toBe('100.0000');
    expect(statement.coverage).toMatchObject({
      unknownMs: 86_400_000,
      percent: '96.7698',
      required: '99',
      sufficient: false,
    });
    expect(statement.review.map(({ code }) => code)).toEqual(['coverage-below-required']);
  });

  it('P2: measured by probes without a list of gaps, nothing was observed, and the month waits', () => {
    const statement = close(DIPLOC, {}, BY_PROBES);
    expect(statement.coverage?.percent).toBe('0.0000');
    expect(statement.review.map(({ code }) => code)).toEqual(['nothing-observed']);
  });

  it('a month that waits issues no credit until a person accepts it', () => {
    const outages = [down(local('2026-03-10'), 2_700)];
    const unknown = [{ start: local('2026-03-05'), end: local('2026-03-06') }];
    const waiting = close(SENSEY, { outages, unknown }, BY_PROBES);
    expect(waiting.serviceCredit).toBeNull();
    const accepted = { by: 'm.bakker', at: local('2026-05-02'), reason: 'checked against the network logs' };
    const closed = close(SENSEY, { outages, unknown, accepted }, BY_PROBES);
    expect(closed.review).toEqual([]);
    expect(closed.serviceCredit?.netMinor).toBe(2_490);
  });

  it('where exclusions leave no time to measure, the month waits', () => {
    const availability = {
      ...(SENSEY.availability as NonNullable<Agreement['availability']>),
      excludedTime: 'leaves' as const,
    };
    const start = local('2026-03-01');
    const all = {
      id: 'x',
      ground: 'attack',
      start,
      end: local('2026-04-01'),
      decidedBy: 'j',
      decidedAt: 0,
      reason: 'r',
    } as const;
    const statement = close({ ...SENSEY, availability }, { exclusions: [all] });
    expect(statement.contracted).toMatchObject({ totalMs: 0, percent: null, met: null });
    expect(statement.review.map(({ code }) => code)).toEqual(['nothing-to-measure']);
  });
});

describe('a correction', () => {
  it('a late claim issues the difference and names what it corrects', () => {
    const first = close(DIPLOC, { month: '2026-04', outages: [down(local('2026-04-10'), 12_960)] });
    expect(first.serviceCredit).toMatchObject({ kind: 'original', netMinor: 2_490, grossMinor: 3_013 });
    const second = close(DIPLOC, {
      month: '2026-04',
      revision: 2,
      outages: [down(local('2026-04-10'), 12_960), down(local('2026-04-20'), 5_184, { source: 'claim' })],
      corrects: {
        statementId: first.statementId,
        revision: 1,
        reason: 'claim with screenshots',
        issued: { netMinor: 2_490, taxMinor: 523, grossMinor: 3_013 },
        credit: { creditId: 'demo-diploc~web~2026-04', revision: 1 },
      },
    });
    expect(second.statementId).toBe('demo-diploc~web~2026-04~2');
    expect(second.corrects).toEqual({ statementId: first.statementId, revision: 1, reason: 'claim with screenshots' });
    // 74.70 − 24.90 = 49.80; VAT 15.69 − 5.23 = 10.46
    expect(second.serviceCredit).toMatchObject({
      kind: 'supplement',
      netMinor: 4_980,
      taxMinor: 1_046,
      grossMinor: 6_026,
    });
  });
});
