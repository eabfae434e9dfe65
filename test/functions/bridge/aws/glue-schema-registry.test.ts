import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { glueSchemaRegistry } from '../../../../functions/bridge/aws/glue-schema-registry.ts';
import { schemaKeyOf } from '../../../../functions/bridge/glue/frame.ts';
import type { RegisteredSchema } from '../../../../functions/bridge/schemas/registered-schema.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer } from '../../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';
import { SCHEMA_VERSION_ID } from '../../../fixtures/glue-frame.ts';

const SIGNAL = new AbortController().signal;
const FOUND: WireAnswer = { body: { DataFormat: 'AVRO', SchemaDefinition: '"string"' } };

async function fetchVersion(signal: AbortSignal): Promise<RegisteredSchema> {
  const { fetch } = await glueSchemaRegistry({ region: 'eu-west-1', role: undefined });
  return await fetch(schemaKeyOf(SCHEMA_VERSION_ID), signal);
}

describe('glueSchemaRegistry', () => {
  let glue: AwsEndpoint;
  let answer: WireAnswer;

  beforeEach(async () => {
    answer = FOUND;
    glue = await startAwsEndpoint(() => answer);
    useAwsSettings({ AWS_ENDPOINT_URL_GLUE: glue.url });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await glue.close();
  });

  it('reads a schema version by its id', async () => {
    expect(await fetchVersion(SIGNAL)).toEqual({
      dataFormat: 'AVRO',
      definition: '"string"',
      references: [],
    });
    expect(JSON.parse(String(glue.requests[0]?.body))).toEqual({ SchemaVersionId: SCHEMA_VERSION_ID });
  });

  it.each(['the deadline comes', 'the request takes too long'])(
    'gives a request up when %s',
    async (what) => {
      // Prepare
      const deadline = new AbortController();
      const { timeOut, timeoutsMs } = controlTimeouts();
      answer = { delivery: 'none' };
      const fetching = fetchVersion(deadline.signal);
      fetching.catch(() => undefined);
      await expect.poll(() => glue.requests.length).toBe(1);

      // Act
      if (what === 'the deadline comes') deadline.abort();
      else timeOut();

      // Assess
      await expect(fetching).rejects.toMatchObject({ code: 'SCHEMA_UNAVAILABLE' });
      expect(timeoutsMs).toEqual([10_000]);
    },
  );

  it.each([
    { what: 'nothing', body: {} },
    { what: 'no data format', body: { SchemaDefinition: '"string"' } },
    { what: 'no definition', body: { DataFormat: 'AVRO' } },
  ])('does not hold an answer with $what against the record: it may pass later', async ({ body }) => {
    answer = { body };

    await expect(fetchVersion(SIGNAL)).rejects.toMatchObject({
      name: 'RecordError',
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema version ${SCHEMA_VERSION_ID} came without its definition.`,
    });
  });

  it.each([
    { name: 'EntityNotFoundException', status: 400, code: 'SCHEMA_NOT_FOUND' },
    { name: 'InvalidInputException', status: 400, code: 'SCHEMA_NOT_FOUND' },
    { name: 'AccessDeniedException', status: 400, code: 'SCHEMA_DENIED' },
    { name: 'ThrottlingException', status: 400, code: 'SCHEMA_THROTTLED' },
    { name: 'InternalServiceException', status: 500, code: 'SCHEMA_UNAVAILABLE' },
  ])('answers $name with $code, and names the version', async ({ name, status, code }) => {
    answer = { status, body: { __type: name, Message: 'the words of the service' } };

    await expect(fetchVersion(SIGNAL)).rejects.toMatchObject({
      name: 'RecordError',
      code,
      message: expect.stringContaining(SCHEMA_VERSION_ID),
      cause: { name, message: 'the words of the service' },
    });
  });

  it('answers a connection that breaks with SCHEMA_UNAVAILABLE', async () => {
    answer = { delivery: 'reset' };

    await expect(fetchVersion(SIGNAL)).rejects.toMatchObject({ code: 'SCHEMA_UNAVAILABLE' });
  });
});
