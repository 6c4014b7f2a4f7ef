import { describe, expect, it } from 'vitest';
import { closeStatement } from '../../../../shared/domain/statement/close-statement.ts';
import { explainStatement } from '../../../../shared/domain/statement/explain.ts';
import { DIPLOC, GO2PEOPLE, termsUnder } from './agreements.ts';
import { sha256 } from './sha256.ts';

const START = Date.UTC(2026, 3, 10, 10);
const statement = closeStatement(
  {
    month: '2026-04',
    revision: 1,
    closedAt: Date.UTC(2026, 4, 3),
    terms: termsUnder(DIPLOC),
    outages: [
      {
        id: 'storing-7',
        source: 'report',
        start: START,
        reportedAt: START - 300_000,
        end: START + 18_144_000,
        scope: 'some-users',
        environment: 'production',
      },
    ],
    announcements: [],
    exclusions: [
      {
        id: 'besluit-3',
        ground: 'attack',
        start: START - 300_000,
        end: START,
        decidedBy: 'j.devries',
        decidedAt: START,
        reason: 'DDoS',
      },
    ],
  },
  sha256,
);

describe('an explanation', () => {
  it('in Dutch gives local times, the formula with its numbers, the boundary and the arithmetic', () => {
    const text = explainStatement(statement);
    for (const part of [
      'storing-7 [melding] 2026-04-10 11:55:00+02:00 – 2026-04-10 17:02:24+02:00 = 5:07:24 (18444000 ms): telt',
      'besluit-3 aanval of beveiligingsincident, artikel Downtime',
      'geldt; op grond van een besluit; besloten door j.devries op 2026-04-10 12:00:00+02:00: DDoS',
      'Volgens contract: (2592000000 − 18144000) / 2592000000 ms = 2573856000 / 2592000000 = 99,3000 %',
      'strikt langer is dan 15 minuten (artikel Downtime), en dan helemaal',
      'Staffel van 30 % op 99,3 % of lager (de grens zelf valt erin), vanaf 5:02:24 (18144000 ms) downtime, artikel Overzicht van teruggave: ja',
      'EUR 249,00 × 30 % = EUR 74,70 (rekenkundig afgerond, één keer)',
      '40 % × EUR 249,00 (de vergoeding van het hele contract) = EUR 99,60 (naar beneden afgerond)',
      'Verschuldigd: netto EUR 74,70, btw S 21 % = EUR 15,69 (rekenkundig afgerond, één keer over het totaal), bruto EUR 90,39',
      'Lezing van artikel Overzicht van teruggave: Bij welke staffel hoort 99,5 %? De grens hoort bij de diepere staffel.',
      `SHA-256 over de gegevens: ${statement.inputsSha256}`,
    ]) {
      expect(text).toContain(part);
    }
  });

  it('in English says the same, line for line', () => {
    const english = explainStatement(statement, 'en');
    expect(english).toContain(
      'Contracted: (2592000000 − 18144000) / 2592000000 ms = 2573856000 / 2592000000 = 99.3000 %',
    );
    expect(english).toContain(
      'Due: net EUR 74.70, VAT S 21 % = EUR 15.69 (half up, once on the total), gross EUR 90.39',
    );
    expect(english.split('\n')).toHaveLength(explainStatement(statement, 'nl').split('\n').length);
  });

  it('of a contract without promise says so instead of leaving it out', () => {
    const inputs = { ...statement.inputs, terms: termsUnder(GO2PEOPLE) };
    const text = explainStatement(closeStatement(inputs, sha256), 'en');
    expect(text).toContain('No availability is promised');
    expect(text).toContain('The contract grants no credits for this service');
    expect(text).toContain('the contract does not know this ground');
    expect(text).not.toMatch(/undefined|null|NaN/);
  });
});
