import { readFileSync, writeFileSync } from 'node:fs';

interface Statement {
  readonly Effect: string;
  Action: string | string[];
  Resource: unknown;
}

/**
 * Widens a synthesized template where the emulator judges IAM by other names than AWS does, and nowhere else: every
 * permission added follows from one that the stack gives, so a grant taken away from the stack is missing here too.
 *
 * - AWS authorises `SendMessageBatch` by `sqs:SendMessage`; the emulator asks for `sqs:SendMessageBatch`.
 * - A schedule's ARN names its group; the emulator sees every schedule in the group `default`.
 */
export function widenForEmulator(file: string): void {
  const template = JSON.parse(readFileSync(file, 'utf8'));
  for (const { Type, Properties } of Object.values<{ Type: string; Properties: never }>(template.Resources)) {
    if (Type !== 'AWS::IAM::Policy') continue;
    const { PolicyDocument } = Properties as { PolicyDocument: { Statement: Statement[] } };
    for (const statement of PolicyDocument.Statement) widen(statement);
  }
  writeFileSync(file, JSON.stringify(template, null, 1));
}

function widen(statement: Statement): void {
  const actions = [statement.Action].flat();
  if (actions.includes('sqs:SendMessage')) statement.Action = [...actions, 'sqs:SendMessageBatch'];
  if (actions.some((action) => action.startsWith('scheduler:'))) {
    const anyGroup = {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in.
      'Fn::Sub': 'arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/default/inc-*',
    };
    statement.Resource = [statement.Resource, anyGroup];
  }
}
