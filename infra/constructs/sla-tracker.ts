import { Duration, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Archive, EventBus, Match, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type IKey } from 'aws-cdk-lib/aws-kms';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../shared/resources/environment.ts';
import { FUNCTIONS, type FunctionName, type Trigger } from '../../shared/resources/functions.ts';
import { INBOUND_EVENT_TYPES } from '../../shared/resources/inbound-events.ts';
import { ENTRY_PREFIX } from '../../shared/resources/journal-keys.ts';
import { DeadLetters } from './dead-letters.ts';
import { Monitoring } from './monitoring.ts';
import { type Authorization, SlaApi } from './sla-api.ts';
import { SlaFunction } from './sla-function.ts';
import { SlaTables } from './sla-tables.ts';

export interface SlaTrackerProps {
  /** Name of the installation; stands in the API's name and in alarms. */
  readonly name: string;
  /** Reverse domain name, the `source` of its events, such as `nl.example.sla`. */
  readonly eventSource: string;
  readonly authorization: Authorization;
  /** Gets every alarm. */
  readonly alarmEmail?: string;
  /** Keep tables and logs when the stack goes, and protect the tables from deletion. Default true. */
  readonly retain?: boolean;
  readonly logRetention?: RetentionDays;
  /** Days the bus keeps its events for replay to new consumers; 0: not at all. Default 365. The ledger stays the book of record. */
  readonly archiveDays?: number;
  /** Default: keys that AWS manages. */
  readonly encryptionKey?: IKey;
  /** Where people open a contract or an incident; messages link to it. Default: the API's own address. */
  readonly publicUrl?: string;
  /** Where runbooks stand; alarms link to `<url>#<alarm>`. */
  readonly runbookUrl?: string;
}

const CLOSE_TIMEOUT = Duration.minutes(2);

/** The SLA tracker: put it into an app of your own and subscribe rules to its bus and people to its topics. */
export class SlaTracker extends Construct {
  readonly bus: EventBus;
  readonly supportTopic: Topic;
  readonly chatTopic: Topic;
  readonly closeQueue: Queue;
  readonly tables: SlaTables;
  readonly api: SlaApi;
  readonly monitoring: Monitoring;
  readonly #functions = new Map<string, SlaFunction>();
  readonly #props: SlaTrackerProps;
  readonly #retain: boolean;
  readonly #deadLetters = new Map<string, DeadLetters>();

  constructor(scope: Construct, id: string, props: SlaTrackerProps) {
    super(scope, id);
    this.#props = props;
    this.#retain = props.retain ?? true;
    const encryptionKey = props.encryptionKey;
    this.tables = new SlaTables(this, 'Tables', {
      retain: this.#retain,
      ...(encryptionKey !== undefined && { encryptionKey }),
    });
    this.bus = new EventBus(this, 'Bus', {
      description: `Events of ${props.name}`,
      ...(encryptionKey !== undefined && { kmsKey: encryptionKey }),
    });
    const archiveDays = props.archiveDays ?? 365;
    if (archiveDays > 0) {
      new Archive(this, 'Archive', {
        sourceEventBus: this.bus,
        eventPattern: { source: [props.eventSource] },
        retention: Duration.days(archiveDays),
      }).applyRemovalPolicy(this.#retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    }
    this.supportTopic = this.#topic('SupportTopic', `${props.name}: messages to support`);
    this.chatTopic = this.#topic('ChatTopic', `${props.name}: messages to chat`);
    this.closeQueue = new Queue(this, 'CloseQueue', {
      enforceSSL: true,
      ...(encryptionKey === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }),
      // A message must stay hidden for as long as several attempts of its batch may take.
      visibilityTimeout: Duration.seconds(CLOSE_TIMEOUT.toSeconds() * 6),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.#deadLettersOf('CloseQueue').queue, maxReceiveCount: 5 },
    });
    for (const [name, triggers] of Object.entries(FUNCTIONS) as [FunctionName, readonly Trigger[]][]) {
      for (const trigger of triggers) this.#addFunction(name, trigger);
    }
    this.api = this.#addApi();
    this.#grantContracts();
    this.#grantDowntime();
    this.#grantClosing();
    this.#grantIncidents();
    this.#wireJournal();
    this.#wireInbound();
    this.#wireTicks();
    this.monitoring = new Monitoring(this, 'Monitoring', {
      name: props.name,
      functions: this.#functions,
      deadLetters: this.#deadLetters,
      closeQueue: this.closeQueue,
      api: this.api.api,
      ...(props.alarmEmail !== undefined && { alarmEmail: props.alarmEmail }),
      ...(props.runbookUrl !== undefined && { runbookUrl: props.runbookUrl }),
      ...(encryptionKey !== undefined && { encryptionKey }),
    });
  }

  /** Dead letters by the hop they belong to. */
  get deadLetters(): ReadonlyMap<string, DeadLetters> {
    return this.#deadLetters;
  }

  /** The function of one handler. */
  function(name: FunctionName, trigger: Trigger): SlaFunction {
    const found = this.#functions.get(`${name}-${trigger}`);
    if (found === undefined) throw new RangeError(`there is no function ${name} for ${trigger}`);
    return found;
  }

  #addFunction(name: FunctionName, trigger: Trigger): void {
    const { logRetention = RetentionDays.THREE_MONTHS, encryptionKey } = this.#props;
    const timeouts: Readonly<Record<Trigger, Duration>> = {
      http: Duration.seconds(29),
      queue: CLOSE_TIMEOUT,
      schedule: Duration.minutes(15),
      stream: Duration.minutes(2),
      bus: Duration.seconds(30),
      alarm: Duration.seconds(30),
      scheduler: Duration.seconds(30),
    };
    const fn = new SlaFunction(this, `${name}-${trigger}`, {
      function: name,
      trigger,
      serviceName: name,
      timeout: timeouts[trigger],
      logRetention,
      retain: this.#retain,
      ...(encryptionKey !== undefined && { encryptionKey }),
    });
    this.#functions.set(`${name}-${trigger}`, fn);
  }

  #addApi(): SlaApi {
    const { name, authorization, logRetention = RetentionDays.THREE_MONTHS } = this.#props;
    const functions = Object.fromEntries(
      (Object.entries(FUNCTIONS) as [FunctionName, readonly Trigger[]][])
        .filter(([, triggers]) => triggers.includes('http'))
        .map(([fn]) => [fn, this.function(fn, 'http')]),
    );
    return new SlaApi(this, 'Api', { name, authorization, functions, logRetention, retain: this.#retain });
  }

  #grantContracts(): void {
    const fn = this.function('manage-contracts', 'http');
    this.tables.grantReadWrite('contracts', fn);
    this.tables.grantReadWrite('journal', fn);
  }

  #grantDowntime(): void {
    const fn = this.function('amend-downtime', 'http');
    this.tables.grantRead('contracts', fn);
    this.tables.grantReadWrite('downtime', fn);
    this.tables.grantReadWrite('journal', fn);
  }

  #grantClosing(): void {
    for (const trigger of ['http', 'schedule'] as const) {
      const fn = this.function('close-month', trigger);
      this.tables.grantRead('contracts', fn);
      this.tables.grantRead('ledger', fn);
      this.#grantSend(fn);
    }
    for (const trigger of ['http', 'queue'] as const) {
      const fn = this.function('close-contract', trigger);
      this.tables.grantRead('contracts', fn);
      this.tables.grantRead('downtime', fn);
      this.tables.grantReadWrite('ledger', fn);
      this.tables.grantReadWrite('journal', fn);
      this.#grantSend(fn);
    }
    const queue = this.function('close-contract', 'queue');
    queue.lambda.addEventSource(
      // Ten at once: closing reads and writes much, and nobody waits for it.
      new SqsEventSource(this.closeQueue, { batchSize: 5, reportBatchItemFailures: true, maxConcurrency: 10 }),
    );
    const reader = this.function('read-ledger', 'http');
    this.tables.grantRead('contracts', reader);
    this.tables.grantRead('ledger', reader);
    this.tables.grantRead('journal', reader);
  }

  #grantIncidents(): void {
    const writers: readonly [FunctionName, Trigger][] = [
      ['report-incident', 'http'],
      ['report-incident', 'bus'],
      ['report-incident', 'alarm'],
      ['update-incident', 'http'],
      ['update-incident', 'bus'],
      ['check-deadline', 'scheduler'],
      ['sweep-deadlines', 'schedule'],
    ];
    for (const [name, trigger] of writers) {
      const fn = this.function(name, trigger);
      this.tables.grantRead('contracts', fn);
      this.tables.grantRead('downtime', fn);
      this.tables.grantReadWrite('incidents', fn);
      this.tables.grantReadWrite('journal', fn);
    }
    const reader = this.function('read-incidents', 'http');
    this.tables.grantRead('contracts', reader);
    this.tables.grantRead('downtime', reader);
    this.tables.grantRead('incidents', reader);
  }

  /** The journal's stream, and everything outward that is made from it. */
  #wireJournal(): void {
    const { eventSource, publicUrl } = this.#props;
    const fn = this.function('publish-journal', 'stream');
    this.tables.grantRead('contracts', fn);
    this.tables.grantRead('incidents', fn);
    this.bus.grantPutEventsTo(fn.lambda);
    fn.lambda.addEnvironment(ENVIRONMENT.eventBusName, this.bus.eventBusName);
    fn.lambda.addEnvironment(ENVIRONMENT.eventSource, eventSource);
    fn.lambda.addEnvironment(ENVIRONMENT.publicUrl, publicUrl ?? this.api.api.apiEndpoint);
    this.#grantPublish(fn, this.supportTopic, ENVIRONMENT.supportTopicArn);
    this.#grantPublish(fn, this.chatTopic, ENVIRONMENT.chatTopicArn);
    this.#grantSchedules(fn);
    fn.lambda.addEventSource(
      new DynamoEventSource(this.tables.table('journal') as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        // About a day of trying, which is as long as the stream keeps a record.
        retryAttempts: 100,
        maxRecordAge: Duration.hours(23),
        parallelizationFactor: 4,
        onFailure: new SqsDlq(this.#deadLettersOf('JournalStream').queue),
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(ENTRY_PREFIX) } } },
          }),
        ],
      }),
    );
  }

  /** One-shot schedules of the deadlines: a group of their own, and a role that may ask one function. */
  #grantSchedules(fn: SlaFunction): void {
    const group = new CfnScheduleGroup(this, 'Deadlines', {});
    const target = this.function('check-deadline', 'scheduler');
    this.#buryFailures(target, 'check-deadline');
    const role = new Role(this, 'DeadlineRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.lambda.functionArn] }),
    );
    // Each schedule is named after its incident.
    const resourceName = `${group.ref}/inc-*`;
    const schedules = Stack.of(this).formatArn({ service: 'scheduler', resource: 'schedule', resourceName });
    fn.allow(['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'], [schedules]);
    const { region, account } = Stack.of(this);
    const place = [
      Token.isUnresolved(region) ? '<AWS::Region>' : region,
      Token.isUnresolved(account) ? '<AWS::AccountId>' : account,
    ];
    Validations.of(fn).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:${place.join(':')}:schedule/<${Stack.of(this).getLogicalId(group)}>/inc-*]`,
      reason: 'One schedule per deadline, named after its incident; which incidents there will be is not known before.',
    });
    fn.allow(['iam:PassRole'], [role.roleArn], { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    fn.lambda.addEnvironment(ENVIRONMENT.scheduleGroupName, group.ref);
    fn.lambda.addEnvironment(ENVIRONMENT.scheduleRoleArn, role.roleArn);
    fn.lambda.addEnvironment(ENVIRONMENT.scheduleTargetArn, target.lambda.functionArn);
  }

  #wireInbound(): void {
    for (const name of ['report-incident', 'update-incident'] as const) {
      new Rule(this, `${name}-rule`, {
        eventBus: this.bus,
        description: `Events for ${name}`,
        eventPattern: { detailType: [...INBOUND_EVENT_TYPES[name]] },
        targets: [this.#target(this.function(name, 'bus'), `${name}-bus`)],
      });
    }
    new Rule(this, 'alarm-rule', {
      description: 'CloudWatch alarms that report an incident',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        // Only those that say which service they are about: the tracker's own alarms report no incident.
        detail: { state: { value: ['ALARM'] }, configuration: { description: Match.wildcard('*sla:*/*') } },
      },
      targets: [this.#target(this.function('report-incident', 'alarm'), 'report-incident-alarm')],
    });
  }

  #wireTicks(): void {
    // What is due is worked out in each contract's own zone, so the tick itself may be in UTC.
    new Rule(this, 'close-month-tick', {
      description: 'Closes every month that is due',
      schedule: Schedule.cron({ hour: '2', minute: '17' }),
      targets: [this.#target(this.function('close-month', 'schedule'), 'close-month-tick')],
    });
    new Rule(this, 'sweep-deadlines-tick', {
      description: 'Finds deadlines whose schedule was lost',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [this.#target(this.function('sweep-deadlines', 'schedule'), 'sweep-deadlines-tick')],
    });
  }

  /** EventBridge only hands over; what the function then fails to do is retried by Lambda, and buried by it. */
  #target(fn: SlaFunction, id: string): LambdaFunction {
    this.#buryFailures(fn, id);
    return new LambdaFunction(fn.lambda, {
      deadLetterQueue: this.#deadLettersOf(id).queue,
      retryAttempts: 20,
      maxEventAge: Duration.hours(6),
    });
  }

  #buryFailures(fn: SlaFunction, hop: string): void {
    fn.lambda.configureAsyncInvoke({
      onFailure: new SqsDestination(this.#deadLettersOf(hop).queue),
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
    });
  }

  #grantSend(fn: SlaFunction): void {
    fn.allow(['sqs:SendMessage'], [this.closeQueue.queueArn]);
    this.#props.encryptionKey?.grantEncryptDecrypt(fn.lambda);
    fn.lambda.addEnvironment(ENVIRONMENT.closeQueueUrl, this.closeQueue.queueUrl);
  }

  #grantPublish(fn: SlaFunction, topic: Topic, variable: string): void {
    fn.allow(['sns:Publish'], [topic.topicArn]);
    this.#props.encryptionKey?.grantEncryptDecrypt(fn.lambda);
    fn.lambda.addEnvironment(variable, topic.topicArn);
  }

  #topic(id: string, displayName: string): Topic {
    return new Topic(this, id, {
      displayName: displayName.slice(0, 100),
      enforceSSL: true,
      masterKey: this.#props.encryptionKey ?? Alias.fromAliasName(this, `${id}Key`, 'alias/aws/sns'),
    });
  }

  #deadLettersOf(hop: string): DeadLetters {
    const made = this.#deadLetters.get(hop) ?? new DeadLetters(this, `${hop}DeadLetters`, this.#props.encryptionKey);
    this.#deadLetters.set(hop, made);
    return made;
  }
}
