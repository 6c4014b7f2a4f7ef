import { formatLocal } from '../business-time/zone.ts';
import type { Language } from '../contract/agreement.ts';
import type { Interval } from '../interval/interval.ts';
import { formatAmount } from '../money/money.ts';

/** How figures are written for people of one language, in one zone and currency. */
export interface Notation {
  readonly percent: (text: string) => string;
  readonly money: (minor: number) => string;
  readonly instant: (at: number) => string;
  /** Local bounds and length of an interval. */
  readonly span: (interval: Interval) => string;
  /** Hours, minutes and seconds with the exact ms. */
  readonly length: (ms: number) => string;
}

export function notation(language: Language, timeZone: string, currency: string): Notation {
  const decimal = (text: string) => (language === 'nl' ? text.replace('.', ',') : text);
  const instant = (at: number) => formatLocal(at, timeZone).replace('T', ' ');
  return {
    percent: (text) => `${decimal(text)} %`,
    money: (minor) => `${currency} ${decimal(formatAmount(minor))}`,
    instant,
    span: ({ start, end }) => `${instant(start)} – ${instant(end)} = ${length(end - start)}`,
    length,
  };
}

function length(ms: number): string {
  const size = Math.abs(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${Math.floor(size / 3_600_000)}:${two(Math.floor(size / 60_000) % 60)}:${two(Math.floor(size / 1000) % 60)}`;
  return `${ms < 0 ? '-' : ''}${clock} (${ms} ms)`;
}
