import type { Language, PromiseKind } from '../contract/agreement.ts';
import type { IncidentState } from '../incident/incident.ts';
import type { ClockName } from '../incident/incident-events.ts';

/** Everything a message says, in one language. */
export interface Words {
  readonly label: Readonly<
    Record<
      | 'contract'
      | 'service'
      | 'priority'
      | 'promised'
      | 'reported'
      | 'due'
      | 'wasDue'
      | 'state'
      | 'for'
      | 'missing'
      | 'month'
      | 'amount'
      | 'reason'
      | 'more'
      | 'clause',
      string
    >
  >;
  readonly state: Readonly<Record<IncidentState, string>>;
  readonly clock: Readonly<Record<ClockName, string>>;
  readonly kind: Readonly<Record<PromiseKind, string>>;
  readonly noDeadline: string;
  readonly noPriority: string;
  readonly nobody: string;
  readonly clause: string;
  readonly netVat: (tax: string) => string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  nl: {
    label: {
      contract: 'Contract',
      service: 'Dienst',
      priority: 'Prioriteit',
      promised: 'Beloofd',
      reported: 'Gemeld',
      due: 'Uiterlijk',
      wasDue: 'Was uiterlijk',
      state: 'Stand',
      for: 'Voor',
      missing: 'Ontbreekt',
      month: 'Maand',
      amount: 'Bedrag',
      reason: 'Reden',
      more: 'Meer',
      clause: 'Bepaling',
    },
    state: {
      incomplete: 'onvolledig gemeld',
      open: 'open',
      'in-progress': 'in behandeling',
      paused: 'wacht op de klant',
      resolved: 'opgelost',
      closed: 'gesloten',
    },
    clock: { response: 'reactie', resolution: 'oplossing' },
    kind: { guarantee: 'garantie', 'best-effort': 'streven' },
    noDeadline: 'in overleg, nog geen termijn afgesproken',
    noPriority: 'geen',
    nobody: 'niemand aangewezen in het contract',
    clause: 'bepaling',
    netVat: (tax) => `excl. btw ${tax}`,
  },
  en: {
    label: {
      contract: 'Contract',
      service: 'Service',
      priority: 'Priority',
      promised: 'Promised',
      reported: 'Reported',
      due: 'Due',
      wasDue: 'Was due',
      state: 'State',
      for: 'For',
      missing: 'Missing',
      month: 'Month',
      amount: 'Amount',
      reason: 'Reason',
      more: 'More',
      clause: 'Clause',
    },
    state: {
      incomplete: 'reported incompletely',
      open: 'open',
      'in-progress': 'in progress',
      paused: 'waiting for the customer',
      resolved: 'resolved',
      closed: 'closed',
    },
    clock: { response: 'response', resolution: 'resolution' },
    kind: { guarantee: 'guarantee', 'best-effort': 'best effort' },
    noDeadline: 'by agreement, no deadline agreed yet',
    noPriority: 'none',
    nobody: 'nobody named in the contract',
    clause: 'clause',
    netVat: (tax) => `without VAT ${tax}`,
  },
};

const DUTCH_UNIT: Readonly<Record<string, readonly [string, string]>> = {
  second: ['seconde', 'seconden'],
  minute: ['minuut', 'minuten'],
  hour: ['uur', 'uur'],
  day: ['dag', 'dagen'],
  'business second': ['werkseconde', 'werkseconden'],
  'business minute': ['werkminuut', 'werkminuten'],
  'business hour': ['werkuur', 'werkuren'],
  'business day': ['werkdag', 'werkdagen'],
};

/** A target's text, such as `8 business hours`, in the reader's language: `8 werkuren`. */
export function targetWords(text: string, language: Language): string {
  if (language === 'en') return text;
  if (text === 'by agreement') return 'in overleg';
  const match = /^(\d+) ((?:business )?[a-z]+?)s?$/.exec(text);
  const unit = DUTCH_UNIT[match?.[2] ?? ''];
  return match === null || unit === undefined ? text : `${match[1]} ${unit[match[1] === '1' ? 0 : 1]}`;
}

/** `€ 74,70` in Dutch, `EUR 74.70` in English. */
export function amountWords(minor: number, currency: string, language: Language): string {
  const size = String(Math.abs(minor)).padStart(3, '0');
  const [whole, cents] = [size.slice(0, -2), size.slice(-2)];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'nl' ? '.' : ',');
  const sign = minor < 0 ? '-' : '';
  return language === 'nl' && currency === 'EUR'
    ? `€ ${sign}${grouped},${cents}`
    : `${currency} ${sign}${grouped}${language === 'nl' ? ',' : '.'}${cents}`;
}
