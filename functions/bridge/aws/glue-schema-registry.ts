import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { RecordError } from '../errors.ts';
import type { FetchSchemaVersion } from '../glue/schema-version.ts';
import { keepAliveHandler, requestSignal } from './http.ts';

const MAX_SOCKETS = 8;

/** Errors that say the registry has no such version: an unknown id, a deleted one. */
const NOT_FOUND_ERRORS = new Set(['EntityNotFoundException', 'InvalidInputException']);

/**
 * GetSchemaVersion of the Glue Schema Registry, in the account of the function.
 * See {@link https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html}.
 */
export function glueSchemaRegistry(region: string): FetchSchemaVersion {
  const client = new GlueClient({ region, requestHandler: keepAliveHandler(MAX_SOCKETS) });
  return async (schemaVersionId, signal) => {
    const command = new GetSchemaVersionCommand({ SchemaVersionId: schemaVersionId });
    const version = await client
      .send(command, { abortSignal: requestSignal(signal) })
      .catch((error: unknown) => {
        throw schemaError(schemaVersionId, error);
      });
    const { DataFormat: dataFormat, SchemaDefinition: definition } = version;
    if (dataFormat === undefined || definition === undefined) {
      throw new RecordError(
        'SCHEMA_UNAVAILABLE',
        `Schema version ${schemaVersionId} came without its definition.`,
      );
    }
    return { dataFormat, definition };
  };
}

function schemaError(schemaVersionId: string, cause: unknown): RecordError {
  const name = cause instanceof Error ? cause.name : 'Error';
  const message = cause instanceof Error ? cause.message : String(cause);
  return NOT_FOUND_ERRORS.has(name)
    ? new RecordError(
        'SCHEMA_NOT_FOUND',
        `The registry has no schema version ${schemaVersionId} (${name}).`,
        {
          cause,
        },
      )
    : new RecordError(
        'SCHEMA_UNAVAILABLE',
        `Schema version ${schemaVersionId} could not be read. ${name}: ${message}`,
        { cause },
      );
}
