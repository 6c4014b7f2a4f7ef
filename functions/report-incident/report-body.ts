import type { z } from 'zod';
import type { IncidentSource, Report } from '../../shared/domain/incident/action.ts';
import type { ReportBody } from '../../shared/schemas/incident.ts';
import type { IncidentReport } from './report-incident.ts';

/** A checked report from a wire as the operation takes it. */
export function incidentReport(id: string, body: z.infer<typeof ReportBody>, source: IncidentSource): IncidentReport {
  const { at, by, type, contractRef, serviceRef, priority, title, description, fields } = body;
  const report: Report = {
    type: 'report',
    contractRef,
    serviceRef,
    ...(priority === undefined ? {} : { priority }),
    title,
    ...(description === undefined ? {} : { description }),
    ...(fields === undefined ? {} : { fields }),
    source,
  };
  return {
    id,
    ...(at === undefined ? {} : { at: Date.parse(at) }),
    ...(by === undefined ? {} : { by }),
    type,
    report,
  };
}
