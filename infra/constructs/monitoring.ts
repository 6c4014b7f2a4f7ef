import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';
import type { SlaFunction } from './sla-function.ts';

export interface MonitoringProps {
  readonly name: string;
  readonly functions: ReadonlyMap<string, SlaFunction>;
  readonly deadLetters: ReadonlyMap<string, DeadLetters>;
  readonly closeQueue: Queue;
  readonly api: HttpApi;
  readonly alarmEmail?: string;
  readonly runbookUrl?: string;
  readonly encryptionKey?: IKey;
}

interface AlarmOptions {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly periods?: number;
  readonly comparison?: ComparisonOperator;
  readonly missing?: TreatMissingData;
  /** What it means, in one sentence. */
  readonly meaning: string;
  /** Heading of the runbook entry. */
  readonly runbook: string;
}

/** Alarms that each want something done, a topic that carries them, and a dashboard that shows what they look at. */
export class Monitoring extends Construct {
  readonly topic: Topic;
  readonly alarms: Alarm[] = [];
  readonly #props: MonitoringProps;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.#props = props;
    this.topic = new Topic(this, 'AlarmTopic', {
      displayName: `${props.name}: alarms`.slice(0, 100),
      enforceSSL: true,
      ...(props.encryptionKey !== undefined && { masterKey: props.encryptionKey }),
    });
    if (props.alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(props.alarmEmail));
    this.#deadLetterAlarms();
    this.#functionAlarms();
    this.#heartbeats();
    this.#delays();
    this.#dashboard();
  }

  #deadLetterAlarms(): void {
    for (const [hop, { queue }] of this.#props.deadLetters) {
      this.#alarm(`dead-letters-${hop}`, {
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
        threshold: 1,
        meaning: `Something on the way "${hop}" could not be done after all retries and waits in its dead letters.`,
        runbook: 'dead-letters',
      });
    }
  }

  #functionAlarms(): void {
    for (const [name, { lambda }] of this.#props.functions) {
      this.#alarm(`errors-${name}`, {
        metric: lambda.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
        threshold: 1,
        periods: 3,
        meaning: `The function ${name} has failed in three periods of five minutes in a row.`,
        runbook: 'function-errors',
      });
      this.#alarm(`throttles-${name}`, {
        metric: lambda.metricThrottles({ period: Duration.minutes(5), statistic: 'Sum' }),
        threshold: 1,
        periods: 3,
        meaning: `The function ${name} is being throttled.`,
        runbook: 'throttles',
      });
    }
    this.#alarm('api-server-errors', {
      metric: this.#props.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      periods: 2,
      meaning: 'The API answers with 5xx.',
      runbook: 'api-server-errors',
    });
  }

  /** The tracker itself has stopped: no news is bad news. */
  #heartbeats(): void {
    const beats = [
      ['sweep-deadlines-schedule', Duration.hours(1), 3, 'For three hours nobody has looked for lost deadlines.'],
      ['close-month-schedule', Duration.days(1), 1, 'For a day nobody has looked for months to close.'],
    ] as const;
    for (const [name, period, periods, meaning] of beats) {
      const fn = this.#props.functions.get(name);
      if (fn === undefined) throw new RangeError(`there is no function ${name}`);
      this.#alarm(`heartbeat-${name}`, {
        metric: fn.lambda.metricInvocations({ period, statistic: 'Sum' }),
        threshold: 1,
        periods,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        missing: TreatMissingData.BREACHING,
        meaning,
        runbook: 'heartbeat',
      });
    }
  }

  #delays(): void {
    const publisher = this.#props.functions.get('publish-journal-stream');
    if (publisher === undefined) throw new RangeError('there is no function publish-journal-stream');
    this.#alarm('publish-delay', {
      metric: publisher.lambda.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 300_000,
      meaning: 'What happened more than five minutes ago has not gone out: messages and deadlines are late.',
      runbook: 'publish-delay',
    });
    this.#alarm('close-delay', {
      metric: this.#props.closeQueue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 6 * 3600,
      meaning: 'A month has waited for six hours to be closed.',
      runbook: 'close-delay',
    });
    this.#alarm('lost-schedules', {
      metric: this.#metric('DeadlinesFoundBySweep', 'sweep-deadlines', 'Sum', Duration.hours(1)),
      threshold: 1,
      meaning: 'The sweep found deadlines that no schedule had asked about.',
      runbook: 'lost-schedules',
    });
    this.#alarm('sweep-failures', {
      metric: this.#metric('DeadlineChecksFailed', 'sweep-deadlines', 'Sum', Duration.hours(1)),
      threshold: 1,
      meaning: 'The sweep could not check some incidents.',
      runbook: 'function-errors',
    });
  }

  #metric(metricName: string, service: string, statistic: string, period: Duration): Metric {
    return new Metric({ namespace: 'SlaTracker', metricName, dimensionsMap: { service }, statistic, period });
  }

  #alarm(id: string, options: AlarmOptions): void {
    const { name, runbookUrl } = this.#props;
    const link =
      runbookUrl === undefined ? `README, Operating it: ${options.runbook}` : `${runbookUrl}#${options.runbook}`;
    const alarm = new Alarm(this, id, {
      alarmName: `${name}-${id}`,
      alarmDescription: `${options.meaning} What to do: ${link}`,
      metric: options.metric,
      threshold: options.threshold,
      evaluationPeriods: options.periods ?? 1,
      comparisonOperator: options.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: options.missing ?? TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }

  #dashboard(): void {
    const functions = [...this.#props.functions.values()].map(({ lambda }) => lambda);
    const waiting = [...this.#props.deadLetters.values()].map(({ queue }) =>
      queue.metricApproximateNumberOfMessagesVisible(),
    );
    const sum = new MathExpression({
      expression: waiting.map((_, i) => `d${i}`).join(' + '),
      usingMetrics: Object.fromEntries(waiting.map((metric, i) => [`d${i}`, metric])),
      label: 'dead letters',
    });
    new Dashboard(this, 'Dashboard', {
      dashboardName: this.#props.name,
      widgets: [
        [
          new GraphWidget({
            title: 'Months closed, credits issued',
            width: 12,
            left: [
              this.#metric('MonthsClosed', 'close-contract', 'Sum', Duration.hours(1)),
              this.#metric('MonthsToReview', 'close-contract', 'Sum', Duration.hours(1)),
              this.#metric('CreditsIssued', 'close-contract', 'Sum', Duration.hours(1)),
            ],
          }),
          new GraphWidget({
            title: 'From the journal to the world',
            width: 12,
            left: [this.#metric('PublishDelay', 'publish-journal', 'p99', Duration.minutes(5))],
            right: [sum],
          }),
        ],
        [
          new GraphWidget({ title: 'Errors', width: 12, left: functions.map((fn) => fn.metricErrors()) }),
          new GraphWidget({
            title: 'Duration',
            width: 12,
            left: functions.map((fn) => fn.metricDuration({ statistic: 'p99' })),
          }),
        ],
      ],
    });
  }
}
