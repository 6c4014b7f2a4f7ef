import { required } from './environment.ts';

/**
 * Credentials as a function has them: in its environment, for as long as it lives. Bundles take this in place of the SDK's
 * chain of providers, which would also look for profiles, single sign-on and processes that no function has.
 */
export const defaultProvider = () => async () => ({
  accessKeyId: required('AWS_ACCESS_KEY_ID'),
  secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
  sessionToken: process.env['AWS_SESSION_TOKEN'],
});
