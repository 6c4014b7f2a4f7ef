import { describe, expect, it } from 'vitest';
import { serviceTerms, versionInForce } from '../../../../shared/domain/contract/terms.ts';
import { contractUnder, DIPLOC, SENSEY } from '../statement/agreements.ts';

describe('terms of a service', () => {
  it('take the sections of the agreement, and the contract where something was agreed individually', () => {
    const credits = { ...DIPLOC.credits, settlement: 'next-invoice' } as NonNullable<typeof DIPLOC.credits>;
    const terms = serviceTerms(DIPLOC, contractUnder(DIPLOC, { agreed: { credits } }), 'web');
    expect(terms.credits?.settlement).toBe('next-invoice');
    expect(terms.availability).toEqual(DIPLOC.availability);
  });

  it('an environment that is not promised carries no availability and no credits', () => {
    const [web] = contractUnder(SENSEY).services;
    const contract = contractUnder(SENSEY, {
      services: [{ ...(web as NonNullable<typeof web>), environment: 'beta' }],
    });
    const terms = serviceTerms(SENSEY, contract, 'web');
    expect(terms.availability).toBeUndefined();
    expect(terms.credits).toBeUndefined();
  });

  it('bring the calendars they refer to, and only those', () => {
    const calendar = { clause: '5', hours: { mon: [['09:00', '17:00']] } } as const;
    const agreement = {
      ...SENSEY,
      calendars: { office: calendar, other: calendar },
      availability: { ...SENSEY.availability, during: 'office' } as NonNullable<typeof SENSEY.availability>,
    };
    expect(serviceTerms(agreement, contractUnder(agreement), 'web').calendars).toEqual({ office: calendar });
    const { calendars: _, ...without } = agreement;
    expect(() => serviceTerms(without, contractUnder(without), 'web')).toThrow(/"office" is not defined/);
  });

  it('name the fees of the whole contract', () => {
    const [web] = contractUnder(SENSEY).services;
    const mail = { ...(web as NonNullable<typeof web>), ref: 'mail', fee: '10.00' };
    const contract = contractUnder(SENSEY, { services: [web as NonNullable<typeof web>, mail] });
    expect(serviceTerms(SENSEY, contract, 'mail').fees).toEqual([
      { serviceRef: 'web', fee: '249.00' },
      { serviceRef: 'mail', fee: '10.00' },
    ]);
  });

  it('are refused for an unknown service and for another agreement', () => {
    expect(() => serviceTerms(SENSEY, contractUnder(SENSEY), 'shop')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    expect(() => serviceTerms(DIPLOC, contractUnder(SENSEY), 'web')).toThrow(
      expect.objectContaining({ code: 'PRECONDITION' }),
    );
  });
});

describe('the version in force', () => {
  const versions = [
    { version: 1, effectiveFrom: '2025-01-01' },
    { version: 3, effectiveFrom: '2026-04-01' },
    { version: 2, effectiveFrom: '2026-04-01' },
  ];
  it.each([
    ['2024-12', undefined],
    ['2025-01', 1],
    ['2026-03', 1],
    ['2026-04', 3],
    ['2030-01', 3],
  ])('P23: %s is judged by version %s for ever', (month, version) => {
    expect(versionInForce(versions, month)?.version).toBe(version);
  });
});
