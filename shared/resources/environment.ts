/** Environment variables a function may read. Granted together with the permission to use what they name. */
export const ENVIRONMENT = {
  contractsTable: 'SLA_CONTRACTS_TABLE',
  incidentsTable: 'SLA_INCIDENTS_TABLE',
  downtimeTable: 'SLA_DOWNTIME_TABLE',
  ledgerTable: 'SLA_LEDGER_TABLE',
  journalTable: 'SLA_JOURNAL_TABLE',
  closeQueueUrl: 'SLA_CLOSE_QUEUE_URL',
  eventBusName: 'SLA_EVENT_BUS_NAME',
  eventSource: 'SLA_EVENT_SOURCE',
  supportTopicArn: 'SLA_SUPPORT_TOPIC_ARN',
  chatTopicArn: 'SLA_CHAT_TOPIC_ARN',
  /** Optional: short forms of the messages, for a topic with phone numbers on it. */
  smsTopicArn: 'SLA_SMS_TOPIC_ARN',
  /** Group in which the one-shot schedules stand, the role they fire with, and the function they ask. */
  scheduleGroupName: 'SLA_SCHEDULE_GROUP_NAME',
  scheduleRoleArn: 'SLA_SCHEDULE_ROLE_ARN',
  scheduleTargetArn: 'SLA_SCHEDULE_TARGET_ARN',
  /** Where people open an incident, such as `https://sla.example.nl`; messages link to `<url>/incidents/<id>`. */
  publicUrl: 'SLA_PUBLIC_URL',
} as const;
