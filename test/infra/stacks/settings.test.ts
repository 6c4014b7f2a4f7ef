import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../infra/stacks/settings.ts';
import { appWith, type Context } from './synthesized.ts';

const read = (context: Context) => readSettings(appWith(context).node);

describe('settings', () => {
  it('are those of cdk.json when nothing else is said: kept, signed calls only', () => {
    expect(read({})).toMatchObject({
      name: 'sla-tracker',
      retain: true,
      authorization: { kind: 'iam' },
      logRetention: 90,
      archiveDays: 365,
    });
  });

  it('take a list of audiences in one line, as --context gives it', () => {
    const context = { authorization: 'jwt', jwtIssuer: 'https://id.example.nl', jwtAudience: 'sla,billing' };
    expect(read(context).authorization).toEqual({
      kind: 'jwt',
      issuer: 'https://id.example.nl',
      audience: ['sla', 'billing'],
    });
  });

  it('take numbers as text, as --context gives them', () => {
    expect(read({ logRetentionDays: '30', archiveDays: '0' })).toMatchObject({ logRetention: 30, archiveDays: 0 });
  });

  it.each<[what: string, context: Context, says: RegExp]>([
    ['no name', { name: '' }, /"name" is not set; it must be small letters/],
    ['a name with a capital', { name: 'Sla' }, /"name" is "Sla"; it must be small letters/],
    ['no event source', { eventSource: '' }, /"eventSource" is not set; it must be a reverse domain name/],
    ['an event source of one word', { eventSource: 'sla' }, /"eventSource" is "sla".*such as "nl.example.sla"/],
    ['an unknown retention', { retention: 'maybe' }, /"retention" is "maybe"; it must be "retain" or.*"destroy"/],
    [
      'days that CloudWatch does not know',
      { logRetentionDays: 42 },
      /"logRetentionDays" is 42; CloudWatch knows 1, 3, 5/,
    ],
    ['a negative archive', { archiveDays: -1 }, /"archiveDays" is -1; it must be a whole number from 0/],
    ['an archive of no number', { archiveDays: 'long' }, /"archiveDays" is NaN/],
    ['an alarm address that is none', { alarmEmail: 'ops' }, /"alarmEmail" is "ops"; it must be an e-mail address/],
    ['a key that is no ARN', { encryptionKeyArn: 'alias/x' }, /"encryptionKeyArn" is "alias\/x"; it must be the ARN/],
    ['a plain public address', { publicUrl: 'http://x.nl' }, /"publicUrl".*must be an https address/],
    ['an open API', { authorization: 'none' }, /"authorization" is "none"; it must be "iam" or "jwt".*never open/],
    ['no authorisation', { authorization: '' }, /"authorization" is ""; it must be "iam" or "jwt"/],
    ['jwt without an issuer', { authorization: 'jwt', jwtAudience: 'sla' }, /"jwtIssuer" must be the https address/],
    [
      'jwt without an audience',
      { authorization: 'jwt', jwtIssuer: 'https://id.example.nl' },
      /"jwtAudience" must name at least one audience/,
    ],
    ['an issuer that iam does not ask for', { jwtIssuer: 'https://id.example.nl' }, /contradict "authorization"/],
  ])('%s is refused with what to set', (_, context, says) => {
    expect(() => read(context)).toThrow(says);
  });

  it('name everything that is wrong at once', () => {
    expect(() => read({ name: 'A', retention: 'x', authorization: 'open' })).toThrow(
      /"name".*\n.*"retention".*\n.*"authorization"/,
    );
  });
});
