import { describe, expect, it } from 'vitest';
import { assertActivatable, unansweredQuestions } from '../../../../../shared/domain/contract/activation.ts';
import type { Agreement } from '../../../../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../../../../shared/domain/contract/contract.ts';
import { lintAgreement, lintContract } from '../../../../../shared/domain/contract/lint/lint.ts';
import { PreconditionError } from '../../../../../shared/domain/errors.ts';
import { agreementWith, BANDS, contractWith, creditsWith, OFFICE, SUPPORT } from './agreement-with.ts';

const ASOF = Date.UTC(2026, 5, 1);

function found(contract: Partial<Contract>, agreement: Partial<Agreement> = {}, asOf = ASOF): readonly string[] {
  const findings = lintContract(contractWith(contract), agreementWith(agreement), asOf);
  return findings.map(({ rule, path }) => `${rule} ${path.join('.')}`);
}

const answer = (clause: string) => [
  { clause, question: 'What?', reading: 'That.', decidedBy: 'both', decidedOn: '2025-01-01' },
];

it('finds nothing in a contract without a fault', () => {
  expect(found({})).toEqual([]);
});

it('does not repeat what is wrong with the agreement itself', () => {
  expect(found({}, { exclusions: [{ ground: 'planned-maintenance', clause: '3', actsOn: ['availability'] }] })).toEqual(
    [],
  );
});

it('finds faults of sections agreed individually where they stand', () => {
  const credits = creditsWith([{ clause: '6', below: '99.5', percent: '10' }]);
  expect(found({ agreed: { credits } })).toEqual(['band-target agreed.credits.bands.0']);
});

it('finds what an individual section takes away from the rest of the agreement, where the agreement is named', () => {
  expect(found({ agreed: { calendars: { desk: OFFICE } } })).toEqual(['calendar-undefined agreement']);
});

it('asks for the holidays of the years the contract covers, no more', () => {
  const in2028 = Date.UTC(2028, 0, 1);
  const agreed = { calendars: { office: OFFICE } };
  expect(found({ agreed }, {}, in2028)).toEqual(['holidays-missing agreed.calendars.office.holidayYears']);
  expect(found({ agreed, endsBefore: '2027-01-01' }, {}, in2028)).toEqual([]);
  expect(found({ agreed, endsBefore: '2027-01-02' }, {}, in2028)).toEqual([
    'holidays-missing agreed.calendars.office.holidayYears',
  ]);
});

it('compares caps on the whole contract where there is one service', () => {
  const credits = creditsWith(BANDS, { caps: [{ clause: '7', per: 'month', percent: '5', of: 'contract-fee' }] });
  expect(found({}, { credits })).toEqual(['cap-below-lowest-band agreement']);
  const [web] = contractWith().services;
  if (web === undefined) throw new Error('the fixture has a service');
  expect(found({ services: [web, { ...web, ref: 'mail' }] }, { credits })).toEqual([]);
});

it.each<[string, Partial<Contract>, readonly string[]]>([
  ['an effective date inside a month', { effectiveFrom: '2025-03-02' }, ['effective-date effectiveFrom']],
  ['a start inside a month is fine', { startsOn: '2025-03-02' }, []],
  ['a version before its agreement', { effectiveFrom: '2024-12-01' }, ['effective-date effectiveFrom']],
  ['another version of the agreement', { agreement: { ref: 'example', version: 2 } }, ['reference-unknown agreement']],
  [
    'a route for a priority that is not there',
    { routing: [{ priorities: ['high', 'urgent'], contacts: ['desk'] }] },
    ['reference-unknown routing.0.priorities.1'],
  ],
  [
    'a route by a calendar that is not there',
    {
      routing: [
        { calendar: 'office', when: 'open', contacts: ['desk'] },
        { calendar: 'nights', contacts: ['desk'] },
      ],
    },
    ['calendar-undefined routing.1.calendar'],
  ],
])('%s', (_, contract, expected) => {
  expect(found(contract)).toEqual(expected);
});

it('looks at the date alone where the agreement is not at hand', () => {
  const contract = contractWith({ effectiveFrom: '2025-01-02', agreed: { calendars: {} } });
  expect(lintContract(contract, undefined, ASOF).map(({ rule }) => rule)).toEqual(['effective-date']);
});

describe('open questions', () => {
  const openQuestions = [{ clause: '4', question: 'When is the office open?', affects: ['response'] }] as const;
  const office = { clause: '4.2', kind: 'guarantee', within: '4 business hours', calendar: 'office' } as const;
  const support = { ...SUPPORT, priorities: SUPPORT.priorities.map((rule) => ({ ...rule, response: office })) };

  it('are found while a promised figure depends on them', () => {
    expect(lintAgreement(agreementWith({ openQuestions }), ASOF)).toEqual([
      expect.objectContaining({ rule: 'open-question', path: ['openQuestions', 0], clause: '4' }),
    ]);
    expect(found({}, { openQuestions })).toEqual(['open-question agreement']);
    expect(found({ openQuestions })).toEqual(['open-question openQuestions.0']);
  });

  it('are closed by an interpretation of the same clause, and of no other', () => {
    expect(found({ interpretations: answer('4') }, { openQuestions })).toEqual([]);
    expect(found({ interpretations: answer('4.2') }, { openQuestions })).toEqual(['open-question agreement']);
  });

  it('hold up nothing when no figure, or none that is promised, depends on them', () => {
    expect(found({}, { openQuestions: [{ clause: '9', question: 'Who?', affects: [] }] })).toEqual([]);
    expect(found({}, { openQuestions: [{ clause: '9', question: 'How fast?', affects: ['latency'] }] })).toEqual([]);
  });

  it('about a calendar left to the contracts hold up the contract that does not define it, not the agreement', () => {
    const agreement = agreementWith({ calendars: {}, support: { ...support, clause: '4' }, openQuestions });
    const rules = lintAgreement(agreement, ASOF).map(({ rule }) => rule);
    expect(rules).not.toContain('open-question');
    expect(() => assertActivatable(agreement)).not.toThrow();
    expect(() => assertActivatable(agreement, contractWith())).toThrow(PreconditionError);
    const closed = contractWith({ agreed: { calendars: { office: OFFICE } }, interpretations: answer('4') });
    expect(lintContract(closed, agreement, ASOF)).toEqual([]);
    expect(() => assertActivatable(agreement, closed)).not.toThrow();
  });

  it('refuse activation in words that carry clause, figure and question', () => {
    const agreement = agreementWith({ openQuestions });
    expect(() => assertActivatable(agreement)).toThrow('4 (response): When is the office open?');
    expect(() => assertActivatable(agreement, contractWith())).toThrow('contract customer cannot be activated');
    expect(unansweredQuestions(agreement, contractWith({ interpretations: answer('4') }))).toEqual([]);
  });

  it('about missing priorities hold up response and resolution', () => {
    const none = { ...SUPPORT, priorities: [] };
    expect(found({}, { support: none, openQuestions })).toEqual(['open-question agreement']);
  });
});
