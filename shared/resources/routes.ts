import type { FunctionName } from './functions.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** API Gateway form: `/contracts/{contractRef}`. */
  readonly path: string;
  readonly function: FunctionName;
  /** Names the operation in the OpenAPI document. */
  readonly operationId: string;
}

const SERVICE = '/contracts/{contractRef}/services/{serviceRef}';

/** What can be done to an incident: the last part of the path, and the operation's name. */
export const INCIDENT_COMMAND_ROUTES = [
  ['complete-report', 'completeIncidentReport'],
  ['respond', 'respondToIncident'],
  ['start-work', 'startWorkOnIncident'],
  ['pause', 'pauseIncident'],
  ['resume', 'resumeIncident'],
  ['reprioritise', 'reprioritiseIncident'],
  ['workaround', 'workAroundIncident'],
  ['resolve', 'resolveIncident'],
  ['reopen', 'reopenIncident'],
  ['close', 'closeIncident'],
  ['comment', 'commentOnIncident'],
  ['agree', 'agreeOnIncident'],
  ['acknowledge', 'acknowledgeBreach'],
] as const;

/** Every route of the HTTP API. The stack, the local server and the OpenAPI document are made from it. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/openapi.json', function: 'describe-api', operationId: 'describeApi' },
  { method: 'GET', path: '/agreements', function: 'manage-contracts', operationId: 'listAgreements' },
  {
    method: 'PUT',
    path: '/agreements/{agreementRef}/versions/{version}',
    function: 'manage-contracts',
    operationId: 'applyAgreement',
  },
  {
    method: 'GET',
    path: '/agreements/{agreementRef}/versions/{version}',
    function: 'manage-contracts',
    operationId: 'readAgreement',
  },
  { method: 'GET', path: '/contracts', function: 'manage-contracts', operationId: 'listContracts' },
  {
    method: 'PUT',
    path: '/contracts/{contractRef}/versions/{version}',
    function: 'manage-contracts',
    operationId: 'applyContract',
  },
  {
    method: 'GET',
    path: '/contracts/{contractRef}/versions/{version}',
    function: 'manage-contracts',
    operationId: 'readContract',
  },
  { method: 'GET', path: `${SERVICE}/downtime`, function: 'amend-downtime', operationId: 'readDowntime' },
  { method: 'PUT', path: `${SERVICE}/outages/{outageId}`, function: 'amend-downtime', operationId: 'recordOutage' },
  {
    method: 'PUT',
    path: `${SERVICE}/announcements/{announcementId}`,
    function: 'amend-downtime',
    operationId: 'announceMaintenance',
  },
  {
    method: 'PUT',
    path: `${SERVICE}/exclusions/{exclusionId}`,
    function: 'amend-downtime',
    operationId: 'decideExclusion',
  },
  { method: 'POST', path: `${SERVICE}/imports`, function: 'amend-downtime', operationId: 'importOutages' },
  { method: 'POST', path: '/closings', function: 'close-month', operationId: 'closeMonth' },
  { method: 'GET', path: '/closings/{month}', function: 'read-ledger', operationId: 'readClosing' },
  {
    method: 'POST',
    path: '/contracts/{contractRef}/months/{month}/revisions',
    function: 'close-contract',
    operationId: 'reviseMonth',
  },
  {
    method: 'GET',
    path: '/contracts/{contractRef}/statements',
    function: 'read-ledger',
    operationId: 'listStatements',
  },
  { method: 'GET', path: '/statements/{statementId}', function: 'read-ledger', operationId: 'readStatement' },
  {
    method: 'GET',
    path: '/statements/{statementId}/explanation',
    function: 'read-ledger',
    operationId: 'explainStatement',
  },
  { method: 'GET', path: '/contracts/{contractRef}/credits', function: 'read-ledger', operationId: 'listCredits' },
  {
    method: 'GET',
    path: '/contracts/{contractRef}/journal',
    function: 'read-ledger',
    operationId: 'readJournal',
  },
  { method: 'POST', path: '/incidents', function: 'report-incident', operationId: 'reportIncident' },
  { method: 'GET', path: '/incidents', function: 'read-incidents', operationId: 'listIncidents' },
  { method: 'GET', path: '/incidents/{incidentId}', function: 'read-incidents', operationId: 'readIncident' },
  {
    method: 'GET',
    path: '/incidents/{incidentId}/deadlines',
    function: 'read-incidents',
    operationId: 'explainDeadlines',
  },
  ...INCIDENT_COMMAND_ROUTES.map(
    ([command, operationId]): Route => ({
      method: 'POST',
      path: `/incidents/{incidentId}/${command}`,
      function: 'update-incident',
      operationId,
    }),
  ),
];
