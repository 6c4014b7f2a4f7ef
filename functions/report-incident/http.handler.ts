import { randomUUID } from 'node:crypto';
import { incidentDesk } from '../../shared/adapters/aws/incident-desk.ts';
import { endpoint, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import { clocksOf } from '../../shared/ports/incident-desk.ts';
import * as api from '../../shared/schemas/api/incidents.ts';
import { incidentView } from '../../shared/schemas/incident-view.ts';
import { incidentReport } from './report-body.ts';
import { reportIncident } from './report-incident.ts';

export const handler = httpHandler({
  reportIncident: endpoint(api.reportIncident, async ({ body, headers, caller }) => {
    const by = body.by ?? (caller === 'anonymous' ? undefined : caller);
    const id = `http:${headers['idempotency-key'] ?? randomUUID()}`;
    const report = incidentReport(id, { ...body, ...(by === undefined ? {} : { by }) }, 'api');
    const { incident } = await reportIncident(incidentDesk(), report);
    return {
      status: 201,
      body: incidentView(incident, await clocksOf(incidentDesk(), incident)),
      headers: { location: `/incidents/${incident.id}`, etag: `"${incident.version}"` },
    };
  }),
});
