import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { describe, expect, it, vi } from 'vitest';
import { processCredentials } from '../../../../functions/bridge/aws/credentials.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';

/** What the SDK finds, without its own notes on where. */
async function credentialsOfTheSdk() {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await fromNodeProviderChain()();
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration }),
  };
}

describe('processCredentials', () => {
  it.each([
    {},
    { AWS_SESSION_TOKEN: 'token' },
    { AWS_SESSION_TOKEN: 'token', AWS_CREDENTIAL_EXPIRATION: '2026-11-21T18:00:00Z' },
    { AWS_SESSION_TOKEN: '', AWS_PROFILE: '' },
  ])('are those of the variables, as for the SDK: %j', async (variables) => {
    const { environment } = useAwsSettings(variables);

    const credentials = await processCredentials(environment)();

    expect(credentials).toMatchObject({ accessKeyId: 'AKID', secretAccessKey: 'secret' });
    expect(credentials).toEqual(await credentialsOfTheSdk());
  });

  it.each([
    { what: 'there are none in the variables', variables: { AWS_ACCESS_KEY_ID: '' } },
    { what: 'half of them is missing', variables: { AWS_SECRET_ACCESS_KEY: '' } },
    { what: 'the user has named a profile', variables: { AWS_PROFILE: 'default' } },
  ])('are those that the SDK finds when $what', async ({ variables }) => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const { home, environment } = useAwsSettings(variables);
    mkdirSync(join(home, '.aws'));
    writeFileSync(
      join(home, '.aws', 'credentials'),
      '[default]\naws_access_key_id = FILE\naws_secret_access_key = file\n',
    );

    expect(await processCredentials(environment)()).toMatchObject({
      accessKeyId: 'FILE',
      secretAccessKey: 'file',
    });
    vi.restoreAllMocks();
  });

  it('follow the variables, which a new execution role changes', async () => {
    const { environment } = useAwsSettings();
    const credentials = processCredentials(environment);
    await credentials();

    vi.stubEnv('AWS_ACCESS_KEY_ID', 'NEXT');

    expect(await credentials()).toMatchObject({ accessKeyId: 'NEXT' });
  });
});
