import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import { incidentDesk } from '../../shared/adapters/aws/incident-desk.ts';
import { IncidentReported } from '../../shared/schemas/incident-event.ts';
import { incidentReport } from './report-body.ts';
import { reportIncident } from './report-incident.ts';

/** `sla.incident.reported.v1`: the event's source and id make a repeat recognisable. */
export const handler = middy<EventBridgeEvent<string, unknown>, { readonly incidentId: string }>().handler(
  async ({ detail }) => {
    const { source, id, time, data } = IncidentReported.parse(detail);
    const { source: finder = 'event', ...body } = data;
    const at = body.at ?? time;
    const report = incidentReport(`event:${source}#${id}`, { ...body, ...(at === undefined ? {} : { at }) }, finder);
    const { incident } = await reportIncident(incidentDesk(), report);
    return { incidentId: incident.id };
  },
);
