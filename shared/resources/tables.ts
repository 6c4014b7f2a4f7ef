/** Every table: string partition and sort key, on demand. One definition for the stack and for the local database. */
export interface TableDefinition {
  readonly name: TableName;
  readonly partitionKey: 'pk';
  readonly sortKey: 'sk';
  /** Attribute with the epoch second after which an item may go. */
  readonly timeToLive?: 'expiresAt';
  readonly stream?: 'NEW_IMAGE';
  readonly indexes: readonly { readonly name: string; readonly partitionKey: string; readonly sortKey: string }[];
}

export type TableName = 'contracts' | 'incidents' | 'downtime' | 'ledger' | 'journal';

export const TABLES: readonly TableDefinition[] = [
  { name: 'contracts', partitionKey: 'pk', sortKey: 'sk', indexes: [] },
  {
    name: 'incidents',
    partitionKey: 'pk',
    sortKey: 'sk',
    // Sort keys are the instant of the report, or what is due first, followed by the incident's id.
    indexes: [
      { name: 'byContract', partitionKey: 'contractKey', sortKey: 'reportedKey' },
      { name: 'byService', partitionKey: 'serviceKey', sortKey: 'reportedKey' },
      { name: 'byState', partitionKey: 'stateKey', sortKey: 'reportedKey' },
      { name: 'byDue', partitionKey: 'dueShard', sortKey: 'dueKey' },
    ],
  },
  { name: 'downtime', partitionKey: 'pk', sortKey: 'sk', timeToLive: 'expiresAt', indexes: [] },
  { name: 'ledger', partitionKey: 'pk', sortKey: 'sk', indexes: [] },
  { name: 'journal', partitionKey: 'pk', sortKey: 'sk', stream: 'NEW_IMAGE', indexes: [] },
];
