import type { z } from 'zod';
import { ValidationError } from '../../shared/domain/errors.ts';
import type { AlarmStateChange } from '../../shared/schemas/incident-event.ts';
import type { IncidentReport } from './report-incident.ts';

/** `sla:contract/service/priority` somewhere in an alarm's description says what it is about. */
const MARK = /(?:^|\s)sla:([a-z0-9][a-z0-9._-]*)\/([a-z0-9][a-z0-9._-]*)(?:\/([a-z0-9][a-z0-9._-]*))?(?=$|\s|[.,;])/;

/**
 * An alarm's change of state as a report. Only the change to ALARM reports something: OK says that the measurement is good
 * again, and whether the incident is resolved is for a person to say.
 * @returns null when there is nothing to report
 * @throws ValidationError when the alarm does not say which service it is about
 */
export function alarmReport(event: z.infer<typeof AlarmStateChange>): IncidentReport | null {
  const { alarmName, state, configuration } = event.detail;
  if (state.value !== 'ALARM') return null;
  const mark = MARK.exec(configuration?.description ?? '');
  if (mark === null) {
    throw new ValidationError(
      `alarm "${alarmName}" does not say what it is about; put "sla:<contract>/<service>/<priority>" in its description`,
      { path: ['detail', 'configuration', 'description'] },
    );
  }
  // CloudWatch writes 2026-05-07T14:00:00.000+0000, which is not RFC 3339.
  const at = Date.parse(state.timestamp.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(at)) {
    throw new ValidationError(`"${state.timestamp}" is not an instant`, { path: ['detail', 'state', 'timestamp'] });
  }
  const [, contractRef = '', serviceRef = '', priority] = mark;
  return {
    id: `alarm:${event.resources[0]}@${at}`,
    at,
    by: 'CloudWatch',
    type: 'incident',
    report: {
      type: 'report',
      contractRef,
      serviceRef,
      ...(priority === undefined ? {} : { priority }),
      title: `Alarm: ${alarmName}`.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 200),
      ...(state.reason === undefined ? {} : { description: state.reason.slice(0, 4000) }),
      source: 'alarm',
    },
  };
}
