import { INCIDENT_COMMAND_ROUTES } from '../../resources/routes.ts';
import * as contracts from './contracts.ts';
import { describeApi } from './description.ts';
import * as downtime from './downtime.ts';
import * as incidents from './incidents.ts';
import * as ledger from './ledger.ts';
import type { ApiOperation } from './operation.ts';

/** Every operation of the API by the name it has in the list of routes. */
export const OPERATIONS: Readonly<Record<string, ApiOperation>> = {
  describeApi,
  listAgreements: contracts.listAgreements,
  applyAgreement: contracts.applyAgreement,
  readAgreement: contracts.readAgreement,
  listContracts: contracts.listContracts,
  applyContract: contracts.applyContract,
  readContract: contracts.readContract,
  readDowntime: downtime.readDowntime,
  recordOutage: downtime.recordOutage,
  announceMaintenance: downtime.announceMaintenance,
  decideExclusion: downtime.decideExclusion,
  importOutages: downtime.importOutages,
  closeMonth: ledger.closeMonth,
  readClosing: ledger.readClosing,
  reviseMonth: ledger.reviseMonth,
  listStatements: ledger.listStatements,
  readStatement: ledger.readStatement,
  explainStatement: ledger.explainStatement,
  listCredits: ledger.listCredits,
  readJournal: ledger.readJournal,
  reportIncident: incidents.reportIncident,
  listIncidents: incidents.listIncidents,
  readIncident: incidents.readIncident,
  explainDeadlines: incidents.explainDeadlines,
  ...Object.fromEntries(
    INCIDENT_COMMAND_ROUTES.map(([command, operationId]) => [operationId, incidents.commandOperation(command)]),
  ),
};
