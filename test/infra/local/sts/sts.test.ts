import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();
const ACCOUNT = '210987654321';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service/registry-reader`;

const assume = (
  params: { readonly RoleArn?: string; readonly [parameter: string]: string | number | undefined } = {},
) => {
  const { credentials, ...clientConfig } = running.clientSettings;
  return fromTemporaryCredentials({
    masterCredentials: credentials,
    params: { RoleArn: ROLE, RoleSessionName: 'bridge', ...params },
    clientConfig,
  });
};

/** A request of the Query protocol, as text. */
async function query(parameters: Readonly<Record<string, string>>): Promise<{ status: number; xml: string }> {
  const response = await fetch(running.standIns.url, {
    method: 'POST',
    body: new URLSearchParams({ Version: '2011-06-15', ...parameters }),
  });
  return { status: response.status, xml: await response.text() };
}

const glue = (credentials: ReturnType<typeof assume>, region = 'eu-west-1') =>
  new GlueClient({ ...running.clientSettings, credentials, region });

describe('A role', () => {
  test('is assumed', async () => {
    running.standIns.sts.createRole({ arn: ROLE });

    expect(await assume()()).toMatchObject({
      accessKeyId: expect.stringMatching(/^ASIA[0-9A-F]{16}$/),
      secretAccessKey: expect.any(String),
      sessionToken: expect.any(String),
      expiration: expect.any(Date),
    });
  });

  test('lives for the time that is asked for, an hour otherwise', async () => {
    running.standIns.sts.createRole({ arn: ROLE });
    const seconds = async (params: { readonly [parameter: string]: string | number } = {}) =>
      (Number((await assume(params)()).expiration) - Date.now()) / 1000;

    expect(Math.round((await seconds()) / 60)).toBe(60);
    expect(Math.round((await seconds({ DurationSeconds: 900 })) / 60)).toBe(15);
  });

  test('opens the Glue registry of its account, and no other', async () => {
    // Prepare
    const { sts, glue: registries, requests } = running.standIns;
    sts.createRole({ arn: ROLE });
    const own = registries.registerSchema({ schemaName: 's', definition: '"string"' });
    const foreign = registries.registerSchema({ schemaName: 's', definition: '"int"', account: ACCOUNT });
    const client = glue(assume(), 'us-east-1');

    // Act
    const read = await client.send(new GetSchemaVersionCommand({ SchemaVersionId: foreign.versionId }));
    const refused = client.send(new GetSchemaVersionCommand({ SchemaVersionId: own.versionId }));

    // Assess
    expect(read).toMatchObject({
      SchemaDefinition: '"int"',
      SchemaArn: `arn:aws:glue:eu-west-1:${ACCOUNT}:schema/default-registry/s`,
    });
    await expect(refused).rejects.toMatchObject({ name: 'EntityNotFoundException' });
    expect(requests.list('glue')).toMatchObject([
      { account: ACCOUNT, region: 'us-east-1' },
      { account: ACCOUNT, region: 'us-east-1' },
    ]);
  });

  test.each([
    ['the right external id', { ExternalId: 'secret' }, true],
    ['another external id', { ExternalId: 'guess' }, false],
    ['no external id', {}, false],
  ])('that wants an external id, with %s', async (_, params, isAssumed) => {
    running.standIns.sts.createRole({ arn: ROLE, externalId: 'secret' });

    const credentials = assume(params)();

    if (isAssumed) await expect(credentials).resolves.toBeDefined();
    else await expect(credentials).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('that nobody made is refused', async () => {
    await expect(assume()()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('is not made with an ARN that is none', () => {
    expect(() => running.standIns.sts.createRole({ arn: 'arn:aws:iam::1:role/r' })).toThrow('is invalid');
  });
});

describe('Credentials of a session', () => {
  const read = (credentials: ReturnType<typeof assume>) =>
    glue(credentials).send(
      new GetSchemaVersionCommand({ SchemaVersionId: 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63' }),
    );

  test('are refused once the session has ended', async () => {
    running.standIns.sts.createRole({ arn: ROLE });
    const credentials = await assume()();
    running.standIns.sts.expireSessions();

    await expect(read(async () => credentials)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  test('are refused without their token', async () => {
    running.standIns.sts.createRole({ arn: ROLE });
    const { accessKeyId, secretAccessKey } = await assume()();

    await expect(read(async () => ({ accessKeyId, secretAccessKey }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});

describe('STS answers', () => {
  test.each([
    ['no role', { RoleSessionName: 'bridge' }, "Value null at 'roleArn'"],
    ['no session name', { RoleArn: ROLE }, "Value null at 'roleSessionName'"],
    ['a short session name', { RoleArn: ROLE, RoleSessionName: 'b' }, 'greater than or equal to 2'],
    ['a session name with blanks', { RoleArn: ROLE, RoleSessionName: 'b b' }, 'regular expression pattern'],
    [
      'a short time',
      { RoleArn: ROLE, RoleSessionName: 'bridge', DurationSeconds: '60' },
      'between 900 and 43200',
    ],
  ])('AssumeRole with %s by ValidationError', async (_, parameters, message) => {
    const { status, xml } = await query({ Action: 'AssumeRole', ...parameters });

    expect(status).toBe(400);
    expect(xml).toContain('<Type>Sender</Type><Code>ValidationError</Code>');
    expect(xml).toContain(message);
  });

  test('an operation that it does not know by name', async () => {
    const { status, xml } = await query({ Action: 'GetSessionToken' });

    expect(status).toBe(400);
    expect(xml).toContain('<Code>InvalidAction</Code>');
    expect(xml).toContain('does not know the operation GetSessionToken');
  });

  test('who calls', async () => {
    expect((await query({ Action: 'GetCallerIdentity' })).xml).toContain('<Account>123456789012</Account>');
  });
});
