import type { IncidentTerms } from '../incident/terms.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { Json } from '../json.ts';
import type { Message } from './compose.ts';
import { listAt, membersAt, numberAt, textAt } from './journal-data.ts';
import { monthName } from './local-time.ts';
import { contactsFor } from './routing.ts';
import { amountWords, WORDS } from './words.ts';

type MonthType = 'sla.period.closed.v1' | 'sla.period.needs-review.v1' | 'sla.service-credit.issued.v1';

export function isMonthType(type: string): type is MonthType {
  return (
    type === 'sla.period.closed.v1' || type === 'sla.period.needs-review.v1' || type === 'sla.service-credit.issued.v1'
  );
}

/** A closed month, a month that waits for a person, or a service credit, in words. */
export function monthMessage(entry: JournalEntry, terms: IncidentTerms, publicUrl: string | undefined): Message {
  const { contract, language } = terms;
  const { label } = WORDS[language];
  const { data } = entry;
  const serviceRef = textAt(data, ['serviceRef']) ?? textAt(data, ['contract', 'serviceRef']) ?? '';
  const service = contract.services.find(({ ref }) => ref === serviceRef);
  const month = textAt(data, ['month']) ?? textAt(data, ['servicePeriod', 'start'])?.slice(0, 7) ?? '';
  const period = month === '' ? '' : monthName(month, language);
  const said = sentence(entry, terms, period);
  return {
    language,
    headline: said.headline,
    lead: said.lead,
    rows: [
      [label.contract, `${contract.ref} (${contract.customer.legalName})`],
      ...(service === undefined ? [] : [[label.service, `${service.name} (${service.ref})`] as const]),
      [label.month, period],
      ...said.rows,
    ],
    short: `${said.headline} ${contract.ref}`,
    nextSteps: said.nextSteps,
    severity: said.severity,
    state: said.state,
    contractRef: contract.ref,
    customerRef: contract.customer.ref,
    serviceRef,
    threadId: `${contract.ref}/${month}`,
    ...(publicUrl === undefined ? {} : { link: `${publicUrl}/contracts/${contract.ref}/statements` }),
    contacts: contactsFor(terms, null, entry.recordedAt),
  };
}

type Said = Pick<Message, 'headline' | 'lead' | 'rows' | 'nextSteps' | 'severity' | 'state'>;

function sentence({ type, data }: JournalEntry, terms: IncidentTerms, period: string): Said {
  const { language } = terms;
  const { label } = WORDS[language];
  const isDutch = language === 'nl';
  const customer = terms.contract.customer.legalName;
  if (type === 'sla.period.needs-review.v1') {
    const reasons = listAt(data, ['reasons']);
    return {
      headline: isDutch ? `Controle nodig: ${period}, ${customer}` : `Review needed: ${period}, ${customer}`,
      lead: isDutch
        ? 'De maand kan niet vanzelf worden afgesloten en wacht op een besluit.'
        : 'The month cannot be closed by itself and waits for a decision.',
      rows: [[label.reason, reasons.join('; ')]],
      nextSteps: [isDutch ? 'Beoordeel de maand en sluit haar af.' : 'Review the month and close it.'],
      severity: '3',
      state: 'needs-review',
    };
  }
  if (type === 'sla.service-credit.issued.v1') {
    const currency = textAt(data, ['totals', 'currency']) ?? textAt(data, ['currency']) ?? terms.contract.currency;
    const minor = (name: string) => numberAt(data, ['totals', name]) ?? numberAt(data, [name]) ?? 0;
    const sign = textAt(data, ['kind']) === 'reversal' ? -1 : 1;
    const amount = (name: string) => amountWords(sign * minor(name), currency, language);
    return {
      headline: isDutch
        ? `SLA-tegoed ${amount('grossMinor')}: ${period}, ${customer}`
        : `Service credit ${amount('grossMinor')}: ${period}, ${customer}`,
      lead: isDutch
        ? 'Het afgesproken niveau is niet gehaald; de klant krijgt dit tegoed.'
        : 'The service level was not met; the customer is owed this credit.',
      rows: [
        [label.amount, `${amount('grossMinor')} (${amount('netMinor')} ${WORDS[language].netVat(amount('taxMinor'))})`],
      ],
      nextSteps: [],
      severity: '3',
      state: textAt(data, ['state']) ?? 'issued',
    };
  }
  const revision = numberAt(data, ['revision']) ?? 1;
  const corrected = revision > 1;
  const verb = isDutch ? (corrected ? 'herzien' : 'afgesloten') : corrected ? 'revised' : 'closed';
  return {
    headline: isDutch ? `Maand ${verb}: ${period}, ${customer}` : `Month ${verb}: ${period}, ${customer}`,
    lead: isDutch ? 'De cijfers van deze maand staan vast.' : "This month's figures are final.",
    rows: figures(data, terms),
    nextSteps: [],
    severity: '5',
    state: 'closed',
  };
}

/** A line per service: what was measured, what was promised, and what follows from it. */
function figures(data: Json, terms: IncidentTerms): Said['rows'] {
  const { contract, language } = terms;
  const isDutch = language === 'nl';
  const percent = (text: string) => `${isDutch ? text.replace('.', ',') : text} %`;
  return membersAt(data, ['services']).map((service) => {
    const ref = textAt(service, ['serviceRef']) ?? '';
    const name = contract.services.find((one) => one.ref === ref)?.name ?? ref;
    const contracted = textAt(service, ['contractedPercent']);
    const experienced = textAt(service, ['experiencedPercent']);
    const target = textAt(service, ['target']);
    const currency = textAt(service, ['credit', 'currency']) ?? contract.currency;
    const gross = numberAt(service, ['credit', 'grossMinor']);
    const sign = textAt(service, ['credit', 'kind']) === 'reversal' ? -1 : 1;
    const said = [
      contracted === undefined ? null : `${percent(contracted)} ${isDutch ? 'volgens contract' : 'as contracted'}`,
      experienced === undefined ? null : `${percent(experienced)} ${isDutch ? 'zoals ervaren' : 'as experienced'}`,
      target === undefined ? null : `${isDutch ? 'doel' : 'target'} ${percent(target)}`,
      gross === undefined
        ? isDutch
          ? 'geen tegoed'
          : 'no credit'
        : `${isDutch ? 'tegoed' : 'credit'} ${amountWords(sign * gross, currency, language)}`,
    ];
    return [name, said.filter((part) => part !== null).join(', ')] as const;
  });
}
