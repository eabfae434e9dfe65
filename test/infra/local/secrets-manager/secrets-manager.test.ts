import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();
const client = () => new SecretsManagerClient(running.clientSettings);
const get = (input: GetSecretValueCommandInput) => client().send(new GetSecretValueCommand(input));
const put = (id: string, value: string | Buffer) => running.standIns.secretsManager.putSecret({ id, value });
const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry/reader-a1b2c3';

describe('A secret', () => {
  test('is found by its name, its ARN, and its ARN without the random characters', async () => {
    const arn = put('registry/reader', 'one');

    expect(arn).toMatch(
      /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry\/reader-[A-Za-z0-9]{6}$/,
    );
    for (const SecretId of ['registry/reader', arn, arn.slice(0, -'-a1b2c3'.length)]) {
      expect(await get({ SecretId })).toMatchObject({
        ARN: arn,
        Name: 'registry/reader',
        SecretString: 'one',
        VersionStages: ['AWSCURRENT'],
        VersionId: expect.any(String),
        CreatedDate: expect.any(Date),
      });
    }
  });

  test('has the ARN that a test gives it', async () => {
    expect(put(ARN, 'one')).toBe(ARN);
    expect(put(ARN, 'two')).toBe(ARN);

    expect(await get({ SecretId: ARN })).toMatchObject({ Name: 'registry/reader', SecretString: 'two' });
    expect(await get({ SecretId: 'registry/reader' })).toMatchObject({ ARN });
  });

  test('has a current and a previous value', async () => {
    const SecretId = put('s', 'one');
    for (const value of ['two', 'three']) put('s', value);

    expect(await get({ SecretId, VersionStage: 'AWSCURRENT' })).toMatchObject({ SecretString: 'three' });
    const previous = await get({ SecretId, VersionStage: 'AWSPREVIOUS' });
    expect(previous).toMatchObject({ SecretString: 'two', VersionStages: ['AWSPREVIOUS'] });
    expect(await get({ SecretId, VersionId: previous.VersionId })).toMatchObject({ SecretString: 'two' });
  });

  test('has no version at a stage where another version is', async () => {
    put('s', 'one');
    const { VersionId } = await get({ SecretId: 's' });
    put('s', 'two');

    await expect(get({ SecretId: 's', VersionId, VersionStage: 'AWSCURRENT' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('may be bytes', async () => {
    put('s', Buffer.from([0, 255]));

    const { SecretString, SecretBinary = [] } = await get({ SecretId: 's' });

    expect(SecretString).toBeUndefined();
    expect([...SecretBinary]).toEqual([0, 255]);
  });

  test('is made and changed by clients', async () => {
    const created = await client().send(new CreateSecretCommand({ Name: 's', SecretString: 'one' }));
    await client().send(new PutSecretValueCommand({ SecretId: 's', SecretString: 'two' }));

    expect(await get({ SecretId: `${created.ARN}` })).toMatchObject({ SecretString: 'two' });
    await expect(client().send(new CreateSecretCommand({ Name: 's' }))).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
  });

  test('is read by Powertools', async () => {
    put('s', '{"username":"reader"}');

    const provider = new SecretsProvider({ awsSdkV3Client: client() });

    expect(await provider.get('s', { transform: 'json' })).toEqual({ username: 'reader' });
  });
});

describe('Secrets Manager answers ResourceNotFoundException for', () => {
  test.each([
    ['an unknown secret', { SecretId: 'none' }, "Secrets Manager can't find the specified secret."],
    [
      'an unknown stage',
      { SecretId: 's', VersionStage: 'AWSPREVIOUS' },
      "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
    ],
    [
      'another stage',
      { SecretId: 's', VersionStage: 'AWSPENDING' },
      "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    ],
    [
      'an unknown version',
      { SecretId: 's', VersionId: 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63' },
      "Secrets Manager can't find the specified secret value for VersionId: b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63",
    ],
  ])('%s', async (_, input, message) => {
    put('s', 'one');

    await expect(get(input)).rejects.toMatchObject({ name: 'ResourceNotFoundException', message });
  });
});
