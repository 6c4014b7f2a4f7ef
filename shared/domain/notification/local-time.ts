import { parseDate, type Weekday, weekdayOf } from '../business-time/civil-date.ts';
import { formatLocal } from '../business-time/zone.ts';
import type { Language } from '../contract/agreement.ts';

const WEEKDAY: Readonly<Record<Language, Readonly<Record<Weekday, string>>>> = {
  nl: { mon: 'ma', tue: 'di', wed: 'wo', thu: 'do', fri: 'vr', sat: 'za', sun: 'zo' },
  en: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
};

const MONTH: Readonly<Record<Language, readonly string[]>> = {
  nl: [
    'januari',
    'februari',
    'maart',
    'april',
    'mei',
    'juni',
    'juli',
    'augustus',
    'september',
    'oktober',
    'november',
    'december',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

/** `vr 8 mei 2026 15:30`: the minute in which an instant falls on a wall clock of the zone. */
export function localTime(at: number, timeZone: string, language: Language): string {
  const text = formatLocal(at, timeZone);
  const [date, time] = [text.slice(0, 10), text.slice(11, 16)];
  const weekday = WEEKDAY[language][weekdayOf(parseDate(date))];
  return `${weekday} ${Number(date.slice(8))} ${monthWord(date, language)} ${date.slice(0, 4)} ${time}`;
}

/** `8-5 15:30` or `8 May 15:30`, for where room is short. */
export function shortLocalTime(at: number, timeZone: string, language: Language): string {
  const text = formatLocal(at, timeZone);
  const [day, month, time] = [Number(text.slice(8, 10)), Number(text.slice(5, 7)), text.slice(11, 16)];
  return language === 'nl' ? `${day}-${month} ${time}` : `${day} ${monthWord(text, language).slice(0, 3)} ${time}`;
}

/** `maart 2026` for `2026-03`. */
export function monthName(month: string, language: Language): string {
  return `${monthWord(month, language)} ${month.slice(0, 4)}`;
}

function monthWord(date: string, language: Language): string {
  return MONTH[language][Number(date.slice(5, 7)) - 1] as string;
}
