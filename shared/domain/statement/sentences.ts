import type { Language } from '../contract/agreement.ts';

type Boundary = 'below' | 'atOrBelow';

const EN = {
  none: 'none',
  title: (id: string) => `Statement ${id}`,
  parties: (customer: string, seller: string) => `For ${customer}, by ${seller}`,
  contract: (ref: string, version: number, agreement: string, agreementVersion: number) =>
    `Contract ${ref} version ${version}, under "${agreement}" version ${agreementVersion}`,
  service: (name: string, ref: string, environment: string) => `Service ${name} (${ref}), ${environment}`,
  period: (month: string, span: string, zone: string) => `Period ${month}: ${span}, times in ${zone}`,
  partial: (month: string) => `The contract covers part of the month; the whole month has ${month}`,
  measuredOn: (source: string) => `Stands on ${source}`,
  corrects: (revision: number, id: string, reason: string) => `Revision ${revision}, corrects ${id}: ${reason}`,
  step1: (scope: 'any-user' | 'all-users', environments: string) =>
    `1. Outages. ${scope === 'all-users' ? 'Only those that hit all users count' : 'Those that hit any user count'}, in: ${environments}`,
  doesCount: 'counts',
  doesNotCount: (why: string) => `does not count: ${why}`,
  wasOpen: 'still open at closing',
  step2: '2. Overlaps count once:',
  step3: '3. Exclusions:',
  remains: 'Remains after exclusions:',
  holds: 'holds',
  rejected: 'does not hold',
  clause: (clause: string) => `clause ${clause}`,
  noClause: 'no clause',
  channel: (channel: string, at: string | null) => (at === null ? `channel ${channel}` : `channel ${channel} at ${at}`),
  neededBy: (at: string) => `needed by ${at}`,
  decision: (by: string, at: string, reason: string) => `decided by ${by} at ${at}: ${reason}`,
  takesOut: (spans: string) => `takes out ${spans}`,
  noMinimum: '4. No minimum duration',
  step4: (longerThan: string, counts: 'whole' | 'excess', clause: string) =>
    `4. A piece counts when strictly longer than ${longerThan} (clause ${clause}), ${counts === 'whole' ? 'and then all of it' : 'and then what exceeds it'}`,
  tooShort: 'Too short:',
  counts: 'Counts:',
  step5: (span: string) => `5. Downtime inside ${span}:`,
  step5Hours: (calendar: string) => `5. Downtime inside the promised hours "${calendar}" of the period:`,
  formula: 'Availability = (total − downtime) / total, cut to four places, never rounded up',
  experienced: 'Experienced (no exclusions, no minimum)',
  contracted: 'Contracted',
  figure: (which: string, total: number, down: number, percent: string) =>
    `${which}: (${total} − ${down}) / ${total} ms = ${total - down} / ${total} = ${percent}`,
  nothingToMeasure: 'Contracted: no time is left to measure',
  excluded: (length: string, time: 'stays' | 'leaves') =>
    `Outage time taken out by exclusions: ${length}; excluded time ${time === 'stays' ? 'stays in' : 'leaves'} the total`,
  noTarget: 'No availability is promised; the figure stands without a target',
  target: (percent: string, kind: string, clause: string, met: boolean | null) =>
    `Target ${percent} (${kind}, clause ${clause}): ${met === null ? 'cannot be judged' : met ? 'met' : 'missed'}`,
  budget: (budget: string, left: string) => `Error budget ${budget}, left ${left}`,
  coverage: (percent: string, unknown: string, required: string | null, sufficient: boolean) =>
    `Coverage ${percent}, unknown ${unknown}; ${required === null ? 'no coverage is required' : `${required} is required: ${sufficient ? 'reached' : 'not reached'}`}`,
  unknown: 'unknown',
  threshold: (
    kind: 'target' | 'band',
    percent: string,
    boundary: Boundary,
    from: string,
    holds: boolean,
    credit: string | null,
    clause: string,
  ) =>
    `${kind === 'target' ? 'Target missed' : `Band of ${credit}`} ${boundary === 'below' ? `below ${percent} (the boundary itself is outside)` : `at ${percent} or below (the boundary itself is inside)`}, from ${from} of downtime, clause ${clause}: ${holds ? 'yes' : 'no'}`,
  noLatency: (limit: number, clause: string) =>
    `Mean response time at most ${limit} ms (clause ${clause}): not observed`,
  latency: (sum: number, count: number, mean: string, limit: number, kind: string, clause: string, met: boolean) =>
    `Mean response time ${sum} ms / ${count} = ${mean} ms, at most ${limit} ms (${kind}, clause ${clause}): ${met ? 'met' : 'missed'}`,
  noCredits: 'The contract grants no credits for this service',
  credit: (clause: string) => `Credit (clause ${clause})`,
  base: (of: string, amount: string) => `Base: ${of}, ${amount}`,
  partialBase: (of: string, fee: string, part: number, whole: number, amount: string) =>
    `Base: ${of}, ${fee} × ${part} / ${whole} ms = ${amount} (half up)`,
  noBand: 'No band holds: no credit is due',
  band: (percent: string, boundary: Boundary, clause: string, base: string, share: string, line: string) =>
    `Deepest band that holds: ${boundary === 'below' ? 'below' : 'at or below'} ${percent} (clause ${clause}). ${base} × ${share} = ${line} (half up, once)`,
  cap: (clause: string, span: string, share: string, cap: string, used: string, room: string, reduced: boolean) =>
    `Cap (clause ${clause}, ${span}): ${share} = ${cap} (rounded down), used ${used}, room ${room}: ${reduced ? 'reduces the credit' : 'not reached'}`,
  minimum: (amount: string, reached: boolean) =>
    `Minimum ${amount}: ${reached ? 'reached' : 'not reached, no credit is granted'}`,
  vat: (net: string, category: string, rate: string, tax: string, gross: string) =>
    `Due: net ${net}, VAT ${category} ${rate} = ${tax} (half up, once on the total), gross ${gross}`,
  issuedBefore: (net: string, gross: string) => `Issued before: net ${net}, gross ${gross}`,
  nothingIssued: 'This revision issues nothing',
  issued: (kind: string, id: string, net: string, tax: string, gross: string) =>
    `Issued now: ${kind} ${id}, net ${net}, VAT ${tax}, gross ${gross}`,
  settlement: (settlement: string, treatment: string, numbering: string) =>
    `Settlement: ${settlement}; ${treatment}; numbered by ${numbering}`,
  approved: (by: string, at: string) => `Approved by ${by} at ${at}`,
  interpretation: (clause: string, question: string, reading: string, by: string, on: string) =>
    `Reading of clause ${clause}: ${question} ${reading} (${by}, ${on})`,
  waits: (why: string) => `Waits for a person: ${why}`,
  accepted: (by: string, at: string, reason: string) => `Accepted by ${by} at ${at}: ${reason}`,
  closed: (at: string) => `Closed at ${at}`,
  hash: (sha256: string) => `SHA-256 over the inputs: ${sha256}`,
};

/** Every sentence of an explanation; both languages say the same things. */
export type Sentences = typeof EN;

const NL: Sentences = {
  none: 'geen',
  title: (id) => `Maandafrekening ${id}`,
  parties: (customer, seller) => `Voor ${customer}, door ${seller}`,
  contract: (ref, version, agreement, agreementVersion) =>
    `Contract ${ref} versie ${version}, onder "${agreement}" versie ${agreementVersion}`,
  service: (name, ref, environment) => `Dienst ${name} (${ref}), ${environment}`,
  period: (month, span, zone) => `Periode ${month}: ${span}, tijden in ${zone}`,
  partial: (month) => `Het contract dekt een deel van de maand; de hele maand duurt ${month}`,
  measuredOn: (source) => `Berust op ${source}`,
  corrects: (revision, id, reason) => `Revisie ${revision}, corrigeert ${id}: ${reason}`,
  step1: (scope, environments) =>
    `1. Storingen. ${scope === 'all-users' ? 'Alleen die alle gebruikers troffen tellen' : 'Die enige gebruiker trof telt'}, in: ${environments}`,
  doesCount: 'telt',
  doesNotCount: (why) => `telt niet: ${why}`,
  wasOpen: 'bij het afsluiten nog gaande',
  step2: '2. Overlap telt één keer:',
  step3: '3. Uitsluitingen:',
  remains: 'Blijft over na uitsluitingen:',
  holds: 'geldt',
  rejected: 'geldt niet',
  clause: (clause) => `artikel ${clause}`,
  noClause: 'geen artikel',
  channel: (channel, at) => (at === null ? `kanaal ${channel}` : `kanaal ${channel} op ${at}`),
  neededBy: (at) => `uiterlijk nodig op ${at}`,
  decision: (by, at, reason) => `besloten door ${by} op ${at}: ${reason}`,
  takesOut: (spans) => `neemt uit ${spans}`,
  noMinimum: '4. Geen minimumduur',
  step4: (longerThan, counts, clause) =>
    `4. Een stuk telt als het strikt langer is dan ${inDutch(longerThan)} (artikel ${clause}), ${counts === 'whole' ? 'en dan helemaal' : 'en dan wat daarboven uitkomt'}`,
  tooShort: 'Te kort:',
  counts: 'Telt:',
  step5: (span) => `5. Downtime binnen ${span}:`,
  step5Hours: (calendar) => `5. Downtime binnen de toegezegde uren "${calendar}" van de periode:`,
  formula: 'Beschikbaarheid = (totaal − downtime) / totaal, afgekapt op vier decimalen, nooit naar boven afgerond',
  experienced: 'Ervaren (zonder uitsluitingen, zonder minimum)',
  contracted: 'Volgens contract',
  figure: (which, total, down, percent) =>
    `${which}: (${total} − ${down}) / ${total} ms = ${total - down} / ${total} = ${percent}`,
  nothingToMeasure: 'Volgens contract: er blijft geen tijd over om te meten',
  excluded: (length, time) =>
    `Storingstijd die is uitgesloten: ${length}; uitgesloten tijd ${time === 'stays' ? 'blijft in' : 'verlaat'} het totaal`,
  noTarget: 'Er is geen beschikbaarheid toegezegd; het cijfer staat zonder doel',
  target: (percent, kind, clause, met) =>
    `Doel ${percent} (${kind}, artikel ${clause}): ${met === null ? 'niet te beoordelen' : met ? 'gehaald' : 'gemist'}`,
  budget: (budget, left) => `Foutbudget ${budget}, over ${left}`,
  coverage: (percent, unknown, required, sufficient) =>
    `Dekking ${percent}, onbekend ${unknown}; ${required === null ? 'er is geen dekking vereist' : `${required} is vereist: ${sufficient ? 'gehaald' : 'niet gehaald'}`}`,
  unknown: 'onbekend',
  threshold: (kind, percent, boundary, from, holds, credit, clause) =>
    `${kind === 'target' ? 'Doel gemist' : `Staffel van ${credit}`} ${boundary === 'below' ? `onder ${percent} (de grens zelf valt erbuiten)` : `op ${percent} of lager (de grens zelf valt erin)`}, vanaf ${from} downtime, artikel ${clause}: ${holds ? 'ja' : 'nee'}`,
  noLatency: (limit, clause) => `Gemiddelde reactietijd hoogstens ${limit} ms (artikel ${clause}): niet waargenomen`,
  latency: (sum, count, mean, limit, kind, clause, met) =>
    `Gemiddelde reactietijd ${sum} ms / ${count} = ${mean.replace('.', ',')} ms, hoogstens ${limit} ms (${kind}, artikel ${clause}): ${met ? 'gehaald' : 'gemist'}`,
  noCredits: 'Het contract kent voor deze dienst geen credits',
  credit: (clause) => `Credit (artikel ${clause})`,
  base: (of, amount) => `Grondslag: ${of}, ${amount}`,
  partialBase: (of, fee, part, whole, amount) =>
    `Grondslag: ${of}, ${fee} × ${part} / ${whole} ms = ${amount} (rekenkundig afgerond)`,
  noBand: 'Geen staffel geldt: er is geen credit verschuldigd',
  band: (percent, boundary, clause, base, share, line) =>
    `Diepste staffel die geldt: ${boundary === 'below' ? 'onder' : 'op of onder'} ${percent} (artikel ${clause}). ${base} × ${share} = ${line} (rekenkundig afgerond, één keer)`,
  cap: (clause, span, share, cap, used, room, reduced) =>
    `Maximum (artikel ${clause}, ${span}): ${share} = ${cap} (naar beneden afgerond), gebruikt ${used}, ruimte ${room}: ${reduced ? 'verlaagt de credit' : 'niet bereikt'}`,
  minimum: (amount, reached) =>
    `Minimum ${amount}: ${reached ? 'bereikt' : 'niet bereikt, er wordt geen credit gegeven'}`,
  vat: (net, category, rate, tax, gross) =>
    `Verschuldigd: netto ${net}, btw ${category} ${rate} = ${tax} (rekenkundig afgerond, één keer over het totaal), bruto ${gross}`,
  issuedBefore: (net, gross) => `Eerder uitgegeven: netto ${net}, bruto ${gross}`,
  nothingIssued: 'Deze revisie geeft niets uit',
  issued: (kind, id, net, tax, gross) => `Nu uitgegeven: ${kind} ${id}, netto ${net}, btw ${tax}, bruto ${gross}`,
  settlement: (settlement, treatment, numbering) =>
    `Afwikkeling: ${settlement}; ${treatment}; genummerd door ${numbering}`,
  approved: (by, at) => `Goedgekeurd door ${by} op ${at}`,
  interpretation: (clause, question, reading, by, on) =>
    `Lezing van artikel ${clause}: ${question} ${reading} (${by}, ${on})`,
  waits: (why) => `Wacht op een persoon: ${why}`,
  accepted: (by, at, reason) => `Aanvaard door ${by} op ${at}: ${reason}`,
  closed: (at) => `Afgesloten op ${at}`,
  hash: (sha256) => `SHA-256 over de gegevens: ${sha256}`,
};

function inDutch(duration: string): string {
  const units: Readonly<Record<string, string>> = {
    second: 'seconde',
    seconds: 'seconden',
    minute: 'minuut',
    minutes: 'minuten',
    hour: 'uur',
    hours: 'uur',
    day: 'dag',
    days: 'dagen',
    week: 'week',
    weeks: 'weken',
  };
  return duration.replace(/[a-z]+$/, (unit) => units[unit] ?? unit);
}

export const SENTENCES: Readonly<Record<Language, Sentences>> = { en: EN, nl: NL };
