import { beforeEach, describe, expect, it } from 'vitest';
import { recordOutage } from '../../../functions/amend-downtime/amend-downtime.ts';
import { type CloseRequest, closeContract } from '../../../functions/close-contract/close-contract.ts';
import { completeMonth, recompleteMonth } from '../../../functions/close-contract/complete-month.ts';
import { sha256 } from '../../../shared/adapters/sha256.ts';
import type { Contract } from '../../../shared/domain/contract/contract.ts';
import { statementText } from '../../../shared/domain/statement/statement.ts';
import { verifyStatement } from '../../../shared/domain/statement/verify-statement.ts';
import {
  DEMO_SENSEY,
  emptyDesk,
  journaled,
  type LedgerDesk,
  outage,
  PLATFORM,
  SENSEY,
  senseyDesk,
} from '../ledger-desk.ts';

const MONTH = '2026-03';
const REF = DEMO_SENSEY.ref;
/** 90 minutes of 743 hours: 99.7981 %, 10 % of € 499.00. */
const FIRST = outage('o1', '2026-03-05T13:00:00Z', '2026-03-05T14:30:00Z');
/** With seven hours more: 98.8559 %, 25 %. */
const LATE = outage('o2', '2026-03-12T07:00:00Z', '2026-03-12T14:00:00Z', { source: 'claim' });

let desk: LedgerDesk;
const close = (more: Partial<CloseRequest> = {}) => closeContract(desk, { contractRef: REF, month: MONTH, ...more });
const types = async () => (await journaled(desk, `ledger/${REF}`)).map(({ type }) => type);
const credits = async () => (await desk.ledger.credits(REF)).items;
beforeEach(async () => {
  desk = await senseyDesk();
  await recordOutage(desk, PLATFORM, FIRST);
});

describe('a month', () => {
  it('is closed with a statement that can be recomputed, a credit and what the world is told', async () => {
    expect(await close()).toMatchObject({ outcome: 'closed', close: { revision: 1, state: 'closed' } });
    const [statement] = (await desk.ledger.statements(REF)).items;
    if (statement === undefined) throw new Error('there is no statement');
    expect(verifyStatement(statementText(statement), sha256)).toEqual({ agrees: true, differences: [] });
    expect(await credits()).toMatchObject([{ kind: 'original', netMinor: 4990, taxMinor: 1048, grossMinor: 6038 }]);
    expect(await types()).toEqual(['sla.period.closed.v1', 'sla.service-credit.issued.v1']);
  });

  it('that is closed again stays as it is', async () => {
    const { close: first } = await close();
    await recordOutage(desk, PLATFORM, LATE);
    desk.now += 86_400_000;
    expect(await close()).toEqual({ outcome: 'unchanged', close: first });
    expect(await credits()).toHaveLength(1);
    expect(await types()).toHaveLength(2);
  });

  it('without an outage is closed without a credit, and provably so', async () => {
    expect(await close({ month: '2026-02' })).toMatchObject({ outcome: 'closed', close: { credits: [] } });
    expect(await credits()).toEqual([]);
  });

  it('is not closed before it and its grace are over', async () => {
    await expect(close({ month: '2026-04' })).rejects.toThrow(
      /can be closed from 2026-05-03T22:00:00.000Z on: its end and 3 days of grace/,
    );
    expect(await types()).toEqual([]);
  });

  it.each([
    ['of an unknown contract', { contractRef: 'nobody' }, /no contract "nobody"/],
    ['before its first version', { month: '2024-12' }, /no version of contract demo-sensey is in force in 2024-12/],
  ])('%s is refused', async (_, request, says) => {
    await expect(close(request)).rejects.toThrow(says);
  });

  it('in which the contract begins has a partial period and a fee pro rata', async () => {
    const begun: Contract = { ...DEMO_SENSEY, ref: 'begun', startsOn: '2026-03-16' };
    await desk.contracts.saveContract(begun, []);
    await recordOutage(
      desk,
      { ...PLATFORM, contractRef: 'begun' },
      outage('o', '2026-03-20T00:00Z', '2026-03-21T00:00Z'),
    );
    await close({ contractRef: 'begun' });
    const [statement] = (await desk.ledger.statements('begun')).items;
    // From 16 March 00:00 to 1 April 00:00 in Amsterdam, an hour lost to summer time: 383 of 743 hours.
    expect(statement?.experienced).toMatchObject({ totalMs: 383 * 3_600_000, downtimeMs: 24 * 3_600_000 });
    // Half of € 257.22 (the fee pro rata) at 93.7 %.
    expect((await desk.ledger.credits('begun')).items).toMatchObject([{ netMinor: 12_861 }]);
  });

  it('under its required coverage waits for a person, and no credit is issued', async () => {
    const [service] = DEMO_SENSEY.services as [Contract['services'][number]];
    const probes = [
      { ref: 'home', url: 'https://x.example/', every: '1 minute', timeoutMs: 1000, expectStatus: 200 },
    ] as NonNullable<typeof service.probes>;
    const watched: Contract = {
      ...DEMO_SENSEY,
      ref: 'watched',
      services: [{ ...service, measuredBy: 'probes', probes }],
      agreed: { closing: { ...SENSEY.closing, requiredCoverage: '95' } },
    };
    await desk.contracts.saveContract(watched, []);
    expect(await close({ contractRef: 'watched' })).toMatchObject({ outcome: 'needs-review', close: { credits: [] } });
    expect((await journaled(desk, 'ledger/watched')).map(({ type }) => type)).toEqual(['sla.period.needs-review.v1']);
    expect((await desk.ledger.statements('watched')).items).toEqual([]);
  });
});

describe('a revision', () => {
  beforeEach(async () => {
    await close();
  });

  it('issues the difference as a supplement that names what it corrects', async () => {
    await recordOutage(desk, PLATFORM, LATE);
    expect(await close({ reason: 'a late claim' })).toMatchObject({ outcome: 'closed', close: { revision: 2 } });
    // 25 % is € 124.75, of which € 49.90 is out.
    expect(await credits()).toMatchObject([
      { revision: 1, kind: 'original', netMinor: 4990 },
      { revision: 2, kind: 'supplement', netMinor: 7485, correctionOf: { revision: 1, reason: 'a late claim' } },
    ]);
  });

  it('takes back what was too much as a reversal', async () => {
    await recordOutage(desk, PLATFORM, { ...FIRST, end: FIRST.start + 60_000 });
    await close({ reason: 'a minute, not ninety' });
    expect((await credits())[1]).toMatchObject({ kind: 'reversal', netMinor: 4990, grossMinor: 6038 });
  });

  it('that changes nothing is none', async () => {
    expect(await close({ reason: 'just looking' })).toMatchObject({ outcome: 'unchanged', close: { revision: 1 } });
    expect(await types()).toHaveLength(2);
  });

  it('that is sent twice issues once', async () => {
    await recordOutage(desk, PLATFORM, LATE);
    await close({ reason: 'a late claim' });
    expect(await close({ reason: 'a late claim' })).toMatchObject({ outcome: 'unchanged' });
    expect(await credits()).toHaveLength(2);
  });

  it('is judged by the version it was closed under, whatever was applied since with effect in that month', async () => {
    const services = DEMO_SENSEY.services.map((service) => ({ ...service, fee: '4990.00' }));
    await desk.contracts.saveContract({ ...DEMO_SENSEY, version: 2, services }, []);
    expect(await close({ reason: 'a dearer contract' })).toMatchObject({ outcome: 'unchanged' });
    await recordOutage(desk, PLATFORM, LATE);
    const { close: revised } = await close({ reason: 'a late claim' });
    expect(revised).toMatchObject({ contractVersion: 1, revision: 2 });
    expect((await credits())[1]).toMatchObject({ netMinor: 7485 });
  });
});

describe('the control record of a month', () => {
  const complete = (contracts: number) => completeMonth(desk, { month: MONTH, contracts, attempt: 1 });

  it('waits until every contract has closed, and asks again later', async () => {
    expect(await complete(1)).toBe(false);
    expect(desk.queue.messages).toEqual([{ task: 'complete', month: MONTH, contracts: 1, attempt: 2 }]);
    expect(await desk.ledger.run(MONTH)).toBeUndefined();
  });

  it('counts contracts with and without a credit, and adds up what was issued', async () => {
    await desk.contracts.saveContract({ ...DEMO_SENSEY, ref: 'demo-second' }, []);
    await close();
    await close({ contractRef: 'demo-second' });
    expect(await complete(2)).toBe(true);
    expect(await desk.ledger.run(MONTH)).toMatchObject({
      ...{ revision: 1, contracts: 2, closed: 2, waiting: 0, creditsIssued: 1 },
      sums: [{ currency: 'EUR', netMinor: 4990, taxMinor: 1048, grossMinor: 6038 }],
    });
  });

  it('is written once, however often it is asked for', async () => {
    await close();
    for (let i = 0; i < 3; i++) await complete(1);
    expect((await journaled(desk, 'runs')).map(({ type }) => type)).toEqual(['sla.credit-run.completed.v1']);
  });

  it.each([
    ['a supplement', LATE, { creditsIssued: 2, sums: [{ netMinor: 12_475, taxMinor: 2620, grossMinor: 15_095 }] }],
    [
      'a reversal',
      { ...FIRST, end: FIRST.start + 60_000 },
      { creditsIssued: 2, sums: [{ netMinor: 0, taxMinor: 0, grossMinor: 0 }] },
    ],
  ])('after %s is issued again, with the sums of all that billing was told of', async (_, changed, sums) => {
    await close();
    await complete(1);
    await recordOutage(desk, PLATFORM, changed);
    await close({ reason: 'corrected' });
    await recompleteMonth(desk, MONTH);
    expect(await desk.ledger.run(MONTH)).toMatchObject({ revision: 2, contracts: 1, ...sums });
  });

  it('of a month nobody has a record of yet is not made by a revision', async () => {
    await recompleteMonth(emptyDesk(), MONTH);
    expect(await desk.ledger.run(MONTH)).toBeUndefined();
  });
});
