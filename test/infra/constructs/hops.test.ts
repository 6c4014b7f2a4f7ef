import { describe, expect, it } from 'vitest';
import { ENTRY_PREFIX } from '../../../shared/resources/journal-keys.ts';
import { idOf, idsIn, Synthesized } from '../stacks/synthesized.ts';

const template = new Synthesized();
const alarms = template.ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const mappings = template.ofType('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
const isDeadLetters = (id: string | undefined) => id?.includes('DeadLetters') ?? false;

/** The function that a property names, as its id begins. */
const nameOf = (reference: unknown) => idOf(reference)?.replace(/^Sla|Function[0-9A-F]{8}$/g, '');

describe("the journal's stream", () => {
  const stream = mappings.find(({ FunctionName }) => nameOf(FunctionName) === 'publishjournalstream');

  it('begins with the first entry, so that one written during a deploy is not lost', () => {
    expect(stream.StartingPosition).toBe('TRIM_HORIZON');
  });

  it('goes on from the first record that failed, in smaller batches, for less than the day the stream keeps', () => {
    expect(stream).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 100,
      MaximumRecordAgeInSeconds: 23 * 3600,
    });
  });

  it('buries what it gives up', () => {
    expect(isDeadLetters(idOf(stream.DestinationConfig.OnFailure.Destination))).toBe(true);
  });

  it('brings new entries only', () => {
    expect(stream.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: ENTRY_PREFIX }] } } } },
    ]);
  });
});

describe('the queue of closings', () => {
  const queue = template.one('AWS::SQS::Queue', 'SlaCloseQueueD42F6F49').Properties;
  const closer = template.one('AWS::Lambda::Function', 'Slaclosecontractqueue').Properties;
  const mapping = mappings.find(({ FunctionName }) => nameOf(FunctionName) === 'closecontractqueue');

  it('hides a message for six times as long as the function may take', () => {
    expect(queue.VisibilityTimeout).toBe(6 * closer.Timeout);
  });

  it('buries a message after five attempts, and keeps it as long as SQS can', () => {
    expect(queue.RedrivePolicy.maxReceiveCount).toBe(5);
    const dead = idOf(queue.RedrivePolicy.deadLetterTargetArn) ?? '';
    expect(isDeadLetters(dead)).toBe(true);
    expect(template.resources[dead]?.Properties.MessageRetentionPeriod).toBe(14 * 86_400);
  });

  it('tries again only the messages that failed, and closes ten batches at a time at most', () => {
    expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(mapping.ScalingConfig).toEqual({ MaximumConcurrency: 10 });
  });
});

describe('rules', () => {
  const rules = template.ofType('AWS::Events::Rule').map(([id, { Properties }]) => ({ id, ...Properties }));
  const invokes = template.ofType('AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => Properties);

  it.each(rules)('$id: what is not delivered is tried again for hours, then buried', ({ Targets }) => {
    expect(Targets).toHaveLength(1);
    expect(Targets[0].RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 6 * 3600, MaximumRetryAttempts: 20 });
    expect(isDeadLetters(idOf(Targets[0].DeadLetterConfig.Arn))).toBe(true);
  });

  it('what a function was handed and failed to do is tried twice more, then buried', () => {
    const asynchronous = [
      'checkdeadlinescheduler',
      'closemonthschedule',
      'reportincidentalarm',
      'reportincidentbus',
      'sweepdeadlinesschedule',
      'updateincidentbus',
    ];
    expect(invokes.map(({ FunctionName }) => nameOf(FunctionName)).sort()).toEqual(asynchronous);
    for (const { DestinationConfig, MaximumRetryAttempts, MaximumEventAgeInSeconds } of invokes) {
      expect([MaximumRetryAttempts, MaximumEventAgeInSeconds]).toEqual([2, 6 * 3600]);
      expect(isDeadLetters(idOf(DestinationConfig.OnFailure.Destination))).toBe(true);
    }
  });

  it('the ticks come every hour and every day', () => {
    const expressions = rules.flatMap(({ ScheduleExpression }) => ScheduleExpression ?? []);
    expect(expressions.sort()).toEqual(['cron(17 2 * * ? *)', 'rate(1 hour)']);
  });

  it("take only alarms that say what they are about, so never the tracker's own", () => {
    const rule = rules.find(({ EventPattern }) => EventPattern?.source?.includes('aws.cloudwatch'));
    expect(rule.EventPattern.detail.configuration.description).toEqual([{ wildcard: '*sla:*/*' }]);
    for (const { AlarmDescription } of alarms) expect(AlarmDescription).not.toMatch(/sla:.*\//);
  });
});

describe('dead letters', () => {
  const queues = template.ofType('AWS::SQS::Queue').filter(([id]) => isDeadLetters(id));

  it('each have an alarm that goes off with the first of them', () => {
    const watched = alarms
      .filter(({ MetricName, Threshold }) => MetricName === 'ApproximateNumberOfMessagesVisible' && Threshold === 1)
      .flatMap(({ Dimensions }) => idsIn(Dimensions));
    expect(watched.sort()).toEqual(queues.map(([id]) => id).sort());
  });
});

describe('alarms', () => {
  it('each say what they mean and where to read what to do, and tell people of the change both ways', () => {
    const [topic] = template.ofType('AWS::SNS::Topic').find(([id]) => id.startsWith('SlaMonitoring')) ?? [];
    for (const { AlarmName, AlarmDescription, AlarmActions, OKActions } of alarms) {
      expect(AlarmDescription, AlarmName).toMatch(/^[A-Z].*\. What to do: README, Operating it: [a-z-]+$/);
      expect([...AlarmActions, ...OKActions].map(idOf)).toEqual([topic, topic]);
    }
  });

  it.each([
    ['heartbeat-sweep-deadlines-schedule', 3600, 3],
    ['heartbeat-close-month-schedule', 86_400, 1],
  ])('%s goes off when nothing is heard at all', (name, Period, EvaluationPeriods) => {
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `sla-tracker-${name}`);
    expect(alarm).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period,
      EvaluationPeriods,
      TreatMissingData: 'breaching',
    });
  });

  it('every function has one for its errors', () => {
    const watched = alarms
      .filter(({ MetricName, Namespace }) => MetricName === 'Errors' && Namespace === 'AWS/Lambda')
      .map(({ Dimensions }) => nameOf(Dimensions[0].Value));
    const all = template.ofType('AWS::Lambda::Function').map(([id]) => nameOf({ Ref: id }));
    expect(watched.sort()).toEqual(all.sort());
  });
});
