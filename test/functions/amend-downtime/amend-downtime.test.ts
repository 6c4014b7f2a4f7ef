import { beforeEach, describe, expect, it } from 'vitest';
import {
  announceMaintenance,
  decideExclusion,
  readDowntime,
  recordOutage,
} from '../../../functions/amend-downtime/amend-downtime.ts';
import type { Contract } from '../../../shared/domain/contract/contract.ts';
import { DEMO_SENSEY, journaled, type LedgerDesk, outage, PLATFORM, senseyDesk } from '../ledger-desk.ts';

const JOURNAL = 'downtime/demo-sensey/platform';
const START = '2026-03-05T13:00:00Z';
const END = '2026-03-05T14:30:00Z';

let desk: LedgerDesk;
const types = async () => (await journaled(desk, JOURNAL)).map(({ type }) => type);
beforeEach(async () => {
  desk = await senseyDesk();
});

describe('an outage', () => {
  it('is recorded once, however often it is sent, and told to the world', async () => {
    expect(await recordOutage(desk, PLATFORM, outage('o1', START, END))).toBe('added');
    expect(await recordOutage(desk, PLATFORM, outage('o1', START, END))).toBe('unchanged');
    expect(await types()).toEqual(['sla.outage.recorded.v1', 'sla.outage.started.v1', 'sla.outage.ended.v1']);
  });

  it('that is open is closed later, and its end is told then', async () => {
    await recordOutage(desk, PLATFORM, outage('o1', START, undefined));
    expect(await recordOutage(desk, PLATFORM, outage('o1', START, END))).toBe('changed');
    expect(await types()).toEqual([
      'sla.outage.recorded.v1',
      'sla.outage.started.v1',
      'sla.outage.recorded.v1',
      'sla.outage.ended.v1',
    ]);
  });

  it('that is corrected stays in the journal as it was', async () => {
    await recordOutage(desk, PLATFORM, outage('o1', START, END));
    const right = outage('o1', START, '2026-03-05T14:00:00Z');
    expect(await recordOutage(desk, PLATFORM, right)).toBe('changed');
    const entries = await journaled(desk, JOURNAL);
    expect(entries.at(3)?.data).toMatchObject({ before: { end: Date.parse(END) }, outage: { end: right.end } });
    expect((await readDowntime(desk, PLATFORM, '2026-03')).outages).toEqual([right]);
  });

  it.each([
    ['that begins after now', outage('o1', '2026-04-10T08:00:00.001Z', undefined), /start in the future/],
    ['that ends after now', outage('o1', START, '2026-04-10T08:00:00.001Z'), /end in the future.*leave the end out/],
  ])('%s is refused, and nothing is written', async (_, record, says) => {
    await expect(recordOutage(desk, PLATFORM, record)).rejects.toThrow(says);
    expect(await types()).toEqual([]);
  });

  it('that ends at this very moment is taken', async () => {
    expect(await recordOutage(desk, PLATFORM, outage('o1', START, '2026-04-10T08:00:00Z'))).toBe('added');
  });

  it.each([
    ['contract', { contractRef: 'nobody', serviceRef: 'platform' }, /no contract "nobody"/],
    ['service', { contractRef: 'demo-sensey', serviceRef: 'mail' }, /no service "mail"/],
  ])('of an unknown %s is refused', async (_, service, says) => {
    await expect(recordOutage(desk, service, outage('o1', START, END))).rejects.toThrow(says);
  });

  it('of a service that came with a later version of the contract is taken', async () => {
    const [first] = DEMO_SENSEY.services as [Contract['services'][number]];
    const services = [first, { ...first, ref: 'mail' }];
    await desk.contracts.saveContract({ ...DEMO_SENSEY, version: 2, effectiveFrom: '2026-04-01', services }, []);
    const mail = { ...PLATFORM, serviceRef: 'mail' };
    expect(await recordOutage(desk, mail, outage('o1', '2026-04-05T13:00:00Z', '2026-04-05T14:00:00Z'))).toBe('added');
  });
});

describe('a decision', () => {
  const decision = {
    id: 'e1',
    ground: 'attack',
    start: Date.parse(START),
    end: Date.parse(END),
    decidedBy: 'Wim',
    reason: 'a flood from abroad',
  } as const;

  it('is the same one when it is sent again later', async () => {
    expect(await decideExclusion(desk, PLATFORM, decision)).toBe('added');
    desk.now += 3_600_000;
    expect(await decideExclusion(desk, PLATFORM, decision)).toBe('unchanged');
    expect(await types()).toEqual(['sla.exclusion.decided.v1']);
  });

  it('on a ground the contract does not know is refused with those it knows', async () => {
    const refused = decideExclusion(desk, PLATFORM, { ...decision, ground: 'security-switch-off' });
    await expect(refused).rejects.toThrow(/knows no exclusion on the ground "security-switch-off"; it knows .*attack/);
    expect(await types()).toEqual([]);
  });

  it('about planned maintenance is refused: the announcement excludes it', async () => {
    const refused = decideExclusion(desk, PLATFORM, { ...decision, ground: 'planned-maintenance' });
    await expect(refused).rejects.toThrow(/record the announcement/);
  });

  it('that says something else under the same id is refused', async () => {
    await decideExclusion(desk, PLATFORM, decision);
    await expect(decideExclusion(desk, PLATFORM, { ...decision, reason: 'another' })).rejects.toThrow(/e1/);
  });
});

describe('an announcement', () => {
  const announced = (at: number) => ({
    id: 'a1',
    start: Date.parse('2026-04-20T00:00:00Z'),
    end: Date.parse('2026-04-20T02:00:00Z'),
    sent: [{ channel: 'email', at }],
  });

  it('is recorded once, though the maintenance is yet to come', async () => {
    expect(await announceMaintenance(desk, PLATFORM, announced(desk.now))).toBe('added');
    expect(await announceMaintenance(desk, PLATFORM, announced(desk.now))).toBe('unchanged');
    expect(await types()).toEqual(['sla.maintenance.announced.v1']);
  });

  it('that has not been sent yet is refused: it would be proof of nothing', async () => {
    await expect(announceMaintenance(desk, PLATFORM, announced(desk.now + 1))).rejects.toThrow(/email has not been/);
  });

  it('never changes', async () => {
    await announceMaintenance(desk, PLATFORM, announced(desk.now));
    await expect(announceMaintenance(desk, PLATFORM, announced(desk.now - 86_400_000))).rejects.toThrow(/a1/);
  });
});
