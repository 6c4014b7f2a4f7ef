import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { SlaTracker } from '../constructs/sla-tracker.ts';
import type { Settings } from './settings.ts';

/** The tracker as a stack of its own, set up from `cdk.json`. */
export class SlaTrackerStack extends Stack {
  readonly tracker: SlaTracker;

  constructor(scope: Construct, id: string, { settings, ...props }: StackProps & { readonly settings: Settings }) {
    super(scope, id, {
      description: 'SLA tracker: from incident to credit note',
      ...(settings.encryptionKeyArn !== undefined && { env: placeOf(settings.encryptionKeyArn) }),
      ...props,
    });
    const { encryptionKeyArn, ...rest } = settings;
    this.tracker = new SlaTracker(this, 'Sla', {
      ...rest,
      ...(encryptionKeyArn !== undefined && { encryptionKey: Key.fromKeyArn(this, 'Key', encryptionKeyArn) }),
    });
    const { api, bus, supportTopic, chatTopic, closeQueue, monitoring } = this.tracker;
    this.#output('ApiUrl', 'Address of the HTTP API', api.api.apiEndpoint);
    this.#output('EventBusName', 'Bus that carries the events', bus.eventBusName);
    this.#output('EventBusArn', 'Bus that carries the events', bus.eventBusArn);
    this.#output('SupportTopicArn', 'Messages to people; filter on their attributes', supportTopic.topicArn);
    this.#output('ChatTopicArn', 'Messages to Slack and Teams', chatTopic.topicArn);
    this.#output('AlarmTopicArn', 'Alarms of the tracker itself', monitoring.topic.topicArn);
    this.#output('CloseQueueUrl', 'Months that wait to be closed', closeQueue.queueUrl);
    // What `sla redrive` asks for.
    this.#output('JournalTableName', 'The journal', this.tracker.tables.table('journal').tableName);
    const publisher = this.tracker.function('publish-journal', 'stream').lambda.functionName;
    this.#output('PublishFunctionName', 'Publishes the journal', publisher);
    for (const [hop, { queue }] of this.tracker.deadLetters) {
      this.#output(`DeadLetters${hop.replace(/[^A-Za-z]/g, '')}`, `What could not be done: ${hop}`, queue.queueUrl);
    }
  }

  #output(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}

/** A table takes a key only in a stack that knows where it stands: where its key does. */
function placeOf(keyArn: string): { readonly region: string; readonly account: string } {
  const [, , , region = '', account = ''] = keyArn.split(':');
  return { region, account };
}
