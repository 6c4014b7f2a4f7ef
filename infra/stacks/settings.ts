import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';
import type { Authorization } from '../constructs/sla-api.ts';

/** What a cloud team sets in `cdk.json` or with `--context`. */
export interface Settings {
  readonly name: string;
  readonly eventSource: string;
  readonly authorization: Authorization;
  readonly retain: boolean;
  readonly logRetention: RetentionDays;
  readonly archiveDays: number;
  readonly alarmEmail?: string;
  readonly encryptionKeyArn?: string;
  readonly publicUrl?: string;
  readonly runbookUrl?: string;
}

const DAYS: readonly number[] = Object.values(RetentionDays).filter((value) => typeof value === 'number');

/**
 * Reads the settings; every one that is wrong is named at once, with what it may be.
 * @throws Error with one line per setting
 */
export function readSettings(node: Node): Settings {
  const problems: string[] = [];
  const text = (key: string, pattern: RegExp, allowed: string): string | undefined => {
    const value: unknown = node.tryGetContext(key);
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string' && pattern.test(value)) return value;
    problems.push(`"${key}" is ${JSON.stringify(value)}; it must be ${allowed}`);
    return undefined;
  };
  const needed = (key: string, pattern: RegExp, allowed: string): string => {
    const before = problems.length;
    const value = text(key, pattern, allowed);
    if (value === undefined && problems.length === before) problems.push(`"${key}" is not set; it must be ${allowed}`);
    return value ?? '';
  };
  const name = needed(
    'name',
    /^[a-z][a-z0-9-]{0,39}$/,
    'small letters, digits and "-", at most 40, such as "sla-tracker"',
  );
  const eventSource = needed(
    'eventSource',
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/,
    'a reverse domain name such as "nl.example.sla"',
  );
  const retention = needed('retention', /^(retain|destroy)$/, '"retain" or, for a trial, "destroy"');
  const days = Number(node.tryGetContext('logRetentionDays') ?? 90);
  if (!DAYS.includes(days)) problems.push(`"logRetentionDays" is ${days}; CloudWatch knows ${DAYS.join(', ')}`);
  const archiveDays = Number(node.tryGetContext('archiveDays') ?? 365);
  if (!Number.isInteger(archiveDays) || archiveDays < 0 || archiveDays > 3650) {
    problems.push(`"archiveDays" is ${archiveDays}; it must be a whole number from 0 (no archive) to 3650`);
  }
  const alarmEmail = text('alarmEmail', /^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'an e-mail address');
  const encryptionKeyArn = text(
    'encryptionKeyArn',
    /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/.+$/,
    'the ARN of a KMS key',
  );
  const publicUrl = text('publicUrl', /^https:\/\/\S+$/, 'an https address');
  const runbookUrl = text('runbookUrl', /^https:\/\/\S+$/, 'an https address');
  const authorization = readAuthorization(node, problems);
  if (problems.length > 0) {
    throw new Error(
      `The stack cannot be made from these settings (cdk.json, or --context):\n- ${problems.join('\n- ')}`,
    );
  }
  return {
    name,
    eventSource,
    authorization,
    retain: retention === 'retain',
    logRetention: days,
    archiveDays,
    ...(alarmEmail !== undefined && { alarmEmail }),
    ...(encryptionKeyArn !== undefined && { encryptionKeyArn }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(runbookUrl !== undefined && { runbookUrl }),
  };
}

function readAuthorization(node: Node, problems: string[]): Authorization {
  const kind: unknown = node.tryGetContext('authorization');
  const issuer: unknown = node.tryGetContext('jwtIssuer');
  const audience: unknown = node.tryGetContext('jwtAudience');
  const isSet = (value: unknown) => value !== undefined && value !== '';
  if (kind === 'jwt') {
    const list =
      typeof audience === 'string' ? audience.split(',').filter(Boolean) : Array.isArray(audience) ? audience : [];
    if (typeof issuer !== 'string' || !issuer.startsWith('https://')) {
      problems.push(`"authorization" is "jwt", so "jwtIssuer" must be the https address of your issuer`);
    }
    if (list.length === 0) problems.push(`"authorization" is "jwt", so "jwtAudience" must name at least one audience`);
    return { kind: 'jwt', issuer: String(issuer), audience: list.map(String) };
  }
  if (kind !== 'iam')
    problems.push(`"authorization" is ${JSON.stringify(kind)}; it must be "iam" or "jwt", the API is never open`);
  if (isSet(issuer) || isSet(audience)) {
    problems.push('"jwtIssuer" and "jwtAudience" contradict "authorization": set it to "jwt", or leave them out');
  }
  return { kind: 'iam' };
}
