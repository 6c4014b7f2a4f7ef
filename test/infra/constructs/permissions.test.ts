import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../shared/resources/tables.ts';
import { idOf, idsIn, Synthesized, stackWith } from '../stacks/synthesized.ts';

const template = new Synthesized();

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every statement of every role, by the logical id of the role. */
const statements = template.ofType('AWS::IAM::Policy').flatMap(([, { Properties }]) =>
  (Properties.PolicyDocument.Statement as Statement[]).map((statement) => ({
    role: idOf(Properties.Roles[0]) as string,
    actions: [statement.Action].flat(),
    resources: [statement.Resource].flat(),
    condition: statement.Condition,
  })),
);

const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const READ_WRITE = [...READ, 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'].sort();

/** What a role may do, in words: `contracts: read`, `CloseQueue: sqs:SendMessage`. Logs and traces are left out. */
function grantsOf(role: string): readonly string[] {
  const byTable = new Map<string, Set<string>>();
  const others = new Set<string>();
  for (const { actions, resources } of statements.filter((statement) => statement.role === role)) {
    for (const id of new Set(resources.flatMap(idsIn))) {
      const table = TABLES.find(({ name }) => id.startsWith(`SlaTables${name}`))?.name;
      for (const action of actions) {
        if (/^(logs|xray):/.test(action)) continue;
        if (table !== undefined && READ_WRITE.includes(action)) {
          byTable.set(table, (byTable.get(table) ?? new Set()).add(action));
        } else if (!id.startsWith('AWS::')) {
          others.add(`${id.replace(/^Sla|[0-9A-F]{8}$/g, '')}: ${action}`);
        }
      }
    }
  }
  const tables = [...byTable].map(([name, actions]) => `${name}: ${nameOf([...actions].sort())}`);
  return [...tables, ...others].sort();
}

function nameOf(actions: readonly string[]): string {
  if (actions.join() === READ.join()) return 'read';
  return actions.join() === READ_WRITE.join() ? 'read and write' : actions.join(', ');
}

const INCIDENTS = ['contracts: read', 'downtime: read', 'incidents: read and write', 'journal: read and write'];
const CLOSING = [
  'CloseQueue: sqs:SendMessage',
  'contracts: read',
  'downtime: read',
  'journal: read and write',
  'ledger: read and write',
];
const buries = (hop: string) => `${hop}DeadLettersQueue: sqs`;
const buried = (hop: string) =>
  ['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((action) => `${buries(hop)}:${action}`);
const takes = (queue: string) =>
  ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'].map(
    (action) => `${queue}: sqs:${action}`,
  );

/** Least privilege, function by function. A line more or less is a decision: say why in the commit. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  managecontractshttp: ['contracts: read and write', 'journal: read and write'],
  amenddowntimehttp: ['contracts: read', 'downtime: read and write', 'journal: read and write'],
  closemonthhttp: ['CloseQueue: sqs:SendMessage', 'contracts: read', 'ledger: read'],
  closemonthschedule: ['CloseQueue: sqs:SendMessage', 'contracts: read', 'ledger: read', ...buried('closemonthtick')],
  closecontracthttp: CLOSING,
  closecontractqueue: [...CLOSING, ...takes('CloseQueue')],
  readledgerhttp: ['contracts: read', 'journal: read', 'ledger: read'],
  publishjournalstream: [
    'Bus: events:PutEvents',
    'ChatTopic: sns:Publish',
    'DeadlineRole: iam:PassRole',
    'Deadlines: scheduler:CreateSchedule',
    'Deadlines: scheduler:DeleteSchedule',
    'SupportTopic: sns:Publish',
    'contracts: read',
    'incidents: read',
    ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `Tablesjournal: dynamodb:${action}`,
    ),
    ...buried('JournalStream'),
  ],
  reportincidenthttp: INCIDENTS,
  reportincidentbus: [...INCIDENTS, ...buried('reportincidentbus')],
  reportincidentalarm: [...INCIDENTS, ...buried('reportincidentalarm')],
  updateincidenthttp: INCIDENTS,
  updateincidentbus: [...INCIDENTS, ...buried('updateincidentbus')],
  readincidentshttp: ['contracts: read', 'downtime: read', 'incidents: read'],
  checkdeadlinescheduler: [...INCIDENTS, ...buried('checkdeadline')],
  sweepdeadlinesschedule: [...INCIDENTS, ...buried('sweepdeadlinestick')],
  describeapihttp: [],
};

describe('what a function may do', () => {
  const roles = template.ofType('AWS::Lambda::Function').map(([id, { Properties }]) => ({
    name: id.replace(/^Sla|Function[0-9A-F]{8}$/g, ''),
    role: idOf(Properties.Role) as string,
  }));

  it('is written down here for every function', () => {
    expect(roles.map(({ name }) => name).sort()).toEqual(Object.keys(GRANTS).sort());
    expect(new Set(roles.map(({ role }) => role)).size).toBe(roles.length);
  });

  it.each(roles)('$name', ({ name, role }) => {
    expect(grantsOf(role)).toEqual([...(GRANTS[name] ?? [])].sort());
  });
});

describe('wildcards', () => {
  const texts = (value: unknown) => JSON.stringify(value);

  it('stand in no action', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('stand for a whole resource only where traces are written, which know no resources', () => {
    const open = statements.filter(({ resources }) => resources.includes('*'));
    expect(new Set(open.flatMap(({ actions }) => actions))).toEqual(
      new Set(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']),
    );
  });

  it('end a resource only in the group of the deadlines, whose names are not known before', () => {
    const open = statements
      .flatMap(({ resources }) => resources)
      .filter((resource) => resource !== '*' && texts(resource).includes('*'));
    expect(open.map(idsIn)).toEqual([expect.arrayContaining([expect.stringMatching(/^SlaDeadlines/)])]);
  });

  it('with a key of the team, stand only for forms of one action on that key', () => {
    const arn = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
    const own = new Synthesized(stackWith({ encryptionKeyArn: arn }));
    const wild = own
      .ofType('AWS::IAM::Policy')
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[])
      .filter(({ Action }) => texts(Action).includes('*'));
    expect(wild.length).toBeGreaterThan(0);
    for (const { Action, Resource } of wild) {
      expect(Resource).toBe(arn);
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual(
        expect.arrayContaining(['kms:GenerateDataKey*', 'kms:ReEncrypt*']),
      );
    }
  });

  it('no function may look through a whole table', () => {
    expect(statements.flatMap(({ actions }) => actions)).not.toContain('dynamodb:Scan');
  });
});

describe('roles that are handed over', () => {
  it('the publisher may hand the deadlines their role, to EventBridge Scheduler and nobody else', () => {
    const passing = statements.filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(passing).toEqual([
      {
        role: expect.stringMatching(/^Slapublishjournalstream/),
        actions: ['iam:PassRole'],
        resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^SlaDeadlineRole/), 'Arn'] }],
        condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      },
    ]);
  });

  it('that role may ask one function, and only schedules of this account may take it', () => {
    const [id] = template.ofType('AWS::IAM::Role').find(([name]) => name.startsWith('SlaDeadlineRole')) ?? [];
    const asking = statements.filter(({ role }) => role === id);
    expect(asking).toHaveLength(1);
    expect(asking[0]?.actions).toEqual(['lambda:InvokeFunction']);
    expect(asking[0]?.resources.map(idOf)).toEqual([expect.stringMatching(/^Slacheckdeadlinescheduler/)]);
    const trust = template.resources[id ?? '']?.Properties.AssumeRolePolicyDocument.Statement;
    expect(trust).toEqual([
      expect.objectContaining({
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  });

  it('a function may be called by the one rule or route that names it, never by a whole service', () => {
    for (const [, { Properties }] of template.ofType('AWS::Lambda::Permission')) {
      expect(['apigateway.amazonaws.com', 'events.amazonaws.com']).toContain(Properties.Principal);
      expect(idsIn(Properties.SourceArn).filter((id) => !id.startsWith('AWS::'))).toHaveLength(1);
    }
  });
});

describe('transport', () => {
  it.each([
    ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues', 'sqs:*'],
    ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics', 'sns:Publish'],
  ])('every %s refuses what does not come over TLS', (type, policyType, targets, action) => {
    const guarded = template
      .ofType(policyType)
      .filter(([, { Properties }]) =>
        (Properties.PolicyDocument.Statement as { Effect: string; Action: unknown; Condition?: unknown }[]).some(
          ({ Effect, Action, Condition }) =>
            Effect === 'Deny' && Action === action && texts(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        ),
      )
      .flatMap(([, { Properties }]) => (Properties[targets] as unknown[]).map(idOf));
    expect(guarded.sort()).toEqual(
      template
        .ofType(type)
        .map(([id]) => id)
        .sort(),
    );
  });

  const texts = (value: unknown) => JSON.stringify(value);
});
