import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();
const client = () => new SSMClient(running.clientSettings);
const put = (input: Partial<PutParameterCommandInput>) =>
  client().send(new PutParameterCommand({ Name: '/bridge/config', Value: 'v', Type: 'String', ...input }));
const get = (Name: string) => client().send(new GetParameterCommand({ Name }));

describe('A parameter', () => {
  test('is put and read back', async () => {
    const answer = await put({ Value: '{"ü":1}' });
    const { Parameter } = await get('/bridge/config');

    expect(answer).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(Parameter).toEqual({
      Name: '/bridge/config',
      Type: 'String',
      Value: '{"ü":1}',
      Version: 1,
      LastModifiedDate: expect.any(Date),
      ARN: 'arn:aws:ssm:eu-west-1:123456789012:parameter/bridge/config',
      DataType: 'text',
    });
  });

  test.each([['/bridge/config'], ['/config'], ['config']])('named %s is found by its ARN', async (Name) => {
    await put({ Name });

    const { Parameter } = await get(
      `arn:aws:ssm:eu-west-1:123456789012:parameter/${Name.replace(/^\//, '')}`,
    );

    expect(Parameter?.Name).toBe(Name);
  });

  test('has versions', async () => {
    await put({ Value: 'one' });
    await put({ Value: 'two', Overwrite: true });

    expect((await get('/bridge/config')).Parameter).toMatchObject({ Value: 'two', Version: 2 });
    expect((await get('/bridge/config:1')).Parameter).toMatchObject({
      Value: 'one',
      Version: 1,
      Selector: ':1',
    });
  });

  test('of a version that does not exist is not found', async () => {
    await put({});

    await expect(get('/bridge/config:9')).rejects.toMatchObject({
      name: 'ParameterVersionNotFound',
      message:
        'Systems Manager could not find version 9 of /bridge/config. Verify the version and try again.',
    });
  });

  test('that does not exist is answered without a message, as on AWS', async () => {
    await expect(get('/nothing')).rejects.toMatchObject({
      name: 'ParameterNotFound',
      message: 'UnknownError',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('is not overwritten unasked', async () => {
    await put({});

    await expect(put({ Value: 'two' })).rejects.toMatchObject({
      name: 'ParameterAlreadyExists',
      message:
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    });
  });

  test('of 4,096 bytes is Standard', async () => {
    expect(await put({ Value: 'x'.repeat(4_096) })).toMatchObject({ Tier: 'Standard' });
  });

  test.each([
    [
      'above 4,096 bytes in the Standard tier',
      { Value: 'x'.repeat(4_097) },
      /^Standard tier parameters support a maximum parameter value of 4096 characters/,
    ],
    [
      'above 8,192 bytes in the Advanced tier',
      { Value: 'x'.repeat(8_193), Tier: 'Advanced' as const },
      /^Advanced tier.*8192/,
    ],
    ['that is empty', { Value: '' }, /length greater than or equal to 1/],
    [
      'with a relative path for a name',
      { Name: 'bridge/config' },
      /^Parameter name must be a fully qualified name/,
    ],
    ['with a space in its name', { Name: 'bridge config' }, /^Parameter name: /],
    ['without a type', { Type: undefined }, /^A parameter type is required when you create a parameter/],
    [
      'of an unknown type',
      { Type: 'Number' as 'String' },
      /enum value set: \[String, StringList, SecureString\]/,
    ],
  ])('%s is refused', async (_, input, message) => {
    await expect(put(input)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  test('of 8,192 bytes fits the Advanced tier', async () => {
    expect(await put({ Value: 'x'.repeat(8_192), Tier: 'Advanced' })).toMatchObject({ Tier: 'Advanced' });
    expect(await put({ Name: '/i', Value: 'x'.repeat(8_192), Tier: 'Intelligent-Tiering' })).toMatchObject({
      Tier: 'Advanced',
    });
  });

  test('is gone once it is deleted', async () => {
    await put({});

    await client().send(new DeleteParameterCommand({ Name: '/bridge/config' }));

    await expect(get('/bridge/config')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  test('is read together with others, and those that are missing are named', async () => {
    await put({});

    const answer = await client().send(new GetParametersCommand({ Names: ['/bridge/config', '/nothing'] }));

    expect(answer.Parameters).toMatchObject([{ Name: '/bridge/config' }]);
    expect(answer.InvalidParameters).toEqual(['/nothing']);
  });

  test('can be put and read without HTTP', () => {
    const { ssm } = running.standIns;

    expect(ssm.putParameter({ name: '/a', value: 'one' })).toBe(1);
    expect(ssm.putParameter({ name: '/a', value: 'x'.repeat(5_000) })).toBe(2);
    expect(ssm.parameter('/a')).toHaveLength(5_000);
    expect(ssm.parameter('/b')).toBeUndefined();
  });
});

describe('Powertools Parameters', () => {
  test('reads and transforms a parameter, and sees a new version when it asks again', async () => {
    // Prepare
    const provider = new SSMProvider({ awsSdkV3Client: client() });
    running.standIns.ssm.putParameter({ name: '/bridge/config', value: '{"a":1}' });

    // Act
    const first = await provider.get('/bridge/config', { transform: 'json', maxAge: 60 });
    running.standIns.ssm.putParameter({ name: '/bridge/config', value: '{"a":2}' });
    const cached = await provider.get('/bridge/config', { transform: 'json', maxAge: 60 });
    const fresh = await provider.get('/bridge/config', { transform: 'json', forceFetch: true });

    // Assess
    expect([first, cached, fresh]).toEqual([{ a: 1 }, { a: 1 }, { a: 2 }]);
    expect(running.standIns.requests.count('ssm.GetParameter')).toBe(2);
  });

  test('reports a parameter that does not exist', async () => {
    const provider = new SSMProvider({ awsSdkV3Client: client() });

    await expect(provider.get('/nothing')).rejects.toMatchObject({
      name: 'GetParameterError',
      cause: expect.objectContaining({ name: 'ParameterNotFound' }),
    });
  });
});
