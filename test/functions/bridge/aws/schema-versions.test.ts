import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schemaVersions } from '../../../../functions/bridge/aws/schema-versions.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer } from '../../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';

const ID = '11111111-2222-3333-4444-555555555555';
const SIGNAL = new AbortController().signal;
const SETTINGS = { region: 'eu-central-1', role: undefined } as const;
const FOUND: WireAnswer = { body: { DataFormat: 'AVRO', SchemaDefinition: '"string"', Status: 'AVAILABLE' } };

/** Straight to the service, and through the SDK, which a setting that it alone knows brings in. */
const WAYS = [
  { way: 'straight', variables: {} },
  { way: 'through the SDK', variables: { AWS_RETRY_MODE: 'standard' } },
] as const;

describe.each(WAYS)('schemaVersions, $way', ({ variables }) => {
  let endpoint: AwsEndpoint;
  let answers: WireAnswer[];

  beforeEach(async () => {
    answers = [];
    endpoint = await startAwsEndpoint(() => answers.shift() ?? FOUND);
    useAwsSettings({ AWS_ENDPOINT_URL_GLUE: endpoint.url, ...variables });
  });
  afterEach(async () => {
    await endpoint.close();
  });

  it('reads a version by its id, in the Region of the settings', async () => {
    const read = await schemaVersions(SETTINGS);

    expect(await read(ID, SIGNAL)).toEqual({ dataFormat: 'AVRO', definition: '"string"' });
    const [request] = endpoint.requests;
    expect(request?.target).toBe('AWSGlue.GetSchemaVersion');
    expect(JSON.parse(String(request?.body))).toEqual({ SchemaVersionId: ID });
    expect(request?.headers.authorization).toMatch(/\/eu-central-1\/glue\/aws4_request,/);
  });

  it.each([
    { body: {}, expected: { dataFormat: undefined, definition: undefined } },
    { body: { DataFormat: 'AVRO' }, expected: { dataFormat: 'AVRO', definition: undefined } },
  ])('tells what is in the answer $body, and no more', async ({ body, expected }) => {
    answers = [{ body }];

    expect(await (await schemaVersions(SETTINGS))(ID, SIGNAL)).toEqual(expected);
  });

  it.each([
    { name: 'EntityNotFoundException', requests: 1 },
    { name: 'InvalidInputException', requests: 1 },
    { name: 'AccessDeniedException', requests: 1 },
    { name: 'ThrottlingException', requests: 3 },
  ])('fails with $name after $requests requests', async ({ name, requests }) => {
    const refusal = { status: 400, body: { __type: name, Message: 'the words of the service' } };
    answers = [refusal, refusal, refusal];

    await expect((await schemaVersions(SETTINGS))(ID, SIGNAL)).rejects.toMatchObject({
      name,
      message: 'the words of the service',
    });
    expect(endpoint.requests).toHaveLength(requests);
  });

  it.each<{ what: string; failure: WireAnswer }>([
    {
      what: 'a fault of the service',
      failure: { status: 500, body: { __type: 'InternalServiceException' } },
    },
    { what: 'a connection that breaks', failure: { delivery: 'reset' } },
  ])('gets over $what', async ({ failure }) => {
    answers = [failure, failure];

    expect(await (await schemaVersions(SETTINGS))(ID, SIGNAL)).toMatchObject({ dataFormat: 'AVRO' });
    expect(endpoint.requests).toHaveLength(3);
  });

  it('ends when the caller gives up, without another attempt', async () => {
    answers = [{ delivery: 'none' }];
    const caller = new AbortController();
    const reading = (await schemaVersions(SETTINGS))(ID, caller.signal);
    await expect.poll(() => endpoint.requests.length).toBe(1);

    caller.abort(new Error('the deadline'));

    await expect(reading).rejects.toThrow();
    expect(endpoint.requests).toHaveLength(1);
  });
});
