import { expect, it } from 'vitest';
import { serviceTerms } from '../../shared/domain/contract/terms.ts';
import { serviceCreditIssued } from '../../shared/domain/credit/credit-event.ts';
import { issuedAmounts } from '../../shared/domain/credit/service-credit.ts';
import { closeStatement } from '../../shared/domain/statement/close-statement.ts';
import { statementText } from '../../shared/domain/statement/statement.ts';
import { verifyStatement } from '../../shared/domain/statement/verify-statement.ts';
import { contractUnder, SENSEY } from '../shared/domain/statement/agreements.ts';
import { sha256 } from '../shared/domain/statement/sha256.ts';

/*
 * sensey, March 2026, Europe/Amsterdam: summer time begins on the 29th, so 31 days less an hour = 743 h = 2,674,800 s.
 * Fee € 49.99, VAT 21 %.
 *
 *  A  5 March 14:00 – 14:25                                                                                 1,500 s
 *  B  29 March 01:45 – 03:05 local; 02:00 – 03:00 does not exist: 20 min                                    1,200 s
 *
 *  downtime   2,700 s; (2,674,800 − 2,700) / 2,674,800 = 99.899057… %, shown as 99.8990: misses 99.9 %
 *  band       below 99.9 %: 10 %. 49.99 × 10 % = 4.999, half up 5.00
 *  VAT        5.00 × 21 % = 1.05; gross 6.05, set against the next invoice
 *
 *  A customer then shows that the service was down on 12 March 08:00 – 15:00 as well: 25,200 s
 *  downtime   27,900 s; 2,646,900 / 2,674,800 = 98.956931… %: below 99.0 %: 25 %
 *  due        49.99 × 25 % = 12.4975, half up 12.50; VAT 2.625, half up 2.63; gross 15.13
 *  supplement 12.50 − 5.00 = 7.50; VAT 2.63 − 1.05 = 1.58; gross 9.08
 *  (VAT on 7.50 alone would be 1.575, half up 1.58: here both ways agree)
 */
it('sensey, March 2026: 45 minutes owe 10 %, a late claim raises it to 25 % by a supplement', () => {
  const winter = (day: number, hour: number, minute = 0) => Date.UTC(2026, 2, day, hour - 1, minute);
  const production = { scope: 'all-users', environment: 'production' } as const;
  const contract = contractUnder(SENSEY, {
    services: [
      {
        ref: 'app',
        name: 'Applicatie',
        environment: 'production',
        fee: '49.99',
        vat: { category: 'S', rate: '21' },
        measuredBy: 'records',
      },
    ],
  });
  const inputs = {
    month: '2026-03',
    revision: 1,
    closedAt: Date.UTC(2026, 3, 2, 6),
    terms: serviceTerms(SENSEY, contract, 'app'),
    outages: [
      { id: 'A', source: 'import', start: winter(5, 14), end: winter(5, 14, 25), ...production },
      // 03:05 summer time is 01:05 UTC
      { id: 'B', source: 'import', start: winter(29, 1, 45), end: Date.UTC(2026, 2, 29, 1, 5), ...production },
    ],
    announcements: [],
    exclusions: [],
  } as const;

  const first = closeStatement(inputs, sha256);
  expect(first.contracted).toMatchObject({
    totalMs: 2_674_800_000,
    downtimeMs: 2_700_000,
    percent: '99.8990',
    met: false,
  });
  const original = first.serviceCredit;
  if (original === null) throw new Error('a credit is due');
  expect(original).toMatchObject({
    kind: 'original',
    settlement: 'next-invoice',
    netMinor: 500,
    taxMinor: 105,
    grossMinor: 605,
  });

  const second = closeStatement(
    {
      ...inputs,
      revision: 2,
      closedAt: Date.UTC(2026, 3, 20, 6),
      outages: [
        inputs.outages[0],
        {
          id: 'C',
          source: 'claim',
          start: winter(12, 8),
          end: winter(12, 15),
          reportedAt: winter(31, 12),
          ...production,
        },
        inputs.outages[1],
      ],
      corrects: {
        statementId: first.statementId,
        revision: 1,
        reason: 'claim after the fact',
        issued: issuedAmounts([original]),
        credit: { creditId: original.creditId, revision: original.revision },
      },
    },
    sha256,
  );
  expect(second.contracted).toMatchObject({ downtimeMs: 27_900_000, percent: '98.9569' });
  expect(second.credit?.due).toEqual({ netMinor: 1_250, taxMinor: 263, grossMinor: 1_513 });
  expect(second.serviceCredit).toMatchObject({
    creditId: original.creditId,
    kind: 'supplement',
    netMinor: 750,
    taxMinor: 158,
    grossMinor: 908,
    correctionOf: { creditId: original.creditId, revision: 1, reason: 'claim after the fact' },
  });
  expect(serviceCreditIssued(second, { evidence: [] }).totals).toEqual({
    currency: 'EUR',
    netMinor: 750,
    taxMinor: 158,
    grossMinor: 908,
    taxBreakdown: [{ category: 'S', rateBasisPoints: 2_100, netMinor: 750, taxMinor: 158 }],
  });
  for (const statement of [first, second]) expect(verifyStatement(statementText(statement), sha256).agrees).toBe(true);
});
