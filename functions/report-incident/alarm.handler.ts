import middy from '@middy/core';
import { incidentDesk } from '../../shared/adapters/aws/incident-desk.ts';
import { AlarmStateChange } from '../../shared/schemas/incident-event.ts';
import { alarmReport } from './alarm-report.ts';
import { reportIncident } from './report-incident.ts';

/** A CloudWatch alarm went off: the same operation as a report by a person. */
export const handler = middy<unknown, { readonly incidentId: string | null }>().handler(async (event) => {
  const report = alarmReport(AlarmStateChange.parse(event));
  if (report === null) return { incidentId: null };
  const { incident } = await reportIncident(incidentDesk(), report);
  return { incidentId: incident.id };
});
