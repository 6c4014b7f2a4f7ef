import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { proposeHolidays } from '../../shared/adapters/holidays/propose-holidays.ts';
import { assertActivatable } from '../../shared/domain/contract/activation.ts';
import type { Agreement, Ground } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { serviceTerms } from '../../shared/domain/contract/terms.ts';
import { PreconditionError } from '../../shared/domain/errors.ts';
import { incidentTerms } from '../../shared/domain/incident/terms.ts';
import { loadDocument } from '../../shared/schemas/document.ts';
import { lintFiles } from '../../shared/schemas/lint-files.ts';

const FOLDER = new URL('../../contracts/', import.meta.url);
const FILES = ['agreements', 'customers'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, FOLDER)).map((file) => {
    const name = `${folder}/${file}`;
    return { name, bytes: readFileSync(new URL(name, FOLDER)) };
  }),
);

const documents = FILES.map(({ name, bytes }) => loadDocument(bytes, name));
const agreements = documents.flatMap((document) => (document.kind === 'agreement' ? [document] : []));
const contracts = documents.flatMap((document) => (document.kind === 'contract' ? [document] : []));

function agreement(ref: string): Agreement {
  const found = agreements.find((candidate) => candidate.ref === ref);
  if (found === undefined) throw new Error(`there is no reference agreement ${ref}`);
  return found;
}

function contract(ref: string): Contract {
  const found = contracts.find((candidate) => candidate.ref === ref);
  if (found === undefined) throw new Error(`there is no reference contract ${ref}`);
  return found;
}

it('the linter finds nothing in them but the open questions of fellow', () => {
  const findings = lintFiles(FILES, Date.UTC(2027, 10, 30));
  expect(findings.map(({ file, rule, clause }) => [file, rule, clause])).toEqual([
    ['agreements/fellow.yaml', 'open-question', '§2 (Service Window)'],
    ['agreements/fellow.yaml', 'open-question', '§4.4'],
    ['agreements/fellow.yaml', 'open-question', '§6.2'],
  ]);
});

it('each begins with the line by which editors find its schema', () => {
  for (const { name, bytes } of FILES) {
    const kind = name.startsWith('agreements/') ? 'agreement' : 'contract';
    const first = bytes.toString('utf8').split('\n')[0];
    expect([name, first]).toEqual([name, `# yaml-language-server: $schema=../schemas/${kind}.schema.json`]);
  }
});

it('each customer can be activated and has terms for services and incidents', () => {
  expect(contracts.map(({ ref }) => ref).sort()).toEqual([
    'demo-24office',
    'demo-diploc',
    'demo-fellow',
    'demo-go2people',
    'demo-sensey',
  ]);
  for (const customer of contracts) {
    const under = agreement(customer.agreement.ref);
    expect(() => assertActivatable(under, customer)).not.toThrow();
    for (const { ref } of customer.services) expect(serviceTerms(under, customer, ref).service.ref).toBe(ref);
    expect(incidentTerms(customer, under).timeZone).toBe('Europe/Amsterdam');
  }
});

it('nothing can be activated under fellow as it stands', () => {
  const customer = { ...contract('demo-fellow'), agreement: { ref: 'fellow', version: 1 } };
  expect(() => assertActivatable(agreement('fellow'), customer)).toThrow(PreconditionError);
  expect(() => assertActivatable(agreement('fellow'), customer)).toThrow(/§2 \(Service Window\).*§4\.4.*§6\.2/);
});

it('diploc waits for the customer’s office hours, and for nothing else', () => {
  const { agreed: _, interpretations: __, ...without } = contract('demo-diploc');
  expect(() => assertActivatable(agreement('diploc'), without)).toThrow(/Support \(response\): .*kantooruren/);
});

describe('exclusions', () => {
  const rules = (ref: string, ground: Ground) =>
    (agreement(ref).exclusions ?? [])
      .filter((rule) => rule.ground === ground)
      .map(({ actsOn, notice, freeDuring, longerThan }) => ({
        actsOn,
        ...(notice !== undefined && { before: notice.before, channels: notice.channels }),
        ...(freeDuring !== undefined && { freeDuring }),
        ...(longerThan !== undefined && { longerThan }),
      }));
  const of = (ground: Ground) =>
    ['go2people', '24office', 'diploc', 'fellow', 'sensey'].map((ref) => rules(ref, ground));
  const availability = { actsOn: ['availability'] };

  it('planned maintenance: announced; 5 days on two channels or in window 2; 48 hours', () => {
    expect(of('planned-maintenance')).toEqual([
      [{ actsOn: [], before: undefined, channels: ['email'] }],
      [],
      [{ ...availability, before: undefined, channels: ['email'] }],
      [
        {
          actsOn: ['availability', 'resolution'],
          before: '5 days',
          channels: ['email', 'twitter'],
          freeDuring: 'service-window-2',
        },
      ],
      [{ ...availability, before: '48 hours', channels: ['email'] }],
    ]);
  });

  it('emergency maintenance: excluded by diploc alone', () => {
    expect(of('emergency-maintenance')).toEqual([[], [], [availability], [], []]);
  });

  it('third-party power: beyond control; excluded; resolution only when longer than 4 hours; excluded', () => {
    const fellow = { actsOn: ['resolution'], longerThan: '4 hours' };
    expect(of('third-party-power')).toEqual([[], [{ actsOn: [] }], [availability], [fellow], [availability]]);
  });

  it('attack: excluded by diploc and sensey', () => {
    expect(of('attack')).toEqual([[], [], [availability], [], [availability]]);
  });

  it('fellow: beyond planned maintenance, resolution clocks alone', () => {
    const others = (agreement('fellow').exclusions ?? []).filter(({ ground }) => ground !== 'planned-maintenance');
    expect(others.map(({ actsOn }) => actsOn)).toEqual(others.map(() => ['resolution']));
  });

  it('fellow filled in says the same as fellow', () => {
    const [example, text] = [agreement('fellow-example'), agreement('fellow')];
    expect(example.exclusions).toEqual(text.exclusions);
    expect(example.availability).toEqual(text.availability);
    expect(example.duties).toEqual(text.duties);
    expect(example.interpretations).toEqual(expect.arrayContaining([...(text.interpretations ?? [])]));
  });
});

describe('targets', () => {
  const targets = (ref: string) =>
    (agreement(ref).support?.priorities ?? []).map(({ ref: priority, response, resolution }) => [
      priority,
      ...[response, resolution].map((rule) => (rule === undefined ? null : `${rule.kind} ${rule.within}`)),
    ]);

  it('go2people: the clock for hoog, working hours and days for the rest, geen by agreement', () => {
    expect(targets('go2people')).toEqual([
      ['hoog', 'guarantee 1 hour', 'guarantee 8 hours'],
      ['neutraal', 'guarantee 8 business hours', 'guarantee 16 business hours'],
      ['laag', 'guarantee 8 business hours', 'guarantee 5 business days'],
      ['geen', 'guarantee by agreement', 'guarantee by agreement'],
    ]);
    expect(agreement('go2people').calendars?.['kantooruren']?.hours.mon).toEqual([['09:00', '17:30']]);
  });

  it('sensey: responses guaranteed, resolutions aims, office hours for laag’s response alone', () => {
    expect(targets('sensey')).toEqual([
      ['kritiek', 'guarantee 15 minutes', 'best-effort 4 hours'],
      ['hoog', 'guarantee 1 hour', 'best-effort 8 hours'],
      ['medium', 'guarantee 4 hours', 'best-effort 24 hours'],
      ['laag', 'guarantee 8 business hours', 'best-effort 72 hours'],
    ]);
    expect(agreement('sensey').calendars?.['kantooruren']?.hours.fri).toEqual([['09:00', '17:00']]);
  });

  it('diploc: 4 office hours; 24office: none; fellow: none that the text contains', () => {
    expect(targets('diploc')).toEqual([['support', 'guarantee 4 business hours', null]]);
    expect(targets('24office')).toEqual([]);
    expect(targets('fellow')).toEqual([]);
  });

  it('fellow: from a correct report to the start of work and to a workaround', () => {
    expect(agreement('fellow').support).toMatchObject({
      responseStopsAt: 'start-of-work',
      resolutionStopsAt: 'workaround',
      resolutionStartsAt: 'report',
      correctReport: { clause: '§5.3' },
    });
  });
});

describe('availability and credits', () => {
  it.each([
    ['go2people', undefined],
    ['24office', { target: '99.9', scope: 'any-user' }],
    ['diploc', { scope: 'any-user', minimumOutage: { longerThan: '15 minutes', counts: 'whole' } }],
    ['fellow', { target: '99.9', scope: 'all-users', formula: { measures: 'unavailability' } }],
    ['sensey', { target: '99.9', scope: 'any-user' }],
  ])('%s', (ref, expected) => {
    const { availability } = agreement(ref);
    if (expected === undefined) expect(availability).toBeUndefined();
    else expect(availability).toMatchObject(expected);
  });

  it('24office: a mean of at most 50 ms', () => {
    expect(agreement('24office').latency).toMatchObject({ meanAtMostMs: 50, period: 'calendar-month' });
  });

  it('diploc: boundaries belong to the deeper band; capped at 40 % of the contract’s fee, refunded', () => {
    const { credits } = agreement('diploc');
    expect(credits?.bands.map(({ atOrBelow, above, percent }) => [atOrBelow, above, percent])).toEqual([
      ['99.5', '99.4', '10'],
      ['99.4', '99.3', '20'],
      ['99.3', '99.2', '30'],
      ['99.2', undefined, '40'],
    ]);
    expect(credits).toMatchObject({
      settlement: 'refund',
      caps: [{ per: 'month', percent: '40', of: 'contract-fee' }],
    });
  });

  it('sensey: boundaries belong to the milder band; on the next invoice', () => {
    const { credits } = agreement('sensey');
    expect(credits?.bands.map(({ below, atLeast, percent }) => [below, atLeast, percent])).toEqual([
      ['99.9', '99.0', '10'],
      ['99.0', '98.0', '25'],
      ['98.0', undefined, '50'],
    ]);
    expect(credits?.settlement).toBe('next-invoice');
  });

  it('the others promise no credits', () => {
    for (const ref of ['go2people', '24office', 'fellow']) expect(agreement(ref).credits).toBeUndefined();
  });
});

it('holidays are the Dutch public ones of three years, and 5 May in 2025', () => {
  const proposed = [2025, 2026, 2027].flatMap((year) => proposeHolidays('NL', year).map(({ date }) => date));
  const expected = [...proposed, '2025-05-05'].sort();
  const calendars = documents.flatMap((document) =>
    Object.entries((document.kind === 'agreement' ? document.calendars : document.agreed?.calendars) ?? {}),
  );
  expect(calendars.map(([name]) => name).sort()).toEqual(
    [...Array<string>(5).fill('kantooruren'), 'service-window-1', 'service-window-2'].sort(),
  );
  for (const [name, { holidays, holidayYears }] of calendars) {
    if (name === 'service-window-2') expect(holidayYears).toBe('none');
    else expect([name, holidays, holidayYears]).toEqual([name, expected, [2025, 2026, 2027]]);
  }
});

describe('customers', () => {
  it.each([
    ['demo-diploc', 'web', '249.00', 'records'],
    ['demo-sensey', 'platform', '499.00', 'records'],
  ])('%s', (ref, service, fee, measuredBy) => {
    expect(contract(ref)).toMatchObject({ effectiveFrom: '2025-01-01', startsOn: '2025-01-01', currency: 'EUR' });
    expect(contract(ref).services).toMatchObject([
      { ref: service, fee, measuredBy, environment: 'production', vat: { category: 'S', rate: '21' } },
    ]);
  });

  it('demo-diploc has an invoice for every month of 2025', () => {
    const months = Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}`);
    expect(contract('demo-diploc').invoices?.map(({ month }) => month)).toEqual(months);
  });

  it.each([
    ['demo-go2people', 'kantooruren', 'supportteam', 'wachtdienst'],
    ['demo-fellow', 'service-window-1', 'supportdesk', 'noodnummer'],
  ])('%s rings somebody else outside office hours', (ref, calendar, inside, outside) => {
    const routes = contract(ref).routing?.map((rule) => [rule.calendar, rule.when, rule.contacts[0]]);
    expect(routes).toEqual([
      [calendar, 'open', inside],
      [calendar, 'closed', outside],
    ]);
  });
});
