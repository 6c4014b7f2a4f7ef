import { describe, expect, it } from 'vitest';
import { alarmReport } from '../../../functions/report-incident/alarm-report.ts';
import { incidentReport } from '../../../functions/report-incident/report-body.ts';
import { incidentIdOf } from '../../../functions/report-incident/report-incident.ts';
import { commandOf } from '../../../functions/update-incident/command-body.ts';
import { scheduleTime } from '../../../shared/adapters/aws/eventbridge-deadline-scheduler.ts';
import { ValidationError } from '../../../shared/domain/errors.ts';
import { scheduleName } from '../../../shared/domain/incident/schedules.ts';
import {
  AlarmStateChange,
  INBOUND_COMMANDS,
  IncidentChanged,
  IncidentReported,
  OUTGOING_INCIDENT_EVENTS,
} from '../../../shared/schemas/incident-event.ts';
import { SupportDesk, t, termsWith } from '../../shared/domain/incident/support-desk.ts';

const INCIDENT = incidentIdOf('event:nl.example#1');

describe('an event on the bus', () => {
  const reported = {
    specversion: '1.0',
    id: '1',
    source: 'nl.example',
    type: 'sla.incident.reported.v1',
    time: '2026-05-07T16:00:00+02:00',
    data: { contractRef: 'demo', serviceRef: 'web', priority: 'high', title: 'Down', source: 'probe' },
  };

  it('reports an incident, one found by a probe too', () => {
    const { data } = IncidentReported.parse(reported);
    const { source = 'event', ...body } = data;
    expect(incidentReport('event:nl.example#1', body, source)).toMatchObject({
      type: 'incident',
      report: { contractRef: 'demo', source: 'probe', title: 'Down' },
    });
  });

  it('is refused when it is malformed', () => {
    for (const wrong of [
      { ...reported, specversion: '0.3' },
      { ...reported, data: { ...reported.data, title: '' } },
      { ...reported, data: { ...reported.data, source: 'alarm' } },
    ]) {
      expect(IncidentReported.safeParse(wrong).success).toBe(false);
    }
  });

  it('carries every command', () => {
    expect(new Set(Object.values(INBOUND_COMMANDS)).size).toBe(Object.keys(INBOUND_COMMANDS).length);
    const { data, type } = IncidentChanged.parse({
      ...reported,
      type: 'sla.incident.paused.v1',
      data: { incidentId: INCIDENT, reason: 'wacht op klant' },
    });
    const { incidentId, ...body } = data;
    expect(incidentId).toBe(INCIDENT);
    expect(commandOf('x', INBOUND_COMMANDS[type], body)).toEqual({
      id: 'x',
      action: { type: 'pause', reason: 'wacht op klant' },
    });
  });
});

describe('a command from a wire', () => {
  it('has its instants as epoch ms', () => {
    const body = { clock: 'response', deadline: '2026-05-07T16:00:00+02:00', at: '2026-05-07T15:00:00+02:00' };
    expect(commandOf('x', 'agree', body)).toEqual({
      id: 'x',
      at: t('2026-05-07T15:00:00+02:00'),
      action: { type: 'agree', clock: 'response', deadline: t('2026-05-07T16:00:00+02:00') },
    });
  });

  it('is refused with the name of the field', () => {
    expect(() => commandOf('x', 'pause', {})).toThrow(ValidationError);
    expect(() => commandOf('x', 'resolve', { reason: 'x' })).toThrow('reason');
  });
});

describe('a CloudWatch alarm', () => {
  const alarm = (description: string | undefined, value = 'ALARM') =>
    AlarmStateChange.parse({
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      resources: ['arn:aws:cloudwatch:eu-west-1:1:alarm:web'],
      detail: {
        alarmName: 'web-5xx',
        state: { value, reason: 'Threshold Crossed', timestamp: '2026-05-07T14:00:00.000+0000' },
        configuration: { description },
      },
    });

  it('reports for the service its description names', () => {
    expect(alarmReport(alarm('Too many errors. sla:demo-example/web/high'))).toMatchObject({
      at: t('2026-05-07T14:00:00Z'),
      report: { contractRef: 'demo-example', serviceRef: 'web', priority: 'high', source: 'alarm' },
    });
  });

  it('is the same report when it is delivered twice, and another one when it goes off again', () => {
    expect(alarmReport(alarm('sla:a/b/c'))?.id).toBe('alarm:arn:aws:cloudwatch:eu-west-1:1:alarm:web@1778162400000');
  });

  it('reports nothing when it is good again, and is refused when it names no service', () => {
    expect(alarmReport(alarm('sla:a/b/c', 'OK'))).toBeNull();
    expect(() => alarmReport(alarm('just an alarm'))).toThrow('sla:<contract>/<service>/<priority>');
    expect(() => alarmReport(alarm(undefined))).toThrow(ValidationError);
  });
});

describe('a schedule', () => {
  it('never asks before its time, and at once when the time has passed', () => {
    const now = t('2026-05-07T14:00:00Z');
    expect(scheduleTime(now + 60_001, now)).toBe('2026-05-07T14:01:01');
    expect(scheduleTime(now + 60_000, now)).toBe('2026-05-07T14:01:00');
    expect(scheduleTime(now - 1, now)).toBe('2026-05-07T14:00:02');
  });

  it('has a name that fits, for the longest of them', () => {
    const longest = { incidentId: INCIDENT, clock: 'resolution', kind: 'escalation', at: 7_258_118_400_000 } as const;
    expect(scheduleName(longest)).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
  });
});

describe('outgoing events', () => {
  it('are what their schemas say, and name nobody', () => {
    const desk = new SupportDesk(termsWith());
    const at = t('2026-05-18T10:00:00+02:00');
    desk.report(at, 'high', { description: 'secret', fields: { name: 'Jan' } });
    desk.letTimePass(at + 86_400_000);
    desk.act(at + 60_000, { type: 'resolve' }, at + 86_400_000);
    const seen = new Set<string>();
    for (const { type, data } of desk.events) {
      if (!(type in OUTGOING_INCIDENT_EVENTS)) continue;
      seen.add(type);
      const schema = OUTGOING_INCIDENT_EVENTS[type as keyof typeof OUTGOING_INCIDENT_EVENTS];
      const known = { ...(data as object), incidentId: INCIDENT };
      expect(Object.keys(schema.parse(known)).sort()).toEqual(Object.keys(known).sort());
      expect(JSON.stringify(data)).not.toMatch(/secret|Jan/);
    }
    expect([...seen].sort()).toEqual(Object.keys(OUTGOING_INCIDENT_EVENTS).sort());
  });
});
