import { expect, it } from 'vitest';
import { proposeHolidays } from '../../../../shared/adapters/holidays/propose-holidays.ts';
import { ValidationError } from '../../../../shared/domain/errors.ts';

it('proposes the public holidays of a country by date, Good Friday and 5 May not among the Dutch ones', () => {
  expect(proposeHolidays('NL', 2027)).toEqual([
    { date: '2027-01-01', name: 'Nieuwjaar' },
    { date: '2027-03-28', name: 'Pasen' },
    { date: '2027-03-29', name: 'Tweede paasdag' },
    { date: '2027-04-27', name: 'Koningsdag' },
    { date: '2027-05-06', name: 'Hemelvaartsdag' },
    { date: '2027-05-16', name: 'Pinksteren' },
    { date: '2027-05-17', name: 'Tweede pinksterdag' },
    { date: '2027-12-25', name: 'Kerstmis' },
    { date: '2027-12-26', name: 'Tweede kerstdag' },
  ]);
});

it('puts the King’s birthday on Saturday the 26th where the 27th is a Sunday', () => {
  expect(proposeHolidays('NL', 2025).map(({ date }) => date)).toContain('2025-04-26');
});

it('refuses countries and years it does not know, saying which it does', () => {
  expect(() => proposeHolidays('XX', 2026)).toThrow(ValidationError);
  expect(() => proposeHolidays('nl', 2026)).toThrow('"nl" is not a country');
  expect(() => proposeHolidays('NL', 2201)).toThrow('allowed are 1970 to 2200');
  expect(() => proposeHolidays('NL', 2026.5)).toThrow('2026.5 is not a year');
});
