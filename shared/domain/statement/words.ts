import type { Ground, Language, PromiseKind, Settlement } from '../contract/agreement.ts';
import type { CountedOutage } from '../downtime/downtime.ts';
import type { ExclusionReason } from '../downtime/exclusion-rules.ts';
import type { ReviewReason } from './statement.ts';

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** Names of things that stand in a statement as codes. */
export interface Vocabulary {
  readonly ground: Words<Ground>;
  readonly exclusion: Words<ExclusionReason>;
  readonly uncounted: Words<NonNullable<CountedOutage['because']>>;
  readonly source: Words<CountedOutage['source']>;
  readonly measuredOn: Words<'probes' | 'records'>;
  readonly promise: Words<PromiseKind>;
  readonly settlement: Words<Settlement>;
  readonly treatment: Words<'price-reduction' | 'compensation'>;
  readonly numbering: Words<'billing-system' | 'tracker'>;
  readonly fee: Words<'service-fee' | 'contract-fee'>;
  readonly kind: Words<'original' | 'supplement' | 'reversal'>;
  readonly review: Words<ReviewReason['code']>;
}

export const VOCABULARY: Readonly<Record<Language, Vocabulary>> = {
  nl: {
    ground: {
      'planned-maintenance': 'gepland onderhoud',
      'emergency-maintenance': 'spoedonderhoud',
      'force-majeure': 'overmacht',
      'third-party-network': 'netwerk van een derde',
      'third-party-power': 'stroomvoorziening van een derde',
      'third-party-supplier': 'leverancier',
      'caused-by-customer': 'veroorzaakt door de klant',
      attack: 'aanval of beveiligingsincident',
      'security-switch-off': 'uitgeschakeld om een veiligheidsrisico',
      'not-covered': 'valt buiten de overeenkomst',
    },
    exclusion: {
      'announced-in-time': 'op tijd aangekondigd',
      'inside-service-window': 'binnen het onderhoudsvenster, aankondiging niet nodig',
      decided: 'op grond van een besluit',
      'ground-not-in-contract': 'deze grond staat niet in de overeenkomst',
      'not-for-this-figure': 'deze grond raakt de beschikbaarheid niet',
      'not-announced': 'niet aangekondigd',
      'channel-missing': 'niet aangekondigd langs een vereist kanaal',
      'announced-too-late': 'te laat aangekondigd',
      'not-long-enough': 'duurde niet lang genoeg',
      empty: 'heeft geen duur',
    },
    uncounted: {
      environment: 'omgeving telt niet mee',
      scope: 'niet alle gebruikers waren getroffen',
      empty: 'heeft geen duur',
    },
    source: { probe: 'meting', report: 'melding', claim: 'claim achteraf', import: 'ingelezen gegevens' },
    measuredOn: { probes: 'metingen', records: 'vastgelegde storingen' },
    promise: { guarantee: 'garantie', 'best-effort': 'streven' },
    settlement: {
      'next-invoice': 'verrekening op de volgende factuur',
      'credit-note': 'creditnota',
      refund: 'terugbetaling',
    },
    treatment: { 'price-reduction': 'prijsvermindering', compensation: 'schadevergoeding, buiten de btw' },
    numbering: { 'billing-system': 'het facturatiesysteem', tracker: 'de SLA-administratie' },
    fee: { 'service-fee': 'de vergoeding van de dienst', 'contract-fee': 'de vergoeding van het hele contract' },
    kind: { original: 'eerste credit', supplement: 'aanvulling', reversal: 'terugname' },
    review: {
      'coverage-below-required': 'te weinig van de tijd is waargenomen',
      'nothing-observed': 'over de hele periode ontbreken waarnemingen',
      'nothing-to-measure': 'er blijft geen tijd over om te meten',
      'credit-needs-approval': 'het creditbedrag vraagt om goedkeuring',
    },
  },
  en: {
    ground: {
      'planned-maintenance': 'planned maintenance',
      'emergency-maintenance': 'emergency maintenance',
      'force-majeure': 'force majeure',
      'third-party-network': "a third party's network",
      'third-party-power': "a third party's power supply",
      'third-party-supplier': 'a supplier',
      'caused-by-customer': 'caused by the customer',
      attack: 'attack or security incident',
      'security-switch-off': 'switched off for a security risk',
      'not-covered': 'outside the agreement',
    },
    exclusion: {
      'announced-in-time': 'announced in time',
      'inside-service-window': 'inside the service window, no announcement needed',
      decided: 'by decision',
      'ground-not-in-contract': 'the contract does not know this ground',
      'not-for-this-figure': 'this ground does not act on availability',
      'not-announced': 'not announced',
      'channel-missing': 'not announced on a channel the contract names',
      'announced-too-late': 'announced too late',
      'not-long-enough': 'did not last long enough',
      empty: 'has no length',
    },
    uncounted: {
      environment: 'its environment does not count',
      scope: 'not all users were hit',
      empty: 'has no length',
    },
    source: { probe: 'probe', report: 'report', claim: 'claim after the fact', import: 'imported record' },
    measuredOn: { probes: 'probes', records: 'recorded outages' },
    promise: { guarantee: 'guarantee', 'best-effort': 'best effort' },
    settlement: {
      'next-invoice': 'set against the next invoice',
      'credit-note': 'credit note',
      refund: 'refund',
    },
    treatment: { 'price-reduction': 'price reduction', compensation: 'compensation, outside VAT' },
    numbering: { 'billing-system': 'the billing system', tracker: 'the SLA ledger' },
    fee: { 'service-fee': "the service's fee", 'contract-fee': "the whole contract's fee" },
    kind: { original: 'original credit', supplement: 'supplement', reversal: 'reversal' },
    review: {
      'coverage-below-required': 'too little of the time was observed',
      'nothing-observed': 'the whole period is without observations',
      'nothing-to-measure': 'no time is left to measure',
      'credit-needs-approval': 'the amount of the credit needs approval',
    },
  },
};
