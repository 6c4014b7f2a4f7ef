import { proposeHolidays } from '../../shared/adapters/holidays/propose-holidays.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import { shownDate } from './moments.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

export interface HolidayOptions {
  readonly country: string;
  readonly year: string;
  readonly json?: boolean;
}

/** Public holidays to read through, change and freeze into a calendar. */
export async function holidays(terminal: Terminal, { country, year, json }: HolidayOptions): Promise<ExitCode> {
  if (!/^\d{4}$/.test(year)) throw new ValidationError(`"${year}" is not a year; write four digits, such as 2027`);
  const proposed = proposeHolidays(country, Number(year));
  if (json === true) {
    await terminal.print(`${JSON.stringify(proposed, null, 2)}\n`);
    return EXIT.done;
  }
  const lines = proposed.map(({ date, name }) => `  - ${date} # ${shownDate(date).slice(0, 3)}, ${name}\n`);
  await terminal.print(
    `# A proposal for ${country} ${year}: read it through, then freeze it into the calendar. Nothing looks it up later.\n` +
      `holidays:\n${lines.join('')}holidayYears: [${year}]\n`,
  );
  return EXIT.done;
}
