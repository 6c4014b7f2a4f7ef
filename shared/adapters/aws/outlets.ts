import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { ENVIRONMENT } from '../../resources/environment.ts';
import { systemClock } from '../system-clock.ts';
import { once, required } from './environment.ts';
import { EventBridgeDeadlineScheduler } from './eventbridge-deadline-scheduler.ts';
import { EventBridgePublisher } from './eventbridge-publisher.ts';
import { SnsNotificationPublisher } from './sns-notification-publisher.ts';

export const eventBus = once(
  () => new EventBridgePublisher(new EventBridgeClient({}), required(ENVIRONMENT.eventBusName)),
);

/** Reverse domain name of this installation. */
export const eventSource = once(() => required(ENVIRONMENT.eventSource));

/** One-shot schedules in the group, under the role and for the function that the environment names. */
export const deadlineScheduler = once(
  () =>
    new EventBridgeDeadlineScheduler(new SchedulerClient({}), systemClock, {
      groupName: required(ENVIRONMENT.scheduleGroupName),
      roleArn: required(ENVIRONMENT.scheduleRoleArn),
      targetArn: required(ENVIRONMENT.scheduleTargetArn),
    }),
);

/** People's messages on the topics that the environment names; phones only where there is a topic for them. */
export const notificationPublisher = once(() => {
  const sms = optional(ENVIRONMENT.smsTopicArn);
  return new SnsNotificationPublisher(new SNSClient({}), {
    support: required(ENVIRONMENT.supportTopicArn),
    chat: required(ENVIRONMENT.chatTopicArn),
    ...(sms === undefined ? {} : { sms }),
  });
});

/** Where people can look; messages carry no link without it. */
export const publicUrl = once(() => optional(ENVIRONMENT.publicUrl)?.replace(/\/+$/, ''));

function optional(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
