import * as z from 'zod';
import type { CommandName } from '../domain/incident/action.ts';
import { INCIDENT_STATES } from '../domain/incident/incident.ts';
import { IncidentId, ReportBody } from './incident.ts';

/** Types of events that report an incident or tell what was done about one. */
export const INBOUND_COMMANDS = {
  'sla.incident.report-completed.v1': 'complete-report',
  'sla.incident.responded.v1': 'respond',
  'sla.incident.work-started.v1': 'start-work',
  'sla.incident.paused.v1': 'pause',
  'sla.incident.resumed.v1': 'resume',
  'sla.incident.reprioritised.v1': 'reprioritise',
  'sla.incident.worked-around.v1': 'workaround',
  'sla.incident.resolved.v1': 'resolve',
  'sla.incident.reopened.v1': 'reopen',
  'sla.incident.closed.v1': 'close',
  'sla.incident.commented.v1': 'comment',
  'sla.incident.agreed.v1': 'agree',
  'sla.incident.acknowledged.v1': 'acknowledge',
} as const satisfies Record<string, CommandName>;

export const INCIDENT_REPORTED = 'sla.incident.reported.v1';

/** CloudEvents 1.0 as other systems put them on the bus; source and id together name the event. */
const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(256),
  source: z.string().min(1).max(256),
  type: z.string(),
  time: z.iso.datetime({ offset: true }).optional(),
});

export const IncidentReported = Envelope.extend({
  type: z.literal(INCIDENT_REPORTED),
  data: ReportBody.safeExtend({ source: z.enum(['event', 'probe']).optional() }),
}).meta({ id: 'IncidentReportedEvent' });

/** The envelope and the incident; the rest of `data` is the command's body. */
export const IncidentChanged = Envelope.extend({
  type: z.enum(Object.keys(INBOUND_COMMANDS) as [keyof typeof INBOUND_COMMANDS, ...(keyof typeof INBOUND_COMMANDS)[]]),
  data: z.looseObject({ incidentId: IncidentId }),
}).meta({ id: 'IncidentChangedEvent' });

/** What CloudWatch puts on the default bus when an alarm changes its state; other members are let through unread. */
export const AlarmStateChange = z.object({
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  resources: z.array(z.string()).min(1),
  detail: z.object({
    alarmName: z.string().min(1),
    state: z.object({ value: z.string(), reason: z.string().optional(), timestamp: z.string() }),
    configuration: z.object({ description: z.string().optional() }).optional(),
  }),
});

const Ms = z.number().int().describe('UTC epoch ms');

/** What every outgoing event of an incident tells. No names or addresses of people. */
const AboutIncident = z.object({
  incidentId: IncidentId,
  contractRef: z.string(),
  contractVersion: z.number().int(),
  customerRef: z.string(),
  serviceRef: z.string(),
  priority: z.string().nullable(),
  severity: z.number().int().min(1).max(5).nullable(),
  title: z.string(),
  state: z.enum(INCIDENT_STATES),
  reportedAt: Ms,
});

const ClockState = z.object({
  state: z.enum(['none', 'running', 'paused', 'stopped']),
  deadline: Ms.nullable(),
  warningAt: Ms.nullable(),
  breachedAt: Ms.nullable(),
  stoppedAt: Ms.nullable(),
});

export const IncidentOpenedData = AboutIncident.extend({
  reportId: z.string().describe('Id of the report it came from: `event:<source>#<id>` for one from the bus'),
  missing: z.array(z.string()),
  clocks: z.object({ response: ClockState, resolution: ClockState }),
}).meta({ id: 'IncidentOpened' });

const AboutClock = AboutIncident.extend({ clock: z.enum(['response', 'resolution']), deadline: Ms });

export const ClockAtRiskData = AboutClock.extend({
  superseded: z.boolean().optional().describe('The breach was found together with the warning'),
}).meta({ id: 'ClockAtRisk' });

export const ClockBreachedData = AboutClock.meta({ id: 'ClockBreached' });

export const BreachWithdrawnData = AboutClock.extend({
  cause: z.string().describe('The command that came late, or `exclusion`'),
}).meta({ id: 'BreachWithdrawn' });

/** `data` of each outgoing event of an incident, by its type. */
export const OUTGOING_INCIDENT_EVENTS = {
  'sla.incident.opened.v1': IncidentOpenedData,
  'sla.clock.at-risk.v1': ClockAtRiskData,
  'sla.clock.breached.v1': ClockBreachedData,
  'sla.clock.breach-withdrawn.v1': BreachWithdrawnData,
} as const;
