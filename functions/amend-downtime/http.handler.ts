import { once } from '../../shared/adapters/aws/environment.ts';
import { contracts, downtime } from '../../shared/adapters/aws/repositories.ts';
import { type Answer, endpoint, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { defined } from '../../shared/domain/json.ts';
import * as api from '../../shared/schemas/api/downtime.ts';
import {
  announceMaintenance,
  type DowntimeDesk,
  decideExclusion,
  type RecordResult,
  readDowntime,
  recordOutage,
} from './amend-downtime.ts';
import { importOutages } from './import-outages.ts';

const desk = once((): DowntimeDesk => ({ contracts: contracts(), downtime: downtime(), clock: systemClock }));

function recorded(id: string, outcome: RecordResult): Answer {
  return { status: outcome === 'added' ? 201 : 200, body: { id, outcome } };
}

export const handler = httpHandler({
  recordOutage: endpoint(api.recordOutage, async ({ path: { outageId, ...service }, body }) =>
    recorded(outageId, await recordOutage(desk(), service, defined({ id: outageId, ...body }))),
  ),
  announceMaintenance: endpoint(api.announceMaintenance, async ({ path: { announcementId, ...service }, body }) =>
    recorded(announcementId, await announceMaintenance(desk(), service, defined({ id: announcementId, ...body }))),
  ),
  decideExclusion: endpoint(api.decideExclusion, async ({ path: { exclusionId, ...service }, body }) =>
    recorded(exclusionId, await decideExclusion(desk(), service, defined({ id: exclusionId, ...body }))),
  ),
  importOutages: endpoint(api.importOutages, async ({ path, query: { where, scope }, body }) => ({
    status: 200,
    body: await importOutages(desk(), path, [body], { scope, ...(where !== undefined && { where }) }),
  })),
  readDowntime: endpoint(api.readDowntime, async ({ path, query }) => ({
    status: 200,
    body: await readDowntime(desk(), path, query.month),
  })),
});
