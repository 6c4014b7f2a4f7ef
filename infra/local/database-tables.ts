import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../../shared/resources/tables.ts';

/** Creates a table, or gives one that an earlier version made what has been added to its definition since. */
export async function ensureTable(dynamo: DynamoDBClient, table: TableDefinition, TableName: string): Promise<void> {
  const present = await describe(dynamo, TableName);
  if (present === undefined) await dynamo.send(new CreateTableCommand({ TableName, ...tableInput(table) }));
  else await extend(dynamo, table, TableName, present);
  if (table.timeToLive === undefined) return;
  const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: table.timeToLive };
  await dynamo.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

async function describe(dynamo: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await dynamo.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function extend(
  dynamo: DynamoDBClient,
  table: TableDefinition,
  TableName: string,
  present: TableDescription,
): Promise<void> {
  const { AttributeDefinitions, GlobalSecondaryIndexes = [], StreamSpecification } = tableInput(table);
  const known = new Set(present.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  for (const index of GlobalSecondaryIndexes) {
    if (known.has(index.IndexName)) continue;
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    await dynamo.send(new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }));
  }
  if (StreamSpecification !== undefined && present.StreamSpecification?.StreamEnabled !== true) {
    await dynamo.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  }
}

function tableInput(table: TableDefinition): Omit<CreateTableCommandInput, 'TableName'> {
  const keys = [table, ...table.indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
  const schema = (partitionKey: string, sortKey: string) => [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
  const indexes = table.indexes.map(({ name, partitionKey, sortKey }) => ({
    IndexName: name,
    KeySchema: schema(partitionKey, sortKey),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  return {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set(keys)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: schema(table.partitionKey, table.sortKey),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(table.stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
    }),
  };
}
