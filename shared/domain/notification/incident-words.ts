import type { Language } from '../contract/agreement.ts';
import type { ClockName } from '../incident/incident-events.ts';

export type IncidentNews =
  | 'opened'
  | 'incomplete'
  | 'completed'
  | 'at-risk'
  | 'breached'
  | 'withdrawn'
  | 'escalated'
  | 'resolved'
  | 'reopened'
  | 'workaround'
  | 'reprioritised';

export interface NewsWords {
  readonly headline: string;
  readonly lead: string;
  readonly short: string;
  readonly nextSteps: readonly string[];
  /** The deadline lies behind us. */
  readonly isPast: boolean;
  readonly isChatOnly: boolean;
  /** State for filter policies, where it is the clock's and not the incident's. */
  readonly attribute?: string;
}

interface About {
  readonly clock: ClockName | undefined;
  readonly due: string;
  readonly service: string;
  readonly title: string;
}

interface Sentence {
  readonly headline: string;
  readonly lead: string;
  readonly short: string;
  readonly nextStep?: string;
}

/** The sentences for a piece of news. */
export function newsWords(language: Language, news: IncidentNews, about: About): NewsWords {
  const said = (language === 'nl' ? DUTCH : ENGLISH)[news](about);
  const isAboutClock = news === 'at-risk' || news === 'breached' || news === 'withdrawn' || news === 'escalated';
  return {
    headline: `${said.headline}: ${about.title}`,
    lead: said.lead,
    short: said.short,
    nextSteps: said.nextStep === undefined ? [] : [said.nextStep],
    isPast: isAboutClock && news !== 'at-risk',
    isChatOnly: ['completed', 'resolved', 'reopened', 'workaround', 'reprioritised'].includes(news),
    ...(isAboutClock ? { attribute: news } : {}),
  };
}

type Phrases = Readonly<Record<IncidentNews, (about: About) => Sentence>>;

const DUTCH: Phrases = {
  opened: ({ service }) => ({
    headline: 'Nieuw incident',
    lead: `Er is een incident gemeld voor ${service}.`,
    short: 'Incident:',
    nextStep: 'Reageer naar de melder.',
  }),
  incomplete: ({ service }) => ({
    headline: 'Melding onvolledig',
    lead: `De melding voor ${service} is bewaard, maar er ontbreken gegevens. Tot die er zijn loopt er geen termijn.`,
    short: 'Melding onvolledig:',
    nextStep: 'Vraag de melder om wat ontbreekt.',
  }),
  completed: () => ({
    headline: 'Melding compleet',
    lead: 'De melding is compleet; de termijnen lopen vanaf nu.',
    short: 'Melding compleet:',
  }),
  'at-risk': ({ clock, due }) => ({
    headline: clock === 'response' ? 'Reactietermijn in gevaar' : 'Oplostermijn in gevaar',
    lead: `De ${clock === 'response' ? 'reactie' : 'oplossing'} moet er uiterlijk ${due} zijn.`,
    short: `Termijn ${clock === 'response' ? 'reactie' : 'oplossing'} in gevaar, uiterlijk`,
    nextStep: clock === 'response' ? 'Reageer naar de melder.' : 'Los het op of overleg met de klant.',
  }),
  breached: ({ clock, due }) => ({
    headline: clock === 'response' ? 'Reactietermijn overschreden' : 'Oplostermijn overschreden',
    lead: `De ${clock === 'response' ? 'reactie' : 'oplossing'} had er uiterlijk ${due} moeten zijn.`,
    short: `TE LAAT: ${clock === 'response' ? 'reactie' : 'oplossing'} was uiterlijk`,
    nextStep: 'Bevestig dat je dit oppakt.',
  }),
  withdrawn: ({ clock, due }) => ({
    headline: clock === 'response' ? 'Toch op tijd: reactie' : 'Toch op tijd: oplossing',
    lead: `De eerder gemelde overschrijding van ${due} is ingetrokken: uit later ontvangen gegevens blijkt dat zij er niet was.`,
    short: 'Ingetrokken, toch geen overschrijding van',
  }),
  escalated: ({ clock, due }) => ({
    headline: clock === 'response' ? 'Escalatie: reactie te laat' : 'Escalatie: oplossing te laat',
    lead: `Niemand heeft bevestigd dat hij de overschrijding van ${due} oppakt. Daarom gaat dit nu naar jou.`,
    short: `ESCALATIE: ${clock === 'response' ? 'reactie' : 'oplossing'} was uiterlijk`,
    nextStep: 'Bevestig dat je dit oppakt.',
  }),
  resolved: () => ({ headline: 'Opgelost', lead: 'Het incident is opgelost.', short: 'Opgelost:' }),
  reopened: () => ({
    headline: 'Heropend',
    lead: 'Het incident is heropend; de oplostermijn loopt verder.',
    short: 'Heropend:',
  }),
  workaround: () => ({ headline: 'Workaround', lead: 'Er is een workaround.', short: 'Workaround:' }),
  reprioritised: () => ({
    headline: 'Prioriteit gewijzigd',
    lead: 'Het incident heeft een andere prioriteit gekregen.',
    short: 'Andere prioriteit:',
  }),
};

const ENGLISH: Phrases = {
  opened: ({ service }) => ({
    headline: 'New incident',
    lead: `An incident was reported for ${service}.`,
    short: 'Incident:',
    nextStep: 'Answer the reporter.',
  }),
  incomplete: ({ service }) => ({
    headline: 'Report incomplete',
    lead: `The report for ${service} is kept, but particulars are missing. Until they are there no clock runs.`,
    short: 'Report incomplete:',
    nextStep: 'Ask the reporter for what is missing.',
  }),
  completed: () => ({
    headline: 'Report complete',
    lead: 'The report is complete; the clocks run from now.',
    short: 'Report complete:',
  }),
  'at-risk': ({ clock, due }) => ({
    headline: clock === 'response' ? 'Response time at risk' : 'Resolution time at risk',
    lead: `The ${clock} is due ${due}.`,
    short: `${clock === 'response' ? 'Response' : 'Resolution'} at risk, due`,
    nextStep: clock === 'response' ? 'Answer the reporter.' : 'Resolve it or talk to the customer.',
  }),
  breached: ({ clock, due }) => ({
    headline: clock === 'response' ? 'Response time breached' : 'Resolution time breached',
    lead: `The ${clock} was due ${due}.`,
    short: `BREACHED: ${clock} was due`,
    nextStep: 'Acknowledge that you take this on.',
  }),
  withdrawn: ({ clock, due }) => ({
    headline: clock === 'response' ? 'In time after all: response' : 'In time after all: resolution',
    lead: `The breach of ${due} reported before is withdrawn: what has come in since shows that there was none.`,
    short: 'Withdrawn, no breach of',
  }),
  escalated: ({ clock, due }) => ({
    headline: clock === 'response' ? 'Escalation: response overdue' : 'Escalation: resolution overdue',
    lead: `Nobody has acknowledged the breach of ${due}. So it comes to you now.`,
    short: `ESCALATION: ${clock} was due`,
    nextStep: 'Acknowledge that you take this on.',
  }),
  resolved: () => ({ headline: 'Resolved', lead: 'The incident is resolved.', short: 'Resolved:' }),
  reopened: () => ({
    headline: 'Reopened',
    lead: 'The incident is reopened; the resolution clock goes on.',
    short: 'Reopened:',
  }),
  workaround: () => ({ headline: 'Workaround', lead: 'There is a workaround.', short: 'Workaround:' }),
  reprioritised: () => ({
    headline: 'Priority changed',
    lead: 'The incident has got another priority.',
    short: 'Other priority:',
  }),
};
