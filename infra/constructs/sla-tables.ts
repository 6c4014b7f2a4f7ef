import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../shared/resources/environment.ts';
import { TABLES, type TableName } from '../../shared/resources/tables.ts';
import type { SlaFunction } from './sla-function.ts';

const VARIABLES: Readonly<Record<TableName, string>> = {
  contracts: ENVIRONMENT.contractsTable,
  incidents: ENVIRONMENT.incidentsTable,
  downtime: ENVIRONMENT.downtimeTable,
  ledger: ENVIRONMENT.ledgerTable,
  journal: ENVIRONMENT.journalTable,
};

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
// A transaction asks for the permission of each of its parts.
const WRITE = ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

export interface SlaTablesProps {
  readonly retain: boolean;
  readonly encryptionKey?: IKey;
}

/** The tables, from the one list of them. Their ids never change: a changed id would be a new, empty table. */
export class SlaTables extends Construct {
  readonly #tables: ReadonlyMap<TableName, TableV2>;

  constructor(scope: Construct, id: string, { retain, encryptionKey }: SlaTablesProps) {
    super(scope, id);
    this.#tables = new Map(
      TABLES.map(({ name, partitionKey, sortKey, timeToLive, stream, indexes }) => [
        name,
        new TableV2(this, name, {
          partitionKey: { name: partitionKey, type: AttributeType.STRING },
          sortKey: { name: sortKey, type: AttributeType.STRING },
          billing: Billing.onDemand(),
          pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
          encryption:
            encryptionKey === undefined
              ? TableEncryptionV2.awsManagedKey()
              : TableEncryptionV2.customerManagedKey(encryptionKey),
          deletionProtection: retain,
          removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
          ...(timeToLive !== undefined && { timeToLiveAttribute: timeToLive }),
          ...(stream !== undefined && { dynamoStream: StreamViewType.NEW_IMAGE }),
          globalSecondaryIndexes: indexes.map((index) => ({
            indexName: index.name,
            partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
            sortKey: { name: index.sortKey, type: AttributeType.STRING },
          })),
        }),
      ]),
    );
  }

  table(name: TableName): TableV2 {
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`there is no table ${name}`);
    return table;
  }

  /** Lets a function read a table, and tells it where the table is. */
  grantRead(name: TableName, fn: SlaFunction): void {
    this.#grant(name, fn, READ);
  }

  /** Lets a function read and write a table, and tells it where the table is. */
  grantReadWrite(name: TableName, fn: SlaFunction): void {
    this.#grant(name, fn, [...READ, ...WRITE]);
  }

  #grant(name: TableName, fn: SlaFunction, actions: readonly string[]): void {
    const table = this.table(name);
    const definition = TABLES.find((one) => one.name === name);
    fn.allow(actions, [
      table.tableArn,
      ...(definition?.indexes ?? []).map((index) => `${table.tableArn}/index/${index.name}`),
    ]);
    table.encryptionKey?.grantEncryptDecrypt(fn.lambda);
    fn.lambda.addEnvironment(VARIABLES[name], table.tableName);
  }
}
