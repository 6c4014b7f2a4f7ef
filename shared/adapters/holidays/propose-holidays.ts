import Holidays from 'date-holidays';
import { FIRST_YEAR, LAST_YEAR } from '../../domain/business-time/civil-date.ts';
import { ValidationError } from '../../domain/errors.ts';

export interface ProposedHoliday {
  /** `YYYY-MM-DD` in the country. */
  readonly date: string;
  readonly name: string;
}

/**
 * The public holidays a country is known to have in a year: a proposal for a person to freeze into a document, never
 * what a deadline is counted on. A day that two holidays fall on stands there once, with both names.
 * @param country ISO 3166-1 alpha-2, such as "NL"
 * @returns by date; names in the country's language
 * @throws ValidationError for a country the library does not know, or a year outside the supported ones
 * Source: semantics, time: a library may propose the list, it may never decide it live
 */
export function proposeHolidays(country: string, year: number): readonly ProposedHoliday[] {
  const holidays = new Holidays();
  const known = Object.keys(holidays.getCountries());
  if (!known.includes(country)) {
    throw new ValidationError(`"${country}" is not a country with known holidays; there are ${known.join(', ')}`, {
      path: ['country'],
    });
  }
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw new ValidationError(`${year} is not a year; allowed are ${FIRST_YEAR} to ${LAST_YEAR}`, { path: ['year'] });
  }
  holidays.init(country);
  const names = new Map<string, string>();
  for (const { date, name, type } of holidays.getHolidays(year)) {
    if (type !== 'public') continue;
    const day = date.slice(0, 10);
    const other = names.get(day);
    names.set(day, other === undefined || other === name ? name : `${other}, ${name}`);
  }
  return [...names].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}
