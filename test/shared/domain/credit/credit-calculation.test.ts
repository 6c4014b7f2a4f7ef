import { describe, expect, it } from 'vitest';
import type { CreditRule } from '../../../../shared/domain/contract/agreement.ts';
import { type CreditSituation, calculateCredit } from '../../../../shared/domain/credit/credit-calculation.ts';
import { type IssueContext, issueCredit } from '../../../../shared/domain/credit/issue-credit.ts';
import { type EarlierCredit, issuedAmounts, signedAmounts } from '../../../../shared/domain/credit/service-credit.ts';
import { availability } from '../../../../shared/domain/objective/availability.ts';
import { DIPLOC } from '../statement/agreements.ts';
import { sha256 } from '../statement/sha256.ts';

const APRIL = 2_592_000_000;
const RULE = DIPLOC.credits as CreditRule;
const NOTHING = { netMinor: 0, taxMinor: 0, grossMinor: 0 };
const situation = (downSeconds: number, rule: Partial<CreditRule> = {}, more: Partial<CreditSituation> = {}) => ({
  rule: { ...RULE, ...rule },
  fees: {
    service: { ref: 'web', fee: '249.00', vat: { category: 'S', rate: '21' } },
    fees: [
      { serviceRef: 'web', fee: '249.00' },
      { serviceRef: 'mail', fee: '51.00' },
    ],
  } as const,
  month: '2026-04',
  periodMs: APRIL,
  monthMs: APRIL,
  figure: availability(APRIL, downSeconds * 1_000),
  earlier: [] as readonly EarlierCredit[],
  issuedBefore: NOTHING,
  ...more,
});
const earlier = (month: string, netMinor: number, serviceRef = 'web'): EarlierCredit => ({
  creditId: `demo~${serviceRef}~${month}`,
  revision: 1,
  serviceRef,
  month,
  netMinor,
});

describe('what is due', () => {
  it.each([
    [12_959, null, 0, 0, 0],
    [12_960, '10', 2_490, 523, 3_013],
    [18_144, '30', 7_470, 1_569, 9_039],
    [20_735, '30', 7_470, 1_569, 9_039],
    [20_736, '40', 9_960, 2_092, 12_052],
  ])(
    'diploc, April 2026: %d s down: band %s, net %d, VAT %d, gross %d',
    (seconds, percent, netMinor, taxMinor, gross) => {
      const { band, due } = calculateCredit(situation(seconds));
      expect(band?.percent ?? null).toBe(percent);
      expect(due).toEqual({ netMinor, taxMinor, grossMinor: gross });
    },
  );

  it('a partial month: base and monthly cap are taken of the fee pro rata, half up', () => {
    // 15 of 30 days: 249.00 / 2 = 124.50, of which 40 % = 49.80; cap of the contract 300.00 / 2 × 40 % = 60.00
    const half = calculateCredit(situation(20_736, {}, { periodMs: APRIL / 2 }));
    expect(half.base).toMatchObject({ monthlyMinor: 24_900, minor: 12_450 });
    expect(half.caps[0]).toMatchObject({ baseMinor: 15_000, capMinor: 6_000, reduced: false });
    expect(half.due.netMinor).toBe(4_980);
  });

  it('the base may be the whole contract', () => {
    expect(calculateCredit(situation(12_960, { base: 'contract-fee' })).lineMinor).toBe(3_000);
  });

  it('a monthly cap on the contract counts what other services were credited in the month', () => {
    const caps = RULE.caps?.map((cap) => ({ ...cap, percent: '40' })) ?? [];
    // cap 40 % of 300.00 = 120.00; mail already has 30.00; room 90.00 for a line of 99.60
    const {
      caps: applied,
      due,
      capped,
    } = calculateCredit(
      situation(20_736, { caps }, { earlier: [earlier('2026-04', 3_000, 'mail'), earlier('2026-03', 9_000, 'mail')] }),
    );
    expect(applied[0]).toMatchObject({ capMinor: 12_000, usedMinor: 3_000, roomMinor: 9_000, reduced: true });
    expect([due.netMinor, capped]).toEqual([9_000, true]);
  });

  it('a cap on the service does not count other services', () => {
    const caps = [{ clause: 'c', per: 'month', percent: '40', of: 'service-fee' }] as const;
    const { due } = calculateCredit(situation(20_736, { caps }, { earlier: [earlier('2026-04', 5_000, 'mail')] }));
    expect(due.netMinor).toBe(9_960);
  });

  it('a cap per rolling 12 months counts the eleven months before, and no more', () => {
    const caps = [{ clause: 'c', per: 'rolling-12-months', percent: '100', of: 'service-fee' }] as const;
    const credits = [earlier('2025-04', 9_999), earlier('2025-05', 10_000), earlier('2026-03', 10_000)];
    const { caps: applied, due } = calculateCredit(situation(20_736, { caps }, { earlier: credits }));
    expect(applied[0]).toMatchObject({ from: '2025-05', to: '2026-04', usedMinor: 20_000, roomMinor: 4_900 });
    expect(due.netMinor).toBe(4_900);
  });

  it('a late correction may not overfill a span that later months have used', () => {
    const caps = [{ clause: 'c', per: 'rolling-12-months', percent: '100', of: 'service-fee' }] as const;
    const credits = [earlier('2026-09', 20_000)];
    const { caps: applied, due } = calculateCredit(situation(20_736, { caps }, { earlier: credits }));
    expect(applied[0]).toMatchObject({ from: '2025-10', to: '2026-09', usedMinor: 20_000 });
    expect(due.netMinor).toBe(4_900);
  });

  it('a cap that is used up leaves nothing, never a negative credit', () => {
    const { due } = calculateCredit(situation(20_736, {}, { earlier: [earlier('2026-04', 99_999, 'mail')] }));
    expect(due).toEqual(NOTHING);
  });

  it('earlier revisions of the same service and month do not count against its own cap', () => {
    expect(calculateCredit(situation(20_736, {}, { earlier: [earlier('2026-04', 9_960)] })).due.netMinor).toBe(9_960);
  });

  it.each([
    ['24.90', 2_490],
    ['24.91', 0],
  ])('a minimum of %s leaves %d of a credit of 24.90', (minimumAmount, net) => {
    expect(calculateCredit(situation(12_960, { minimumAmount })).due.netMinor).toBe(net);
  });

  it('compensation lies outside VAT', () => {
    const { vat, due } = calculateCredit(situation(18_144, { treatment: 'compensation' }));
    expect(vat).toEqual({ category: 'O', rate: '0' });
    expect(due).toEqual({ netMinor: 7_470, taxMinor: 0, grossMinor: 7_470 });
  });

  it.each([
    ['24.90', false],
    ['24.89', true],
  ])('above %s a credit of 24.90 needs approval: %s', (approvalAbove, needed) => {
    expect(calculateCredit(situation(12_960, { approvalAbove })).approval?.needed).toBe(needed);
  });

  it('without time to measure no band holds', () => {
    expect(calculateCredit(situation(0, {}, { figure: null })).band).toBeNull();
  });
});

describe('what a revision issues', () => {
  const context: IssueContext = {
    rule: RULE,
    contractRef: 'demo',
    contractVersion: 1,
    serviceRef: 'web',
    month: '2026-04',
    currency: 'EUR',
    statementId: 'demo~web~2026-04~1',
    revision: 1,
    determinedAt: 0,
    isLastMonth: false,
  };
  const correction = { reason: 'late claim', credit: { creditId: 'demo~web~2026-04', revision: 1 } };
  const issue = (calculated: ReturnType<typeof calculateCredit>, more: Partial<IssueContext> = {}) =>
    issueCredit(calculated, { ...context, ...more }, sha256);

  it('the first credit is an original with a deterministic id', () => {
    const credit = issue(calculateCredit(situation(18_144)));
    expect(credit).toMatchObject({ creditId: 'demo~web~2026-04', kind: 'original', state: 'issued', netMinor: 7_470 });
    expect(credit).toEqual(issue(calculateCredit(situation(18_144))));
  });

  it('no credit due, or all of it issued before, issues nothing', () => {
    expect(issue(calculateCredit(situation(0)))).toBeNull();
    const issuedBefore = { netMinor: 7_470, taxMinor: 1_569, grossMinor: 9_039 };
    expect(issue(calculateCredit(situation(18_144, {}, { issuedBefore })))).toBeNull();
  });

  it('more downtime found later issues the difference as a supplement that names what it corrects', () => {
    const issuedBefore = { netMinor: 7_470, taxMinor: 1_569, grossMinor: 9_039 };
    const credit = issue(calculateCredit(situation(20_736, {}, { issuedBefore })), { revision: 2, correction });
    expect(credit).toMatchObject({ kind: 'supplement', netMinor: 2_490, taxMinor: 523, grossMinor: 3_013 });
    expect(credit?.correctionOf).toEqual({ creditId: 'demo~web~2026-04', revision: 1, reason: 'late claim' });
  });

  it('P28: less downtime issues a reversal whose amounts stay positive', () => {
    const issuedBefore = { netMinor: 7_470, taxMinor: 1_569, grossMinor: 9_039 };
    const credit = issue(calculateCredit(situation(0, {}, { issuedBefore })), { revision: 2, correction });
    expect(credit).toMatchObject({ kind: 'reversal', netMinor: 7_470, taxMinor: 1_569, grossMinor: 9_039 });
    expect(credit && signedAmounts(credit)).toEqual({ netMinor: -7_470, taxMinor: -1_569, grossMinor: -9_039 });
  });

  it('a first credit in a correction, where none was issued before, is an original', () => {
    const credit = issue(calculateCredit(situation(12_960)), { revision: 2, correction: { reason: 'late claim' } });
    expect(credit).toMatchObject({ kind: 'original', revision: 2 });
    expect(credit?.correctionOf).toBeUndefined();
  });

  it('P27: all documents of a month together carry exactly the VAT of its total', () => {
    // 10 % → 20 % → 30 % → 40 % of 49.99, one revision each
    const fees = {
      service: { ref: 'web', fee: '49.99', vat: { category: 'S', rate: '21' } },
      fees: [{ serviceRef: 'web', fee: '49.99' }],
    } as const;
    const credits = [];
    for (const seconds of [12_960, 15_552, 18_144, 20_736, 0, 18_144]) {
      const calculated = calculateCredit(situation(seconds, {}, { fees, issuedBefore: issuedAmounts(credits) }));
      const credit = issue(calculated, { correction });
      if (credit !== null) credits.push(credit);
      expect(issuedAmounts(credits)).toEqual(calculated.due);
    }
    expect(credits.every(({ netMinor, taxMinor }) => netMinor >= 0 && taxMinor >= 0)).toBe(true);
  });

  it("the contract's last month is always refunded", () => {
    const rule = { ...RULE, settlement: 'next-invoice' } as const;
    const calculated = calculateCredit(situation(12_960));
    expect(issue(calculated, { rule })?.settlement).toBe('next-invoice');
    expect(issue(calculated, { rule, isLastMonth: true })?.settlement).toBe('refund');
  });

  it('above the threshold a credit waits until somebody has approved it', () => {
    const calculated = calculateCredit(situation(12_960, { approvalAbove: '10.00' }));
    expect(issue(calculated)?.state).toBe('needs-approval');
    const approval = { by: 'm.bakker', at: 5 };
    expect(issue(calculated, { approval })).toMatchObject({ state: 'issued', approval });
  });

  it('the idempotency key never exceeds 64 characters', () => {
    const credit = issue(calculateCredit(situation(12_960)), { contractRef: 'c'.repeat(80) });
    expect(credit?.idempotencyKey).toMatch(/^sha256:[0-9a-f]{57}$/);
  });

  it('a reference that would make ids ambiguous is refused', () => {
    expect(() => issue(calculateCredit(situation(12_960)), { serviceRef: 'a~b' })).toThrow(/cannot be a reference/);
  });
});
