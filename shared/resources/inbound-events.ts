/** Types of events that other systems put on the bus, by the function that takes them. */
export const INBOUND_EVENT_TYPES = {
  'report-incident': ['sla.incident.reported.v1'],
  'update-incident': [
    'sla.incident.report-completed.v1',
    'sla.incident.responded.v1',
    'sla.incident.work-started.v1',
    'sla.incident.paused.v1',
    'sla.incident.resumed.v1',
    'sla.incident.reprioritised.v1',
    'sla.incident.worked-around.v1',
    'sla.incident.resolved.v1',
    'sla.incident.reopened.v1',
    'sla.incident.closed.v1',
    'sla.incident.commented.v1',
    'sla.incident.agreed.v1',
    'sla.incident.acknowledged.v1',
  ],
} as const;
