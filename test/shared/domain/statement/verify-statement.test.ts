import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeStatement } from '../../../../shared/domain/statement/close-statement.ts';
import { statementText } from '../../../../shared/domain/statement/statement.ts';
import { statementsText, verifyStatement } from '../../../../shared/domain/statement/verify-statement.ts';
import { DIPLOC, SENSEY, termsUnder } from './agreements.ts';
import { sha256 } from './sha256.ts';

const START = Date.UTC(2026, 3, 10, 10);
const make = (agreement: typeof DIPLOC) =>
  closeStatement(
    {
      month: '2026-04',
      revision: 1,
      closedAt: Date.UTC(2026, 4, 3),
      terms: termsUnder(agreement),
      outages: [
        {
          id: 'a',
          source: 'report',
          start: START,
          end: START + 18_144_000,
          scope: 'all-users',
          environment: 'production',
        },
      ],
      announcements: [{ id: 'm', start: START, end: START + 60_000, sent: [{ channel: 'email', at: START - 9e8 }] }],
      exclusions: [
        {
          id: 'x',
          ground: 'attack',
          start: START,
          end: START + 6_000,
          decidedBy: 'j',
          decidedAt: START,
          reason: 'één aanval',
        },
      ],
    },
    sha256,
  );
const STATEMENT = make(DIPLOC);
const TEXT = statementText(STATEMENT);

describe('verification', () => {
  it('agrees with every statement as it was closed, one or a list', () => {
    expect(verifyStatement(TEXT, sha256)).toEqual({ agrees: true, differences: [] });
    expect(verifyStatement(statementsText([STATEMENT, make(SENSEY)]), sha256)).toEqual({
      agrees: true,
      differences: [],
    });
  });

  it('any flipped byte disagrees', () => {
    const bytes = Buffer.from(TEXT, 'utf8');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ mask;
        expect(verifyStatement(changed.toString('utf8'), sha256).agrees).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('any inserted or removed character disagrees', () => {
    fc.assert(
      fc.property(fc.nat(TEXT.length - 1), fc.constantFrom(' ', '\n', '0', '"', ',', '}', '\uFEFF'), (at, extra) => {
        expect(verifyStatement(`${TEXT.slice(0, at)}${extra}${TEXT.slice(at)}`, sha256).agrees).toBe(false);
        expect(verifyStatement(TEXT.slice(0, at) + TEXT.slice(at + 1), sha256).agrees).toBe(false);
      }),
    );
  });

  it('names what was changed, as stated and as recomputed', () => {
    const forged = structuredClone(STATEMENT) as { credit: { due: { netMinor: number } } };
    forged.credit.due.netMinor = 9_999;
    expect(verifyStatement(statementText(forged as unknown as typeof STATEMENT), sha256).differences).toContainEqual({
      path: 'credit.due.netMinor',
      stated: '9999',
      recomputed: '4980',
    });
    const list = statementsText([make(SENSEY), forged as unknown as typeof STATEMENT]);
    expect(verifyStatement(list, sha256).differences[0]?.path).toBe('[1].credit.due.netMinor');
  });

  it('a changed input shows in the hash, even where no figure depends on it', () => {
    const forged = TEXT.replace('één aanval', 'een aanval').replace('één aanval', 'een aanval');
    expect(verifyStatement(forged, sha256).differences.map(({ path }) => path)).toEqual(['inputsSha256']);
  });

  it('other white space, member order, number spelling or doubled members disagree although the values are the same', () => {
    const compact = JSON.stringify(STATEMENT);
    expect(verifyStatement(compact, sha256)).toMatchObject({ agrees: false, differences: [{ path: 'line 1' }] });
    const { schemaVersion, ...rest } = STATEMENT;
    const reordered = statementText({ ...rest, schemaVersion } as typeof STATEMENT);
    expect(verifyStatement(reordered, sha256).agrees).toBe(false);
    expect(verifyStatement(TEXT.replace('"revision": 1', '"revision": 1.0'), sha256).agrees).toBe(false);
    expect(verifyStatement(TEXT.replace('"revision": 1,', '"revision": 1,\n  "revision": 1,'), sha256).agrees).toBe(
      false,
    );
  });

  it('an added member disagrees, at the top and among the inputs', () => {
    expect(verifyStatement(statementText({ ...STATEMENT, note: 'x' } as typeof STATEMENT), sha256).agrees).toBe(false);
    const inputs = { ...STATEMENT.inputs, note: 'x' };
    expect(verifyStatement(statementText({ ...STATEMENT, inputs }), sha256).agrees).toBe(false);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '[]\n',
    '[null]',
    '42',
    '"text"',
    '{}',
    '{"inputs":{}}',
    '{"inputs":{"terms":null}}',
    '['.repeat(100_000),
  ])('malformed text disagrees and never throws (%#)', (text) => {
    const { agrees, differences } = verifyStatement(text, sha256);
    expect(agrees).toBe(false);
    expect(differences[0]?.recomputed).toMatch(/cannot be recomputed/);
  });

  it('any JSON at all disagrees and never throws', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(verifyStatement(text, sha256).agrees).toBe(false);
      }),
    );
  });

  it('a deeply nested member is no reason to throw', () => {
    const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const text = TEXT.replace('"reason": "één aanval"', `"reason": "één aanval", "evidence": ${nested}`);
    expect(verifyStatement(text, sha256).agrees).toBe(false);
  });
});
