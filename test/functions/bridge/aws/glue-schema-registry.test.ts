import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { glueSchemaRegistry } from '../../../../functions/bridge/aws/glue-schema-registry.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';
import { SCHEMA_VERSION_ID } from '../../../fixtures/glue-frame.ts';

const SIGNAL = new AbortController().signal;
const glue = mockClient(GlueClient);

describe('glueSchemaRegistry', () => {
  beforeEach(() => {
    glue.reset();
  });

  it('reads a schema version by its id', async () => {
    glue.on(GetSchemaVersionCommand).resolves({ DataFormat: 'AVRO', SchemaDefinition: '"string"' });

    const version = await glueSchemaRegistry('eu-west-1')(SCHEMA_VERSION_ID, SIGNAL);

    expect(version).toEqual({ dataFormat: 'AVRO', definition: '"string"' });
    expect(glue.call(0).args[0].input).toEqual({ SchemaVersionId: SCHEMA_VERSION_ID });
    expect(glue.send.firstCall.lastArg.abortSignal).toBe(SIGNAL);
  });

  it('names an answer without data format for what it is', async () => {
    glue.on(GetSchemaVersionCommand).resolves({});

    expect(await glueSchemaRegistry('eu-west-1')(SCHEMA_VERSION_ID, SIGNAL)).toEqual({
      dataFormat: 'unknown',
      definition: '',
    });
  });

  it.each([
    { error: serviceError('EntityNotFoundException', 400), code: 'SCHEMA_NOT_FOUND' },
    { error: serviceError('InvalidInputException', 400), code: 'SCHEMA_NOT_FOUND' },
    { error: serviceError('AccessDeniedException', 400), code: 'SCHEMA_UNAVAILABLE' },
    { error: serviceError('ThrottlingException', 400), code: 'SCHEMA_UNAVAILABLE' },
    { error: serviceError('InternalServiceException', 500), code: 'SCHEMA_UNAVAILABLE' },
    { error: serviceError('TimeoutError'), code: 'SCHEMA_UNAVAILABLE' },
    { error: serviceError('AbortError'), code: 'SCHEMA_UNAVAILABLE' },
  ])('answers $error.name with $code, and names the version', async ({ error, code }) => {
    glue.on(GetSchemaVersionCommand).rejects(error);

    await expect(glueSchemaRegistry('eu-west-1')(SCHEMA_VERSION_ID, SIGNAL)).rejects.toMatchObject({
      name: 'RecordError',
      code,
      message: expect.stringContaining(SCHEMA_VERSION_ID),
      cause: error,
    });
  });
});
