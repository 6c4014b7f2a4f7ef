import { expect, it } from 'vitest';
import { serviceCreditIssued } from '../../shared/domain/credit/credit-event.ts';
import { closeStatement } from '../../shared/domain/statement/close-statement.ts';
import { statementText } from '../../shared/domain/statement/statement.ts';
import { verifyStatement } from '../../shared/domain/statement/verify-statement.ts';
import { DIPLOC, termsUnder } from '../shared/domain/statement/agreements.ts';
import { sha256 } from '../shared/domain/statement/sha256.ts';

/*
 * diploc, April 2026, Europe/Amsterdam (summer time all month, UTC+2): 30 days = 2,592,000 s. Fee € 249.00, VAT 21 %.
 *
 *  A  31 March 23:50 – 1 April 00:10   20 min, longer than 15, so all of it counts; in April: 10 min         600 s
 *  B  10 April 10:00 – 15:00, reported 09:58, so from 09:58: 5 h 2 min                                    18,120 s
 *     attack decided 12:00 – 12:10: takes out 600 s, leaves 09:58 – 12:00 (7,320 s) and 12:10 – 15:00 (10,200 s)
 *  C  20 April 03:00 – 03:15: exactly 15 min, not longer: nothing
 *  D  25 April 22:00 – 23:30; maintenance announced for 22:00 – 23:00: the overrun of 30 min counts         1,800 s
 *     maintenance of 27 April was announced a minute after it began: does not hold; outage of 16 min counts   960 s
 *
 *  downtime   600 + 7,320 + 10,200 + 1,800 + 960 = 20,880 s
 *  available  2,592,000 − 20,880 = 2,571,120 s; / 2,592,000 = 99.19444… %, shown as 99.1944
 *  band       99.2 % or lower: 40 %. 249.00 × 40 % = 99.60; cap 40 % of the contract's 249.00 = 99.60: not exceeded
 *  VAT        99.60 × 21 % = 20.916, half up 20.92; gross 120.52
 *
 *  experienced A 600 + B 18,120 + C 900 + D 5,400 + E 960 = 25,980 s; 2,566,020 / 2,592,000 = 98.99768… %
 */
it('diploc, April 2026: five outages, two exclusions that hold, one that does not, 40 % back', () => {
  const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 3, day, hour - 2, minute);
  const production = { scope: 'some-users', environment: 'production' } as const;
  const statement = closeStatement(
    {
      month: '2026-04',
      revision: 1,
      closedAt: at(33, 12),
      terms: termsUnder(DIPLOC),
      outages: [
        { id: 'A', source: 'import', start: at(1, 0, -10), end: at(1, 0, 10), ...production },
        { id: 'B', source: 'report', start: at(10, 10), end: at(10, 15), reportedAt: at(10, 9, 58), ...production },
        { id: 'C', source: 'import', start: at(20, 3), end: at(20, 3, 15), ...production },
        { id: 'D', source: 'import', start: at(25, 22), end: at(25, 23, 30), ...production },
        { id: 'E', source: 'import', start: at(27, 4), end: at(27, 4, 16), ...production },
      ],
      announcements: [
        { id: 'M1', start: at(25, 22), end: at(25, 23), sent: [{ channel: 'email', at: at(24, 9) }] },
        { id: 'M2', start: at(27, 4), end: at(27, 5), sent: [{ channel: 'email', at: at(27, 4, 1) }] },
      ],
      exclusions: [
        {
          id: 'X1',
          ground: 'attack',
          start: at(10, 12),
          end: at(10, 12, 10),
          decidedBy: 'j.devries',
          decidedAt: at(11, 9),
          reason: 'DDoS, report of the network supplier',
        },
      ],
      invoices: [{ month: '2026-04', number: 'F-2026-0412', issueDate: '2026-04-01' }],
    },
    sha256,
  );

  expect(statement.contracted).toMatchObject({
    totalMs: 2_592_000_000,
    downtimeMs: 20_880_000,
    excludedMs: 600_000 + 3_600_000,
    percent: '99.1944',
    met: false,
  });
  expect(statement.experienced).toMatchObject({ downtimeMs: 25_980_000, percent: '98.9976' });
  expect(statement.derivation.exclusions.map(({ id, holds, because }) => [id, holds, because])).toEqual([
    ['M1', true, 'announced-in-time'],
    ['M2', false, 'announced-too-late'],
    ['X1', true, 'decided'],
  ]);
  expect(verifyStatement(statementText(statement), sha256).agrees).toBe(true);

  const evidence = [{ uri: 'statements/diploc.json', sha256: 'f'.repeat(64), mediaType: 'application/json' }];
  expect(serviceCreditIssued(statement, { evidence })).toEqual({
    schemaVersion: '1.0',
    creditId: 'demo-diploc~web~2026-04',
    revision: 1,
    idempotencyKey: 'demo-diploc~web~2026-04~1',
    kind: 'original',
    settlement: 'refund',
    treatment: 'price-reduction',
    numberingAuthority: 'billing-system',
    issueDate: '2026-05-03',
    determinedAt: '2026-05-03T10:00:00Z',
    seller: statement.inputs.terms.seller,
    customer: statement.inputs.terms.customer,
    contract: { ref: 'demo-diploc', version: 1, serviceRef: 'web' },
    servicePeriod: { start: '2026-04-01', endExclusive: '2026-05-01', timezone: 'Europe/Amsterdam' },
    invoiceRefs: [{ number: 'F-2026-0412', issueDate: '2026-04-01', externalRefs: {}, lines: [] }],
    totals: {
      currency: 'EUR',
      netMinor: 9_960,
      taxMinor: 2_092,
      grossMinor: 12_052,
      taxBreakdown: [{ category: 'S', rateBasisPoints: 2_100, netMinor: 9_960, taxMinor: 2_092 }],
    },
    lines: [
      {
        lineId: '1',
        code: 'availability',
        description: {
          nl: 'Servicecredit Website, 2026-04: beschikbaarheid 99,1944 %, 40 % van de vergoeding',
          en: 'Service credit Website, 2026-04: availability 99.1944 %, 40 % of the fee',
        },
        baseMinor: 24_900,
        creditBasisPoints: 4_000,
        netMinor: 9_960,
        capped: false,
        tax: { category: 'S', rateBasisPoints: 2_100 },
        measurement: {
          metric: 'availability',
          targetPpm: 995_000,
          actualPpm: 991_944,
          tierId: 'atOrBelow:99.2',
          downtimeMs: 20_880_000,
          excludedMs: 4_200_000,
          incidentIds: ['A', 'B', 'C', 'D', 'E'],
        },
      },
    ],
    evidence,
  });
});
