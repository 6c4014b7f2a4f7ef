import { describe, expect, it } from 'vitest';
import { startOfLocalDay } from '../../../../shared/domain/business-time/zone.ts';
import type { Contract, Service } from '../../../../shared/domain/contract/contract.ts';
import { creditEventProblems, serviceCreditIssued } from '../../../../shared/domain/credit/credit-event.ts';
import { closeStatement } from '../../../../shared/domain/statement/close-statement.ts';
import type { StatementInputs } from '../../../../shared/domain/statement/statement.ts';
import { contractUnder, DIPLOC, termsUnder } from '../statement/agreements.ts';
import { sha256 } from '../statement/sha256.ts';

const START = startOfLocalDay('2026-04-10', 'Europe/Amsterdam');
const EVIDENCE = [{ uri: 's3://evidence/statement.json', sha256: 'ab', mediaType: 'application/json' }];

function close(more: Partial<StatementInputs> = {}, contract: Partial<Contract> = {}, agreement = DIPLOC) {
  const end = START + 18_144_000;
  const inputs = {
    month: '2026-04',
    revision: 1,
    closedAt: Date.UTC(2026, 4, 2, 22, 30),
    terms: termsUnder(agreement, contract),
    outages: [{ id: 'o', source: 'report', start: START, end, scope: 'all-users', environment: 'production' }],
    announcements: [],
    exclusions: [],
    ...more,
  } as const;
  return closeStatement(inputs, sha256);
}

describe('the event of a credit', () => {
  it('P29: without the invoice that is reduced it cannot become a document, and says so', () => {
    const event = serviceCreditIssued(close(), { evidence: EVIDENCE });
    expect(creditEventProblems(event)).toEqual(['settlement "refund" needs the number of the invoice that is reduced']);
    const invoices = [{ month: '2026-04', number: 'F-2026-0412' }];
    expect(creditEventProblems(serviceCreditIssued(close({ invoices }), { evidence: EVIDENCE }))).toEqual([]);
  });

  it('dates are local to the contract: closed at 00:30 on the 3rd is issued on the 3rd', () => {
    const event = serviceCreditIssued(close(), { evidence: EVIDENCE });
    expect([event.issueDate, event.determinedAt]).toEqual(['2026-05-03', '2026-05-02T22:30:00Z']);
    expect(event.servicePeriod).toEqual({
      start: '2026-04-01',
      endExclusive: '2026-05-01',
      timezone: 'Europe/Amsterdam',
    });
  });

  it.each([
    ['AE', 'VATEX-EU-AE'],
    ['O', 'VATEX-EU-O'],
    ['Z', undefined],
  ] as const)('category %s charges no VAT and states %s', (category, code) => {
    const web = contractUnder(DIPLOC).services[0] as Service;
    const contract = { services: [{ ...web, vat: { category, rate: '21' } }] };
    const event = serviceCreditIssued(close({}, contract), { evidence: EVIDENCE });
    expect(event.totals).toMatchObject({ netMinor: 7_470, taxMinor: 0, grossMinor: 7_470 });
    expect(event.lines[0]?.tax.exemptionReasonCode).toBe(code);
  });

  it('compensation is a document outside VAT', () => {
    const credits = { ...(DIPLOC.credits as NonNullable<typeof DIPLOC.credits>), treatment: 'compensation' as const };
    const invoices = [{ month: '2026-04', number: '1' }];
    const event = serviceCreditIssued(close({ invoices }, {}, { ...DIPLOC, credits }), { evidence: EVIDENCE });
    expect(event.lines[0]?.tax).toEqual({ category: 'O', rateBasisPoints: 0, exemptionReasonCode: 'VATEX-EU-O' });
    expect(creditEventProblems(event)).toEqual([]);
  });

  it('P28: a reversal carries positive amounts, its kind, and what it corrects', () => {
    const corrects = {
      statementId: 'demo-diploc~web~2026-04~1',
      revision: 1,
      reason: 'outage withdrawn',
      issued: { netMinor: 7_470, taxMinor: 1_569, grossMinor: 9_039 },
      credit: { creditId: 'demo-diploc~web~2026-04', revision: 1 },
    };
    const event = serviceCreditIssued(close({ revision: 2, corrects, outages: [] }), { evidence: EVIDENCE });
    expect(event).toMatchObject({
      kind: 'reversal',
      revision: 2,
      correctionOf: { creditId: 'demo-diploc~web~2026-04', revision: 1, reason: 'outage withdrawn' },
      totals: { netMinor: 7_470, taxMinor: 1_569, grossMinor: 9_039 },
    });
    expect(event.lines[0]?.measurement.tierId).toBeNull();
  });

  it('a month without a credit, and one whose credit needs approval, has no event', () => {
    expect(() => serviceCreditIssued(close({ outages: [] }), { evidence: EVIDENCE })).toThrow(/issues no credit/);
    const credits = { ...(DIPLOC.credits as NonNullable<typeof DIPLOC.credits>), approvalAbove: '10.00' };
    const agreement = { ...DIPLOC, credits };
    expect(() => serviceCreditIssued(close({}, {}, agreement), { evidence: EVIDENCE })).toThrow(/needs approval/);
    const approval = { by: 'm.bakker', at: Date.UTC(2026, 4, 5) };
    const event = serviceCreditIssued(close({ approval }, {}, agreement), { evidence: EVIDENCE });
    expect(event).toMatchObject({ issueDate: '2026-05-05', approval: { by: 'm.bakker', at: '2026-05-05T00:00:00Z' } });
  });
});
