import { formatLocal } from '../../../../shared/domain/business-time/zone.ts';
import type { Agreement, SupportRule } from '../../../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../../../shared/domain/contract/contract.ts';
import type { Action, Command } from '../../../../shared/domain/incident/action.ts';
import {
  changeIncident,
  checkIncident,
  type Decision,
  openIncident,
} from '../../../../shared/domain/incident/decide.ts';
import type { Incident } from '../../../../shared/domain/incident/incident.ts';
import { type IncidentTerms, incidentTerms } from '../../../../shared/domain/incident/terms.ts';
import type { Interval } from '../../../../shared/domain/interval/interval.ts';
import type { JournalEvent } from '../../../../shared/domain/journal/journal.ts';

/** An agreement with the shapes that matter, without a text of its own behind it. */
export function agreementWith(support: Partial<SupportRule> = {}, language: 'nl' | 'en' = 'nl'): Agreement {
  return {
    kind: 'agreement',
    ref: 'example',
    version: 1,
    title: 'Example',
    provider: 'Example Hosting',
    language,
    source: { document: 'example' },
    effectiveFrom: '2026-01-01',
    timeZone: 'Europe/Amsterdam',
    calendars: {
      office: {
        clause: '1',
        hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:30']]])),
        holidays: ['2026-05-14', '2026-05-25'],
        holidayYears: [2026],
      },
    },
    support: {
      clause: '2',
      responseStopsAt: 'first-answer',
      resolutionStopsAt: 'fix',
      resolutionStartsAt: 'report',
      pauseStops: 'resolution',
      priorityChange: 'retroactive',
      warnAt: '75',
      priorities: [
        {
          ref: 'high',
          name: 'Hoog',
          meaning: 'down',
          clause: '2.1',
          severity: 1,
          response: { clause: '2.2', kind: 'guarantee', within: '1 hour' },
          resolution: { clause: '2.2', kind: 'guarantee', within: '8 hours' },
        },
        {
          ref: 'normal',
          name: 'Neutraal',
          meaning: 'partly',
          clause: '2.1',
          severity: 3,
          response: { clause: '2.2', kind: 'guarantee', within: '8 business hours', calendar: 'office' },
          resolution: { clause: '2.2', kind: 'best-effort', within: '16 business hours', calendar: 'office' },
        },
        {
          ref: 'none',
          name: 'Geen',
          meaning: 'outside',
          clause: '2.1',
          severity: 5,
          response: { clause: '2.2', kind: 'guarantee', within: 'by agreement' },
          resolution: { clause: '2.2', kind: 'guarantee', within: 'by agreement' },
        },
      ],
      ...support,
    },
  };
}

export function contractWith(more: Partial<Contract> = {}): Contract {
  const address = { street: 'Straat 1', postalCode: '1011 AA', city: 'Amsterdam', country: 'NL' };
  return {
    kind: 'contract',
    ref: 'demo-example',
    version: 1,
    agreement: { ref: 'example', version: 1 },
    effectiveFrom: '2026-01-01',
    startsOn: '2026-01-01',
    currency: 'EUR',
    seller: { id: 'seller', legalName: 'Example Hosting BV', address },
    customer: { ref: 'customer-1', legalName: 'Bakkerij Jansen BV', address },
    services: [
      {
        ref: 'web',
        name: 'Webwinkel',
        environment: 'production',
        fee: '249.00',
        vat: { category: 'S', rate: '21' },
        measuredBy: 'records',
      },
    ],
    contacts: [
      { ref: 'desk', name: 'Supportteam', email: 'support@example.nl', phone: '+31 20 000 00 00' },
      { ref: 'standby', name: 'Wim Jansen', phone: '+31 6 00 00 00 00' },
      { ref: 'director', name: 'Anne de Vries', phone: '+31 6 11 11 11 11' },
    ],
    routing: [
      { calendar: 'office', when: 'open', contacts: ['desk', 'standby', 'director'] },
      { contacts: ['standby', 'director'] },
    ],
    ...more,
  };
}

export function termsWith(
  support: Partial<SupportRule> = {},
  more: Partial<Contract> = {},
  language: 'nl' | 'en' = 'nl',
): IncidentTerms {
  return incidentTerms(contractWith(more), agreementWith(support, language));
}

/** Epoch ms of an instant written with its offset. */
export function t(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at) || !/(Z|[+-]\d\d:\d\d)$/.test(text)) throw new Error(`no instant: ${text}`);
  return at;
}

/** One incident in the hands of a support desk: does things to it and keeps every event that came of it. */
export class SupportDesk {
  readonly terms: IncidentTerms;
  readonly events: JournalEvent[] = [];
  readonly excluded: Interval[] = [];
  incident: Incident | undefined;
  private commands = 0;

  constructor(terms: IncidentTerms) {
    this.terms = terms;
  }

  report(
    at: number,
    priority: string | undefined,
    more: Partial<Extract<Action, { type: 'report' }>> = {},
    now = at,
  ): Decision {
    const action = {
      type: 'report' as const,
      contractRef: this.terms.contract.ref,
      serviceRef: this.terms.contract.services[0]?.ref ?? '',
      title: 'Website onbereikbaar',
      source: 'api' as const,
      ...(priority === undefined ? {} : { priority }),
      ...more,
    };
    return this.keep(openIncident('inc-1', { id: 'report', at, action }, this.context(now)));
  }

  act(at: number, action: Action, now = at, id = `command-${++this.commands}`): Decision {
    return this.carryOut({ id, at, action }, now);
  }

  carryOut(command: Command, now: number): Decision {
    return this.keep(changeIncident(this.present(), command, this.context(now)));
  }

  check(now: number): Decision {
    return this.keep(checkIncident(this.present(), this.context(now)));
  }

  /** Fires everything that is scheduled up to an instant, each at its time. */
  letTimePass(until: number): void {
    for (;;) {
      const next = this.present().schedules[0];
      if (next === undefined || next.at > until) return;
      this.check(next.at);
    }
  }

  present(): Incident {
    if (this.incident === undefined) throw new Error('nothing was reported');
    return this.incident;
  }

  /** Type and instant of everything about clocks that was made known. */
  told(): readonly string[] {
    return this.events
      .filter(({ type }) => type.startsWith('sla.clock.'))
      .map(({ type, at, data }) => {
        const { clock } = data as { readonly clock: string };
        return `${clock} ${type.slice('sla.clock.'.length, -'.v1'.length)} ${formatLocal(at, 'UTC')}`;
      });
  }

  private context(now: number) {
    return { terms: this.terms, excluded: this.excluded, now };
  }

  private keep(decision: Decision): Decision {
    this.incident = decision.next;
    this.events.push(...decision.events);
    return decision;
  }
}
