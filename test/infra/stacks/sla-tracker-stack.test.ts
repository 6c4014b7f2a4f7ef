import { Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../../shared/resources/functions.ts';
import { ROUTES } from '../../../shared/resources/routes.ts';
import { appWith, type Context, idOf, Synthesized, stackWith } from './synthesized.ts';

const template = new Synthesized();
const trial = new Synthesized(stackWith({ retention: 'destroy' }));

describe('what is kept', () => {
  // A changed id is a new, empty resource beside the one that holds everything. Never change these.
  it.each([
    ['AWS::DynamoDB::GlobalTable', 'SlaTablescontracts1483E914'],
    ['AWS::DynamoDB::GlobalTable', 'SlaTablesincidentsCC7E838B'],
    ['AWS::DynamoDB::GlobalTable', 'SlaTablesdowntime3816F538'],
    ['AWS::DynamoDB::GlobalTable', 'SlaTablesledgerC7CC7644'],
    ['AWS::DynamoDB::GlobalTable', 'SlaTablesjournalEDE001D4'],
    ['AWS::Events::EventBus', 'SlaBus2FD5FBC7'],
    ['AWS::SNS::Topic', 'SlaSupportTopic131EC677'],
    ['AWS::SNS::Topic', 'SlaChatTopic7D3EDE6B'],
    ['AWS::SQS::Queue', 'SlaCloseQueueD42F6F49'],
    ['AWS::Scheduler::ScheduleGroup', 'SlaDeadlines1503599E'],
  ])('%s keeps the id %s', (type, id) => {
    expect(template.resources[id]?.Type).toBe(type);
  });

  it('every table is protected from deletion, stays when the stack goes and can be restored to any second', () => {
    const tables = template.ofType('AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(5);
    for (const [, { Properties, DeletionPolicy, UpdateReplacePolicy }] of tables) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
      expect(Properties.Replicas).toEqual([
        expect.objectContaining({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ]);
      expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
      expect(Properties.SSESpecification.SSEEnabled).toBe(true);
    }
  });

  it('a trial leaves nothing', () => {
    const kept = Object.entries(trial.resources).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
    expect(kept).toEqual([]);
    for (const [, { Properties }] of trial.ofType('AWS::DynamoDB::GlobalTable')) {
      expect(Properties.Replicas[0].DeletionProtectionEnabled).not.toBe(true);
    }
  });

  it('a key of the team encrypts tables, topics, queues and the bus', () => {
    const arn = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
    const own = new Synthesized(stackWith({ encryptionKeyArn: arn }));
    for (const [, { Properties }] of own.ofType('AWS::SQS::Queue')) expect(Properties.KmsMasterKeyId).toBe(arn);
    for (const [, { Properties }] of own.ofType('AWS::SNS::Topic')) expect(Properties.KmsMasterKeyId).toBe(arn);
    for (const [, { Properties }] of own.ofType('AWS::Events::EventBus')) expect(Properties.KmsKeyIdentifier).toBe(arn);
    for (const [, { Properties }] of own.ofType('AWS::DynamoDB::GlobalTable')) {
      expect(Properties.Replicas[0].SSESpecification.KMSMasterKeyId).toBe(arn);
    }
  });
});

describe('the functions', () => {
  const functions = template.ofType('AWS::Lambda::Function');

  it('are those of the list, one for each trigger', () => {
    expect(functions).toHaveLength(Object.values(FUNCTIONS).flat().length);
  });

  it('run on arm64 and Node 24, are traced, and log to a group that forgets', () => {
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON' },
      });
      const logs = template.resources[idOf(Properties.LoggingConfig.LogGroup) ?? ''];
      expect(logs?.Properties.RetentionInDays).toBe(90);
    }
  });

  it('find the names they need in their environment, and no secret', () => {
    for (const [, { Properties }] of functions) {
      expect(Object.keys(Properties.Environment.Variables).join()).not.toMatch(/secret|password|token|credential/i);
    }
  });
});

describe('the API', () => {
  const routes = template.ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);

  it('has every route of the list and none besides', () => {
    const wanted = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(wanted.sort());
  });

  it('asks for a signature on every route', () => {
    expect(new Set(routes.map(({ AuthorizationType }) => AuthorizationType))).toEqual(new Set(['AWS_IAM']));
  });

  it('asks for a token of the issuer on every route when told so', () => {
    const context: Context = { authorization: 'jwt', jwtIssuer: 'https://id.example.nl', jwtAudience: 'sla' };
    const jwt = new Synthesized(stackWith(context));
    for (const [, { Properties }] of jwt.ofType('AWS::ApiGatewayV2::Route')) {
      expect(Properties.AuthorizationType).toBe('JWT');
      expect(idOf(Properties.AuthorizerId)).toBe(jwt.ofType('AWS::ApiGatewayV2::Authorizer')[0]?.[0]);
    }
    expect(jwt.ofType('AWS::ApiGatewayV2::Authorizer')[0]?.[1].Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://id.example.nl', Audience: ['sla'] },
    });
  });

  it('is throttled and writes an access log without addresses or tokens', () => {
    const [stage] = template.ofType('AWS::ApiGatewayV2::Stage');
    const { DefaultRouteSettings, AccessLogSettings } = stage?.[1].Properties ?? {};
    expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
    expect(AccessLogSettings.Format).toContain('$context.requestId');
    expect(AccessLogSettings.Format).not.toMatch(/sourceIp|userAgent|authorizer/);
  });
});

describe('what consumers need', () => {
  it('stands in the outputs, each with a description', () => {
    expect(Object.keys(template.outputs)).toEqual(
      expect.arrayContaining([
        'ApiUrl',
        'EventBusName',
        'EventBusArn',
        'SupportTopicArn',
        'ChatTopicArn',
        'AlarmTopicArn',
        'CloseQueueUrl',
      ]),
    );
    for (const { Description } of Object.values(template.outputs)) expect(Description).toMatch(/\w/);
  });
});

describe('rules of AwsSolutions', { timeout: 90_000 }, () => {
  const check = (context: Context, spoil: boolean) => {
    const app = appWith(context);
    const stack = stackWith(context, app);
    if (spoil) new Topic(stack, 'Plain');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
    return () => app.synth();
  };

  it.each<[string, Context]>([
    ['as it comes', {}],
    ['as a trial', { retention: 'destroy', archiveDays: 0 }],
    ['with tokens', { authorization: 'jwt', jwtIssuer: 'https://id.example.nl', jwtAudience: 'sla' }],
    ['with a key', { encryptionKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555' }],
    ['with an alarm address', { alarmEmail: 'ops@example.nl' }],
  ])('have nothing left to find %s', (_, context) => {
    expect(check(context, false)).not.toThrow();
  });

  it('stop the synthesis when a resource breaks one', () => {
    expect(check({}, true)).toThrow('Plain');
  });
});
