import { incidentDesk } from '../../shared/adapters/aws/incident-desk.ts';
import { endpoint, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import { formatLocal } from '../../shared/domain/business-time/zone.ts';
import * as api from '../../shared/schemas/api/incidents.ts';
import { deadlineView, incidentView, summaryView } from '../../shared/schemas/incident-view.ts';
import { explainDeadlines, listIncidents, readIncident } from './read-incidents.ts';

export const handler = httpHandler({
  listIncidents: endpoint(api.listIncidents, async ({ query }) => {
    const { contractRef, serviceRef, state, dueBefore, limit, after } = query;
    const page = await listIncidents(
      incidentDesk(),
      {
        ...(contractRef === undefined ? {} : { contractRef }),
        ...(serviceRef === undefined ? {} : { serviceRef }),
        ...(state === undefined ? {} : { state }),
        ...(dueBefore === undefined ? {} : { dueBefore: Date.parse(dueBefore) }),
      },
      { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) },
    );
    return { status: 200, body: { ...page, items: page.items.map(summaryView) } };
  }),
  readIncident: endpoint(api.readIncident, async ({ path }) => {
    const { incident, history } = await readIncident(incidentDesk(), path.incidentId);
    return { status: 200, body: incidentView(incident, history), headers: { etag: `"${incident.version}"` } };
  }),
  explainDeadlines: endpoint(api.explainDeadlines, async ({ path }) => {
    const { context, explanations } = await explainDeadlines(incidentDesk(), path.incidentId);
    const deadlines = explanations.map((explanation) => deadlineView(explanation, context.terms.language));
    return {
      status: 200,
      body: { incidentId: path.incidentId, asOf: formatLocal(context.now, 'UTC'), deadlines },
    };
  }),
});
