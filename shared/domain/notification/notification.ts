/**
 * Where a message goes: `support` is text for mail and machines, `sms` the same in at most 160 characters, `chat` the
 * custom notification of Amazon Q Developer in chat applications, which Slack and Teams take.
 */
export type NotificationChannel = 'support' | 'sms' | 'chat';

/** A message to people. */
export interface Notification {
  /** Derived from the journal entry it tells of, so that a repeat is recognised. */
  readonly id: string;
  readonly channel: NotificationChannel;
  /** Printable ASCII, at most 100 characters, as SNS wants it. */
  readonly subject: string;
  readonly body: string;
  /** For filter policies; at most ten, as raw delivery to a queue drops messages with more. */
  readonly attributes: Readonly<Record<string, string>>;
}
