import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { SlaTracker } from '../../../infra/constructs/sla-tracker.ts';

/** An app of a team's own, with the tracker in it. */
function ownStack(): { readonly stack: Stack; readonly tracker: SlaTracker } {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Billing');
  const tracker = new SlaTracker(stack, 'Sla', {
    name: 'billing-sla',
    eventSource: 'nl.example.sla',
    authorization: { kind: 'iam' },
  });
  return { stack, tracker };
}

describe('the construct in an app of one’s own', { timeout: 90_000 }, () => {
  it('lets rules of one’s own listen on its bus', () => {
    const { stack, tracker } = ownStack();
    new Rule(stack, 'Credits', {
      eventBus: tracker.bus,
      eventPattern: { detailType: ['sla.service-credit.issued.v1'] },
      targets: [new SqsQueue(new Queue(stack, 'Bookkeeping'))],
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventBusName: stack.resolve(tracker.bus.eventBusName),
      EventPattern: { 'detail-type': ['sla.service-credit.issued.v1'] },
    });
  });

  it('lets people subscribe with a filter on the attributes of messages', () => {
    const { stack, tracker } = ownStack();
    const severity = SubscriptionFilter.stringFilter({ allowlist: ['1', '2'] });
    tracker.supportTopic.addSubscription(new EmailSubscription('piket@example.nl', { filterPolicy: { severity } }));
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      FilterPolicy: { severity: ['1', '2'] },
    });
  });

  it('keeps and protects the tables unless told otherwise', () => {
    const template = Template.fromStack(ownStack().stack);
    template.allResources('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('names what it has not', () => {
    const { tracker } = ownStack();
    expect(() => tracker.function('describe-api', 'queue')).toThrow('there is no function describe-api for queue');
    expect(() => tracker.tables.table('invoices' as 'ledger')).toThrow('there is no table invoices');
  });
});
