/**
 * Every function of the product, by the name of its folder, with the trigger each `*.handler.ts` serves. The stack and
 * the local runtime both wire from this list, so neither can forget one.
 */
export const FUNCTIONS = {
  'manage-contracts': ['http'],
  'amend-downtime': ['http'],
  'close-month': ['http', 'schedule'],
  'close-contract': ['http', 'queue'],
  'read-ledger': ['http'],
  'publish-journal': ['stream'],
  'report-incident': ['http', 'bus', 'alarm'],
  'update-incident': ['http', 'bus'],
  'read-incidents': ['http'],
  'check-deadline': ['scheduler'],
  'sweep-deadlines': ['schedule'],
  'describe-api': ['http'],
} as const satisfies Record<string, readonly Trigger[]>;

export type Trigger = 'http' | 'queue' | 'schedule' | 'stream' | 'bus' | 'alarm' | 'scheduler';
export type FunctionName = keyof typeof FUNCTIONS;
