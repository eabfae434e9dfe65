import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ssmParameter } from '../../../../functions/bridge/aws/ssm-parameter.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer } from '../../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';

const NAME = '/bridge/configuration';
const FOUND: WireAnswer = { body: { Parameter: { Name: NAME, Type: 'SecureString', Value: '{}' } } };

describe('ssmParameter', () => {
  let endpoint: AwsEndpoint;
  let answers: WireAnswer[];

  beforeEach(async () => {
    answers = [];
    endpoint = await startAwsEndpoint(() => answers.shift() ?? FOUND);
    useAwsSettings({ AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_SSM: endpoint.url });
  });
  afterEach(async () => {
    await endpoint.close();
  });

  it('reads the parameter, decrypted', async () => {
    expect(await ssmParameter()(NAME)).toBe('{}');
    const [request] = endpoint.requests;
    expect(request?.target).toBe('AmazonSSM.GetParameter');
    expect(JSON.parse(String(request?.body))).toEqual({ Name: NAME, WithDecryption: true });
    expect(request?.headers.authorization).toMatch(/Credential=AKID\/\d{8}\/eu-west-1\/ssm\/aws4_request,/);
  });

  it('asks every time, because the configuration source decides when to, over the same connection', async () => {
    answers = [FOUND, { body: { Parameter: { Value: '{"new":true}' } } }];
    const read = ssmParameter();

    expect([await read(NAME), await read(NAME)]).toEqual(['{}', '{"new":true}']);
    const [first, second] = endpoint.requests;
    expect(second?.socket).toBe(first?.socket);
  });

  it.each<{ what: string; failure: WireAnswer }>([
    { what: 'a fault of the service', failure: { status: 500, body: { __type: 'InternalServerError' } } },
    { what: 'a page of a proxy', failure: { status: 502, body: '<html>' } },
    { what: 'too many requests', failure: { status: 400, body: { __type: 'ThrottlingException' } } },
    { what: 'a signature from a wrong clock', failure: { status: 400, body: { __type: 'RequestExpired' } } },
    { what: 'a connection that breaks', failure: { delivery: 'reset' } },
  ])('makes a second attempt after $what, and no third one', async ({ failure }) => {
    answers = [failure];
    expect(await ssmParameter()(NAME)).toBe('{}');
    expect(endpoint.requests).toHaveLength(2);

    answers = [failure, failure];
    await expect(ssmParameter()(NAME)).rejects.toThrow();
    expect(endpoint.requests).toHaveLength(4);
  });

  it.each([
    { body: { __type: 'ParameterNotFound' }, name: 'ParameterNotFound', message: 'UnknownError' },
    {
      body: { __type: 'AccessDeniedException', Message: 'User: … is not authorized' },
      name: 'AccessDeniedException',
      message: 'User: … is not authorized',
    },
  ])('fails at once with $name, in the words of the service', async ({ body, name, message }) => {
    answers = [{ status: 400, body }];

    await expect(ssmParameter()(NAME)).rejects.toMatchObject({ name, message });
    expect(endpoint.requests).toHaveLength(1);
  });

  it.each([{}, { Parameter: null }, { Parameter: { Value: 7 } }, []])(
    'has no text of the answer %j',
    async (body) => {
      answers = [{ body }];

      expect(await ssmParameter()(NAME)).toBeUndefined();
    },
  );

  it('asks the SDK where the service is when the environment does not say all', async () => {
    useAwsSettings({
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_USE_FIPS_ENDPOINT: 'true',
    });

    await expect(ssmParameter()(NAME)).rejects.toThrow('FIPS and custom endpoint are not supported');
    expect(endpoint.requests).toEqual([]);
  });
});
