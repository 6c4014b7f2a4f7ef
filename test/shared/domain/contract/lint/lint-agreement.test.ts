import { describe, expect, it } from 'vitest';
import type { Agreement, AvailabilityRule, CreditBand } from '../../../../../shared/domain/contract/agreement.ts';
import { lintAgreement } from '../../../../../shared/domain/contract/lint/lint.ts';
import { agreementWith, BANDS, creditsWith, OFFICE, SUPPORT } from './agreement-with.ts';

const ASOF = Date.UTC(2026, 5, 1);

function found(more: Partial<Agreement>, asOf = ASOF): readonly string[] {
  return lintAgreement(agreementWith(more), asOf).map(({ rule, path }) => `${rule} ${path.join('.')}`.trim());
}

const read = (clause: string) => [
  { clause, question: 'How is it read?', reading: 'So.', decidedBy: 'somebody', decidedOn: '2025-01-01' },
];
const asked = (clause: string, affects: 'response'[] = []) => [{ clause, question: 'What?', affects }];

it('finds nothing in an agreement without a fault', () => {
  expect(found({})).toEqual([]);
});

it('reports all faults at once, each with its clause where it has one', () => {
  const findings = lintAgreement(
    agreementWith({ effectiveFrom: '2025-01-15', timeZone: 'CET', support: { ...SUPPORT, priorities: [] } }),
    ASOF,
  );
  expect(findings.map(({ rule, clause }) => [rule, clause])).toEqual([
    ['effective-date', undefined],
    ['time-zone', undefined],
    ['priority-without-targets', '4'],
  ]);
});

describe('bands', () => {
  const band = (percent: string, ends: Partial<CreditBand>): CreditBand => ({ clause: '6', percent, ...ends });
  const inBands = (...bands: readonly CreditBand[]) => found({ credits: creditsWith(bands) });

  it.each<[string, readonly CreditBand[], readonly string[]]>([
    ['that meet, each boundary with one owner, are fine', BANDS, []],
    ['in any order are fine', [band('25', { below: '99.0' }), band('10', { below: '99.9', atLeast: '99.0' })], []],
    [
      'with an upper end that nobody owns',
      [band('10', { below: '99.9' }), band('25', {})],
      ['band-boundary credits.bands.1'],
    ],
    [
      'with both kinds of upper end',
      [band('10', { below: '99.9', atOrBelow: '99.9' })],
      ['band-boundary credits.bands.0'],
    ],
    [
      'whose boundary belongs to neither of two',
      [band('10', { below: '99.9', above: '99.0' }), band('25', { below: '99.0' })],
      ['band-boundary credits.bands.0'],
    ],
    [
      'whose boundary belongs to both of two',
      [band('10', { below: '99.9', atLeast: '99.0' }), band('25', { atOrBelow: '99.0' })],
      ['band-boundary credits.bands.0'],
    ],
    [
      'with a gap of a millionth of a percent',
      [band('10', { below: '99.9', atLeast: '99.000001' }), band('25', { below: '99.0' })],
      ['band-gap credits.bands.0'],
    ],
    ['of which the last ends above zero', [band('10', { below: '99.9', atLeast: '98' })], ['band-gap credits.bands.0']],
    ['of which the last ends at zero and owns it are fine', [band('10', { below: '99.9', atLeast: '0' })], []],
    ['with nothing between their ends', [band('10', { below: '99.9', atLeast: '99.9' })], ['band-gap credits.bands.0']],
    [
      'that reach into the next',
      [band('10', { below: '99.9', atLeast: '98.9' }), band('25', { below: '99.0' })],
      ['band-overlap credits.bands.0'],
    ],
    [
      'with one upper end twice',
      [band('10', { below: '99.9' }), band('25', { below: '99.9' })],
      ['band-overlap credits.bands.1'],
    ],
    [
      'that credit no more for less',
      [band('25', { below: '99.9' }), band('25', { below: '99.0' })],
      ['band-growth credits.bands.1'],
    ],
    ['that credit nothing', [band('0', { below: '99.9' })], ['band-growth credits.bands.0']],
    ['that begin under the target', [band('10', { below: '99.8' })], ['band-target credits.bands.0']],
    ['that begin above the target', [band('10', { below: '99.95' })], ['band-target credits.bands.0']],
    ['that credit the target itself', [band('10', { atOrBelow: '99.9' })], ['band-target credits.bands.0']],
  ])('%s', (_, bands, expected) => {
    const caps = inBands(...bands).filter((text) => !text.startsWith('cap'));
    expect(caps).toEqual(expected);
  });

  it('need an availability to stand on, but no target of its own', () => {
    const { availability: _, ...without } = agreementWith();
    expect(lintAgreement(without, ASOF).map(({ rule }) => rule)).toEqual(['band-without-availability']);
    const { target: __, ...bandsOnly } = agreementWith().availability as AvailabilityRule;
    expect(found({ availability: bandsOnly })).toEqual([]);
    const { credits: ___, ...unpaid } = agreementWith({ availability: bandsOnly });
    expect(lintAgreement(unpaid, ASOF).map(({ rule, clause }) => [rule, clause])).toEqual([
      ['availability-without-target', '2'],
    ]);
  });

  it('that begin late or do not grow are settled by an interpretation of their clause', () => {
    const credits = creditsWith([{ clause: '6', atOrBelow: '99.9', percent: '10' }], { caps: [] });
    expect(found({ credits })).toEqual(['band-target credits.bands.0']);
    expect(found({ credits, interpretations: read('6') })).toEqual([]);
    expect(found({ credits, interpretations: read('6.1') })).toEqual(['band-target credits.bands.0']);
    const flat = creditsWith([band('10', { below: '99.9' }), band('10', { below: '99.0' })], { caps: [] });
    expect(found({ credits: flat, interpretations: read('6') })).toEqual([]);
  });

  it.each<[string, readonly CreditBand[]]>([
    ['band-gap', [band('10', { below: '99.9', atLeast: '99.5' }), band('25', { below: '99.0' })]],
    ['band-overlap', [band('10', { below: '99.9', atLeast: '98.0' }), band('25', { below: '99.0' })]],
    ['band-boundary', [band('10', { below: '99.9', above: '99.0' }), band('25', { below: '99.0' })]],
  ])('%s: no interpretation settles what the bands themselves must say', (rule, bands) => {
    const credits = creditsWith(bands, { caps: [] });
    expect(found({ credits, interpretations: read('6') })).toEqual([`${rule} credits.bands.0`]);
  });
});

describe('caps', () => {
  const capped = (percent: string, of: 'service-fee' | 'contract-fee', base: 'service-fee' | 'contract-fee') =>
    found({ credits: creditsWith(BANDS, { base, caps: [{ clause: '7', per: 'month', percent, of }] }) });

  it('under the credit of the lowest band are found, on it they are fine', () => {
    expect(capped('24.999999', 'service-fee', 'service-fee')).toEqual(['cap-below-lowest-band credits.caps.0.percent']);
    expect(capped('25', 'service-fee', 'service-fee')).toEqual([]);
  });

  it.each([
    ['9.999999', 'no credit is ever paid in full'],
    ['10', 'that credit is never paid in full'],
  ])('of %s %%: %s', (percent, effect) => {
    const caps = [{ clause: '7', per: 'month', percent, of: 'service-fee' }] as const;
    const [finding] = lintAgreement(agreementWith({ credits: creditsWith(BANDS, { caps }) }), ASOF);
    expect(finding?.message).toContain(`lies under the lowest band, which credits 25 %; ${effect}`);
  });

  it('on the larger fee are not compared with credits on the smaller one', () => {
    expect(capped('5', 'contract-fee', 'service-fee')).toEqual([]);
    expect(capped('5', 'service-fee', 'contract-fee')).toEqual(['cap-below-lowest-band credits.caps.0.percent']);
  });
});

describe('wording', () => {
  const availability = agreementWith().availability as AvailabilityRule;
  const formula = (measures: 'availability' | 'unavailability') =>
    ({ availability: { ...availability, formula: { clause: '2.1', text: 'downtime / total', measures } } }) as const;
  const constant = (minutes: number, target = '99.9') => ({
    availability: { ...availability, target, statedConstants: [{ clause: '2.2', text: '43 minutes', minutes }] },
    credits: creditsWith([{ clause: '6', below: target, percent: '10' }], { caps: [] }),
  });

  it('finds a formula that measures unavailability, until somebody decides how it is read', () => {
    expect(found(formula('unavailability'))).toEqual(['formula-inverted availability.formula']);
    expect(found({ ...formula('unavailability'), interpretations: read('2.1') })).toEqual([]);
    expect(found(formula('availability'))).toEqual([]);
  });

  it('finds 43 minutes, which 99.9 % leaves in a month of 30 days alone', () => {
    const [finding] = lintAgreement(agreementWith(constant(43)), ASOF);
    expect(finding?.rule).toBe('stated-constant');
    expect(finding?.severity).toBe('warning');
    expect(finding?.message).toContain(
      '40.32 min in 28 days, 41.76 min in 29 days, 43.20 min in 30 days, 44.64 min in 31 days',
    );
    expect(found({ ...constant(43), interpretations: read('2.2') })).toEqual([]);
  });

  it('lets a constant stand that holds in every month', () => {
    expect(found(constant(0, '99.999'))).toEqual([]);
  });
});

describe('notices', () => {
  it.each([
    [
      'planned maintenance without a notice',
      { ground: 'planned-maintenance' },
      ['notice-without-channels exclusions.0'],
    ],
    [
      'a notice without channels',
      { ground: 'force-majeure', notice: { channels: [] } },
      ['notice-without-channels exclusions.0.notice.channels'],
    ],
    ['a notice with a channel is fine', { ground: 'planned-maintenance', notice: { channels: ['email'] } }, []],
    ['another ground needs no notice', { ground: 'attack' }, []],
  ] as const)('%s', (_, rule, expected) => {
    const exclusions = [{ clause: '3', actsOn: ['availability'], ...rule }] as const;
    expect(found({ exclusions })).toEqual(expected);
    expect(found({ exclusions, interpretations: read('3') })).toEqual(expected);
    expect(found({ exclusions, openQuestions: asked('3') })).toEqual([]);
  });
});

describe('priorities', () => {
  const high = SUPPORT.priorities[0] as (typeof SUPPORT.priorities)[number];
  const { response: _, resolution: __, ...bare } = high;

  it('without a target are found, unless the hole stands among the open questions', () => {
    const support = { ...SUPPORT, priorities: [bare] };
    expect(found({ support })).toEqual(['priority-without-targets support.priorities.0']);
    expect(found({ support, openQuestions: asked('4.1') })).toEqual([]);
    expect(found({ support, interpretations: read('4.1') })).toEqual(['priority-without-targets support.priorities.0']);
  });

  it('by agreement have a target', () => {
    const byAgreement = { ...bare, response: { clause: '4.2', kind: 'guarantee', within: 'by agreement' } } as const;
    expect(found({ support: { ...SUPPORT, priorities: [byAgreement] } })).toEqual([]);
  });

  it('must be there, and each once', () => {
    expect(found({ support: { ...SUPPORT, priorities: [] } })).toEqual(['priority-without-targets support.priorities']);
    expect(found({ support: { ...SUPPORT, priorities: [high, high] } })).toEqual([
      'duplicate-ref support.priorities.1.ref',
    ]);
  });
});

describe('calendars', () => {
  const availability = agreementWith().availability as AvailabilityRule;

  it('that are named must be defined', () => {
    expect(found({ calendars: {}, availability: { ...availability, during: 'nights' } })).toEqual([
      'calendar-undefined availability.during',
      'calendar-undefined support.priorities.0.resolution.calendar',
    ]);
    const exclusions = agreementWith().exclusions?.map((rule) => ({ ...rule, freeDuring: 'window-2' })) ?? [];
    expect(found({ exclusions })).toEqual(['calendar-undefined exclusions.0.freeDuring']);
  });

  it('must be named by targets in business time', () => {
    const [high] = SUPPORT.priorities;
    if (high === undefined) throw new Error('the fixture has a priority');
    const resolution = { clause: '4.3', kind: 'guarantee', within: '5 business days' } as const;
    expect(found({ support: { ...SUPPORT, priorities: [{ ...high, resolution }] } })).toEqual([
      'calendar-undefined support.priorities.0.resolution',
    ]);
  });

  it('may be left to the contracts where the hole stands among the open questions', () => {
    expect(found({ calendars: {}, openQuestions: asked('4.3') })).toEqual([]);
    const [high] = SUPPORT.priorities;
    if (high === undefined) throw new Error('the fixture has a priority');
    const unnamed = { clause: '4.3', kind: 'guarantee', within: '8 business hours' } as const;
    const support = { ...SUPPORT, priorities: [{ ...high, resolution: unnamed }] };
    expect(found({ support, openQuestions: asked('4.3') })).toEqual([
      'calendar-undefined support.priorities.0.resolution',
    ]);
  });

  it.each<[string, Partial<typeof OFFICE> | { holidayYears?: unknown; holidays?: unknown }, number, readonly string[]]>(
    [
      ['complete to the year looked from', {}, Date.UTC(2026, 10, 30), []],
      ['not complete for the next year in December', {}, Date.UTC(2026, 11, 1), ['calendars.office.holidayYears']],
      ['a year without a single date', { holidays: ['2025-12-25'] }, ASOF, ['calendars.office.holidayYears']],
      ['no years at all', { holidayYears: undefined }, ASOF, ['calendars.office']],
      ['none, because the hours run through them', { holidayYears: 'none', holidays: undefined }, ASOF, []],
    ],
  )('holidays: %s', (_, change, asOf, paths) => {
    const office = Object.fromEntries(
      Object.entries({ ...OFFICE, ...change }).filter(([, value]) => value !== undefined),
    );
    const more = { calendars: { office } } as unknown as Partial<Agreement>;
    expect(found(more, asOf)).toEqual(paths.map((path) => `holidays-missing ${path}`));
  });
});

it('a version takes effect on the first of a month', () => {
  expect(found({ effectiveFrom: '2025-02-02' })).toEqual(['effective-date effectiveFrom']);
  expect(found({ effectiveFrom: '2025-02-01' })).toEqual([]);
});

it('a zone is a region, not an abbreviation', () => {
  expect(found({ timeZone: 'CET' })).toEqual(['time-zone timeZone']);
});
