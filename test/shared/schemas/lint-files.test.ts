import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../../shared/domain/errors.ts';
import { loadDocument } from '../../../shared/schemas/document.ts';
import { lintFiles } from '../../../shared/schemas/lint-files.ts';

const ASOF = Date.UTC(2026, 10, 20);
const read = (path: string) => readFileSync(new URL(`../../../contracts/${path}.yaml`, import.meta.url), 'utf8');
const SENSEY = read('agreements/sensey');
const CUSTOMER = read('customers/demo-sensey');

/** The text with one place changed; the place must be there. */
function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`"${from}" is not in the text`);
  return text.replace(from, to);
}

function lint(files: Readonly<Record<string, string | Uint8Array>>) {
  const given = Object.entries(files).map(([name, text]) => ({
    name,
    bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  }));
  return lintFiles(given, ASOF);
}

/** Line of the first line that contains the text, counted from 1. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

describe('text that is no document', () => {
  it('not UTF-8: the byte is named, with its line', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('kind: agreement\nref: x'), 0xff, 0x0a]);
    expect(lint({ 'a.yaml': bytes })).toEqual([
      {
        file: 'a.yaml',
        line: 2,
        rule: 'yaml',
        severity: 'error',
        path: [],
        message: 'the file is not UTF-8 text: byte 22 is 0xff',
      },
    ]);
  });

  it('a character cut off at the end is not UTF-8 either', () => {
    const [finding] = lint({ 'a.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xe2, 0x82]) });
    expect(finding?.message).toMatch(/not UTF-8 text: byte [34] is/);
  });

  it.each([
    ['a key that stands there twice', 'kind: agreement\nref: x\n\nref: y\n', 4, 'the key "ref" stands there twice'],
    ['a list that does not close', 'kind: agreement\nref: [x\n', 3, 'not well-formed YAML'],
    ['two documents in one file', 'kind: agreement\n---\nkind: agreement\n', 2, 'a second document begins there'],
    ['an alias', 'kind: &k agreement\nref: *k\n', 2, 'aliases are not taken: *k'],
    ['a tag', 'kind: agreement\nholidays: !!binary aGk=\n', 2, 'tags are not taken: !!binary'],
    ['a list as a key', 'kind: agreement\n\n? [a, b]\n: 1\n', 3, 'a list or a map stands there as a key'],
    ['nothing', '', 1, 'expected object'],
    ['a list', '- kind: agreement\n', 1, 'expected object'],
    ['another kind', 'kind: invoice\n', 1, '"invoice" is not allowed; expected one of "agreement"|"contract"'],
    ['no kind', 'ref: x\n', 1, 'it is missing; expected one of "agreement"|"contract"'],
  ])('%s', (_, text, line, message) => {
    const findings = lint({ 'a.yaml': text });
    expect(findings.map((finding) => finding.line)).toContain(line);
    expect(findings.map((finding) => finding.message).join('\n')).toContain(message);
  });
});

describe('values that are not allowed, where they stand', () => {
  it.each([
    ['timeZone: Europe/Amsterdam', 'timeZone: CET', 'time-zone', '"CET" is an abbreviation'],
    ['target: "99.9"', 'target: "99.9000001"', 'value', '"99.9000001" is not a percentage'],
    ['target: "99.9"', 'target: 99.9', 'value', '99.9 is not allowed; expected string'],
    [
      '  excludedTime: stays',
      '  excludedTime: stay',
      'value',
      '"stay" is not allowed; expected one of "stays"|"leaves"',
    ],
    [
      'atLeast: "99.0"',
      'atleast: "99.0"',
      'unknown-key',
      'there is no "atleast" here; allowed are clause, below, atOrBelow',
    ],
    ['effectiveFrom: 2025-01-01', 'effectiveFrom: 2025-02-30', 'value', '2025-02-30 does not exist in the calendar'],
    ['fri: [["09:00", "17:00"]]', 'fri: [["17:00", "09:00"]]', 'value', 'does not close after it opens'],
    ['fri: [["09:00", "17:00"]]', 'fri: [["09:00", "13:00"], ["12:00", "17:00"]]', 'value', 'overlaps another one'],
    [
      '  kantooruren:',
      '  Kantoor uren:',
      'value',
      '"Kantoor uren" is not allowed as a name here; a name: small letters',
    ],
    ['      - 2026-12-26', '      - 2026-13-26', 'value', '2026-13-26'],
    ['before: 48 hours', 'before: 48', 'value', '48 is not allowed; expected string'],
    ['before: 48 hours', 'before: two days', 'value', '"two days" is not a duration'],
    ['within: 8 business hours', 'within: 8 office hours', 'value', '"8 office hours" is not a target'],
    ['ground: attack', 'ground: hackers', 'value', '"hackers" is not allowed; expected one of'],
    ['warnAt: "75"', 'warnAt: "75.00001"', 'value', '"75.00001" is not a share'],
    ['severity: 1', 'severity: 6', 'value', '6 is not allowed; expected one of 1|2|3|4|5'],
    ['below: "99.9", ', '', 'band-boundary', 'nobody owns the upper end'],
    ['below: "99.9", ', 'below: "99.9", atOrBelow: "99.9", ', 'band-boundary', 'give exactly one'],
  ])('%s → %s', (from, to, rule, message) => {
    const text = changed(SENSEY, from, to);
    const findings = lint({ 'sensey.yaml': text });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rule, severity: 'error', line: lineOf(SENSEY, from) });
    expect(findings[0]?.message).toContain(message);
  });

  it.each([
    ['currency: EUR', 'currency: JPY', '"JPY" is not allowed; expected one of "EUR"'],
    ['fee: "499.00"', 'fee: "499.005"', '"499.005" is not an amount'],
    ['fee: "499.00"', 'fee: "-1"', '"-1" is not an amount'],
    ['ref: demo-sensey', 'ref: Demo_Sensey', '"Demo_Sensey" is not allowed; a reference'],
    ['rate: "21"', 'rate: "0"', '"0" is not a rate of VAT category S'],
    ['category: S', 'category: AE', '"21" is not a rate of VAT category AE'],
    ['measuredBy: records', 'measuredBy: probes', 'has none'],
    ['escalateAfter: 15 minutes', 'escalateAfter: by agreement', '"by agreement" is not a length of time'],
    ['country: NL', 'country: Nederland', '"Nederland" is not allowed; a country code'],
    ['contacts: [piket, manager]', 'contacts: [piket, nobody]', 'there is no contact "nobody"; the contacts are'],
    ['startsOn: 2025-01-01', 'startsOn: 2025-01-01\nendsBefore: 2025-01-01', 'ends before 2025-01-01'],
    ['vatId: NL002345678B01', 'vatId: 002345678B01', 'a VAT id with its country'],
  ])('in a contract: %s → %s', (from, to, message) => {
    const text = changed(CUSTOMER, from, to);
    const findings = lint({ 'customer.yaml': text });
    expect(findings.map((finding) => finding.message).join('\n')).toContain(message);
    const line = lineOf(CUSTOMER, from);
    expect(findings.some((finding) => finding.line >= line && finding.line <= line + 1)).toBe(true);
  });

  it('all at once, by line, with the clause of the rule they belong to', () => {
    const text = changed(
      changed(SENSEY, 'timeZone: Europe/Amsterdam', 'timeZone: CET'),
      'within: 15 minutes',
      'within: soon',
    );
    const findings = lint({ 'sensey.yaml': text });
    expect(findings.map(({ line, clause }) => [line, clause])).toEqual([
      [lineOf(SENSEY, 'timeZone:'), undefined],
      [lineOf(SENSEY, 'within: 15 minutes'), '§03'],
    ]);
  });
});

describe('what the linter finds, where it stands', () => {
  const agreement = changed(SENSEY, 'below: "99.0", atLeast: "98.0"', 'below: "98.9", atLeast: "98.0"');

  it('in an agreement, at the rule', () => {
    expect(lint({ 'sensey.yaml': agreement, 'customer.yaml': CUSTOMER })).toEqual([
      expect.objectContaining({
        rule: 'band-gap',
        file: 'sensey.yaml',
        clause: '§06 (99,0-99,9%)',
        line: lineOf(SENSEY, 'below: "99.9", atLeast'),
      }),
    ]);
  });

  it('in a contract, together with its agreement among the files, whatever the order', () => {
    const contract = changed(CUSTOMER, 'priorities: [kritiek]', 'priorities: [urgent]');
    const finding = {
      rule: 'reference-unknown',
      file: 'customer.yaml',
      line: lineOf(CUSTOMER, 'priorities: [kritiek]'),
    };
    expect(lint({ 'customer.yaml': contract, 'sensey.yaml': SENSEY })).toMatchObject([finding]);
    expect(lint({ 'sensey.yaml': SENSEY, 'customer.yaml': contract })).toMatchObject([finding]);
    expect(lint({ 'customer.yaml': contract })).toEqual([]);
  });

  it('in years to come, the holidays that are missing', () => {
    const bytes = new TextEncoder().encode(SENSEY);
    expect(lintFiles([{ name: 'sensey.yaml', bytes }], Date.UTC(2028, 0, 1))).toMatchObject([
      { rule: 'holidays-missing', line: lineOf(SENSEY, 'holidayYears:') },
    ]);
  });

  it('a version that two files contain', () => {
    expect(lint({ 'a.yaml': SENSEY, 'b.yaml': SENSEY })).toMatchObject([
      { rule: 'duplicate-ref', file: 'b.yaml', line: 3, message: expect.stringContaining('a.yaml') },
    ]);
  });
});

it('loads a document or throws every problem with file and line', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(loadDocument(bytes(SENSEY), 'sensey.yaml')).toMatchObject({ kind: 'agreement', ref: 'sensey' });
  const text = changed(changed(SENSEY, 'version: 1\n', 'version: 0\n'), 'provider: Sensey\n', '');
  expect(() => loadDocument(bytes(text), 'sensey.yaml')).toThrow(ValidationError);
  expect(() => loadDocument(bytes(text), 'sensey.yaml')).toThrow(
    /sensey\.yaml:2: provider: .*\nsensey\.yaml:4: version: 0/,
  );
});
