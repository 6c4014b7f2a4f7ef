import { describe, expect, it } from 'vitest';
import type { JournalEntry, JournalEvent } from '../../../../shared/domain/journal/journal.ts';
import { contractOf, notificationsOf } from '../../../../shared/domain/notification/messages.ts';
import type { Notification } from '../../../../shared/domain/notification/notification.ts';
import { SupportDesk, t, termsWith } from '../incident/support-desk.ts';

const URL = 'https://sla.example.nl';
/** Thursday afternoon before a long weekend: Ascension follows in the week after. */
const THURSDAY = t('2026-05-07T16:00:00+02:00');

function entryOf(event: JournalEvent, recordedAt = event.at): JournalEntry {
  const chain = { aggregate: event.subject, sequence: 1, previousHash: '', hash: '' };
  return { ...event, ...chain, recordedAt };
}

function messagesOf(desk: SupportDesk, type: string, recordedAt?: number): readonly Notification[] {
  const event = desk.events.find((candidate) => candidate.type === type);
  if (event === undefined) throw new Error(`no ${type}`);
  return notificationsOf(entryOf(event, recordedAt), desk.terms, URL);
}

function bodyOf(messages: readonly Notification[], channel: Notification['channel']): string {
  return messages.find((message) => message.channel === channel)?.body ?? '';
}

function breachedDesk(language: 'nl' | 'en'): SupportDesk {
  const desk = new SupportDesk(termsWith({}, { escalateAfter: '30 minutes' }, language));
  desk.report(THURSDAY, 'normal', { title: 'Betalen lukt niet' });
  desk.letTimePass(t('2026-05-13T00:00:00+02:00'));
  return desk;
}

describe('messages in Dutch', () => {
  const desk = breachedDesk('nl');

  it('tell of a new incident with what was promised and when it is due', () => {
    // 16:00-17:30 is 1.5 h on Thursday; 6.5 h more on Friday from 09:00; 16 h end on Monday at 15:00.
    const messages = messagesOf(desk, 'sla.incident.opened.v1');
    expect(bodyOf(messages, 'support')).toBe(
      [
        'Nieuw incident: Betalen lukt niet',
        '',
        'Er is een incident gemeld voor Webwinkel.',
        '',
        'Contract:   demo-example (Bakkerij Jansen BV)',
        'Dienst:     Webwinkel (web)',
        'Prioriteit: Neutraal',
        'Gemeld:     do 7 mei 2026 16:00',
        'Beloofd:    reactie binnen 8 werkuren (garantie, bepaling 2.2)',
        'Uiterlijk:  vr 8 mei 2026 15:30 (Europe/Amsterdam)',
        'Beloofd:    oplossing binnen 16 werkuren (streven, bepaling 2.2)',
        'Uiterlijk:  ma 11 mei 2026 15:00 (Europe/Amsterdam)',
        'Stand:      open',
        'Voor:       Supportteam, +31 20 000 00 00, support@example.nl; Wim Jansen, +31 6 00 00 00 00; Anne de Vries, +31 6 11 11 11 11',
        'Meer:       https://sla.example.nl/incidents/inc-1',
        '',
      ].join('\n'),
    );
  });

  it('tell of a breach with what was promised and when it was due', () => {
    const messages = messagesOf(desk, 'sla.clock.breached.v1');
    expect(messages.map(({ id, subject }) => [id, subject])).toEqual([
      ['inc-1/response/breached/1778247000000#support', 'Reactietermijn overschreden: Betalen lukt niet'],
      ['inc-1/response/breached/1778247000000#sms', 'Reactietermijn overschreden: Betalen lukt niet'],
      ['inc-1/response/breached/1778247000000#chat', 'Reactietermijn overschreden: Betalen lukt niet'],
    ]);
    expect(bodyOf(messages, 'support')).toBe(
      [
        'Reactietermijn overschreden: Betalen lukt niet',
        '',
        'De reactie had er uiterlijk vr 8 mei 2026 15:30 moeten zijn.',
        '',
        'Contract:      demo-example (Bakkerij Jansen BV)',
        'Dienst:        Webwinkel (web)',
        'Prioriteit:    Neutraal',
        'Gemeld:        do 7 mei 2026 16:00',
        'Beloofd:       reactie binnen 8 werkuren (garantie, bepaling 2.2)',
        'Was uiterlijk: vr 8 mei 2026 15:30 (Europe/Amsterdam)',
        'Stand:         open',
        'Voor:          Supportteam, +31 20 000 00 00, support@example.nl; Wim Jansen, +31 6 00 00 00 00; Anne de Vries, +31 6 11 11 11 11',
        'Meer:          https://sla.example.nl/incidents/inc-1',
        '',
      ].join('\n'),
    );
    expect(bodyOf(messages, 'sms')).toBe(
      'TE LAAT: reactie was uiterlijk 8-5 15:30 demo-example/web normal inc-1: Betalen lukt niet',
    );
    expect(messages[0]?.attributes).toEqual({
      notificationId: 'inc-1/response/breached/1778247000000',
      eventType: 'sla.clock.breached.v1',
      schemaVersion: '1',
      severity: '3',
      state: 'breached',
      contractRef: 'demo-example',
      customerRef: 'customer-1',
      serviceRef: 'web',
      contact: 'desk',
    });
  });

  it('keep the chat of an incident in one thread, in the form chat applications take', () => {
    const chat = messagesOf(desk, 'sla.clock.at-risk.v1').find(({ channel }) => channel === 'chat');
    expect(JSON.parse(chat?.body ?? '')).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: {
        textType: 'client-markdown',
        title: 'Reactietermijn in gevaar: Betalen lukt niet',
        nextSteps: ['Reageer naar de melder.', 'https://sla.example.nl/incidents/inc-1'],
      },
      metadata: { threadId: 'inc-1', eventType: 'sla.clock.at-risk.v1' },
    });
  });

  it('go to the next contact on escalation', () => {
    const [message] = messagesOf(desk, 'sla.clock.escalated.v1');
    expect(message?.subject).toBe('Escalatie: reactie te laat: Betalen lukt niet');
    expect(message?.attributes['contact']).toBe('standby');
  });

  it('go to the contact of the hour', () => {
    const evening = t('2026-05-08T20:00:00+02:00');
    expect(messagesOf(desk, 'sla.clock.breached.v1', evening)[0]?.attributes['contact']).toBe('standby');
  });

  it('say what is missing from a report', () => {
    const incomplete = new SupportDesk(termsWith({ correctReport: { clause: '5.3', fields: ['name', 'url'] } }));
    incomplete.report(THURSDAY, 'normal', { title: 'Traag', fields: { name: 'Jan' } });
    const body = bodyOf(messagesOf(incomplete, 'sla.incident.opened.v1'), 'support');
    expect(body).toContain('Melding onvolledig: Traag');
    expect(body).toContain('Ontbreekt:  url');
    expect(body).not.toContain('Uiterlijk');
  });

  it('take back a breach that was none', () => {
    const late = breachedDesk('nl');
    late.act(THURSDAY + 3_600_000, { type: 'respond' }, t('2026-05-13T09:00:00+02:00'));
    const body = bodyOf(messagesOf(late, 'sla.clock.breach-withdrawn.v1'), 'support');
    expect(body).toContain('Toch op tijd: reactie: Betalen lukt niet');
    expect(body).toContain('De eerder gemelde overschrijding van vr 8 mei 2026 15:30 is ingetrokken');
  });
});

describe('messages in English', () => {
  const desk = breachedDesk('en');

  it('tell of a warning', () => {
    expect(bodyOf(messagesOf(desk, 'sla.clock.at-risk.v1'), 'support')).toBe(
      [
        'Response time at risk: Betalen lukt niet',
        '',
        'The response is due Fri 8 May 2026 15:30.',
        '',
        'Contract: demo-example (Bakkerij Jansen BV)',
        'Service:  Webwinkel (web)',
        'Priority: Neutraal',
        'Reported: Thu 7 May 2026 16:00',
        'Promised: response within 8 business hours (guarantee, clause 2.2)',
        'Due:      Fri 8 May 2026 15:30 (Europe/Amsterdam)',
        'State:    open',
        'For:      Supportteam, +31 20 000 00 00, support@example.nl; Wim Jansen, +31 6 00 00 00 00; Anne de Vries, +31 6 11 11 11 11',
        'More:     https://sla.example.nl/incidents/inc-1',
        '',
      ].join('\n'),
    );
  });

  it('tell of a breach and an escalation', () => {
    expect(bodyOf(messagesOf(desk, 'sla.clock.breached.v1'), 'sms')).toBe(
      'BREACHED: response was due 8 May 15:30 demo-example/web normal inc-1: Betalen lukt niet',
    );
    expect(messagesOf(desk, 'sla.clock.escalated.v1')[0]?.subject).toBe(
      'Escalation: response overdue: Betalen lukt niet',
    );
  });
});

describe('text somebody typed', () => {
  it('cannot break a subject, a phone or a chat', () => {
    const desk = new SupportDesk(termsWith());
    desk.report(THURSDAY, 'high', { title: `Caf\u00e9 <!channel> *plat* ${'\u20ac'.repeat(150)}` });
    const messages = messagesOf(desk, 'sla.incident.opened.v1');
    for (const { subject } of messages) expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
    expect(bodyOf(messages, 'sms')).toMatch(/^[\x20-\x7e]{1,160}$/);
    expect(bodyOf(messages, 'chat')).not.toContain('<!channel>');
    expect(messages[0]?.subject).toContain('Cafe');
  });
});

describe('messages about a month', () => {
  const terms = termsWith();
  const month = (type: string, data: JournalEvent['data'], language: 'nl' | 'en' = 'nl') => {
    const event = { id: 'e1', type, at: THURSDAY, subject: 'contract/demo-example', data };
    return notificationsOf(entryOf(event), language === 'nl' ? terms : termsWith({}, {}, 'en'), undefined);
  };
  const about = { contractRef: 'demo-example', contractVersion: 1, month: '2026-04' };

  it('tell of a credit with net, VAT and gross', () => {
    const credit = {
      ...about,
      serviceRef: 'web',
      kind: 'original',
      totals: { currency: 'EUR', netMinor: 7470, taxMinor: 1569, grossMinor: 9039 },
    };
    const messages = month('sla.service-credit.issued.v1', credit);
    expect(messages[0]?.subject).toBe('SLA-tegoed EUR 90,39: april 2026, Bakkerij Jansen BV');
    expect(bodyOf(messages, 'support')).toContain('Bedrag:   € 90,39 (€ 74,70 excl. btw € 15,69)');
    expect(bodyOf(month('sla.service-credit.issued.v1', credit, 'en'), 'support')).toContain(
      'Amount:   EUR 90.39 (EUR 74.70 without VAT EUR 15.69)',
    );
  });

  it('tell why a month waits for a person', () => {
    const messages = month('sla.period.needs-review.v1', { ...about, reasons: ['coverage 80 % is under 95 %'] });
    expect(messages[0]?.subject).toBe('Controle nodig: april 2026, Bakkerij Jansen BV');
    expect(bodyOf(messages, 'support')).toContain('Reden:    coverage 80 % is under 95 %');
  });

  it('tell of a closed month', () => {
    expect(month('sla.period.closed.v1', { ...about, revision: 1 })[0]?.subject).toBe(
      'Maand afgesloten: april 2026, Bakkerij Jansen BV',
    );
    const service = {
      serviceRef: 'web',
      contractedPercent: '99.5902',
      experiencedPercent: '99.5740',
      target: '99.9',
      credit: { kind: 'original', currency: 'EUR', grossMinor: 9039 },
    };
    const closed = (language: 'nl' | 'en', credit: typeof service.credit | null) =>
      bodyOf(
        month('sla.period.closed.v1', { ...about, revision: 1, services: [{ ...service, credit }] }, language),
        'support',
      );
    expect(closed('nl', service.credit)).toContain(
      '99,5902 % volgens contract, 99,5740 % zoals ervaren, doel 99,9 %, tegoed € 90,39',
    );
    expect(closed('en', null)).toContain('99.5902 % as contracted, 99.5740 % as experienced, target 99.9 %, no credit');
  });

  it('know which contract version they need', () => {
    const event = { id: 'e1', type: 'sla.period.closed.v1', at: 0, subject: '', data: about };
    expect(contractOf(entryOf(event))).toEqual({ ref: 'demo-example', version: 1 });
    expect(contractOf(entryOf({ ...event, type: 'sla.outage.started.v1' }))).toBeNull();
  });
});
