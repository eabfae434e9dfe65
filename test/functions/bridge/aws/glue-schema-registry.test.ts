import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { glueSchemaRegistry } from '../../../../functions/bridge/aws/glue-schema-registry.ts';
import { schemaKeyOf } from '../../../../functions/bridge/glue/frame.ts';
import type { RegisteredSchema } from '../../../../functions/bridge/schemas/registered-schema.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';
import { SCHEMA_VERSION_ID } from '../../../fixtures/glue-frame.ts';

const SIGNAL = new AbortController().signal;
const glue = mockClient(GlueClient);

async function fetchVersion(id: string, signal: AbortSignal): Promise<RegisteredSchema> {
  const { fetch } = await glueSchemaRegistry({ region: 'eu-west-1', role: undefined });
  return await fetch(schemaKeyOf(id), signal);
}

describe('glueSchemaRegistry', () => {
  beforeEach(() => {
    glue.reset();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('reads a schema version by its id', async () => {
    glue.on(GetSchemaVersionCommand).resolves({ DataFormat: 'AVRO', SchemaDefinition: '"string"' });

    const version = await fetchVersion(SCHEMA_VERSION_ID, SIGNAL);

    expect(version).toEqual({ dataFormat: 'AVRO', definition: '"string"', references: [] });
    expect(glue.call(0).args[0].input).toEqual({ SchemaVersionId: SCHEMA_VERSION_ID });
  });

  it.each(['the deadline comes', 'the request takes too long'])(
    'aborts the request of the client when %s',
    async (what) => {
      // Prepare
      const deadline = new AbortController();
      const { timeOut, timeoutsMs } = controlTimeouts();
      glue.on(GetSchemaVersionCommand).resolves({ DataFormat: 'AVRO', SchemaDefinition: '"string"' });
      await fetchVersion(SCHEMA_VERSION_ID, deadline.signal);
      const { abortSignal } = glue.send.firstCall.lastArg;
      const isAbortedBefore = abortSignal.aborted;

      // Act
      if (what === 'the deadline comes') deadline.abort();
      else timeOut();

      // Assess
      expect([isAbortedBefore, abortSignal.aborted]).toEqual([false, true]);
      expect(timeoutsMs).toEqual([10_000]);
    },
  );

  it.each([
    { what: 'nothing', answer: {} },
    { what: 'no data format', answer: { SchemaDefinition: '"string"' } },
    { what: 'no definition', answer: { DataFormat: 'AVRO' } as const },
  ])('does not hold an answer with $what against the record: it may pass later', async ({ answer }) => {
    glue.on(GetSchemaVersionCommand).resolves(answer);

    await expect(fetchVersion(SCHEMA_VERSION_ID, SIGNAL)).rejects.toMatchObject({
      name: 'RecordError',
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema version ${SCHEMA_VERSION_ID} came without its definition.`,
    });
  });

  it.each([
    { error: serviceError('EntityNotFoundException', 400), code: 'SCHEMA_NOT_FOUND' },
    { error: serviceError('InvalidInputException', 400), code: 'SCHEMA_NOT_FOUND' },
    { error: serviceError('AccessDeniedException', 400), code: 'SCHEMA_DENIED' },
    { error: serviceError('ThrottlingException', 400), code: 'SCHEMA_THROTTLED' },
    { error: serviceError('InternalServiceException', 500), code: 'SCHEMA_UNAVAILABLE' },
    { error: serviceError('TimeoutError'), code: 'SCHEMA_UNAVAILABLE' },
    { error: serviceError('AbortError'), code: 'SCHEMA_UNAVAILABLE' },
  ])('answers $error.name with $code, and names the version', async ({ error, code }) => {
    glue.on(GetSchemaVersionCommand).rejects(error);

    await expect(fetchVersion(SCHEMA_VERSION_ID, SIGNAL)).rejects.toMatchObject({
      name: 'RecordError',
      code,
      message: expect.stringContaining(SCHEMA_VERSION_ID),
      cause: error,
    });
  });
});
