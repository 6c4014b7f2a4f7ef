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
} as const;
