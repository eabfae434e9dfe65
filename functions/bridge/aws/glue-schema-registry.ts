import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { RecordError, type RecordFailureCode } from '../errors.ts';
import type { FetchSchemaVersion } from '../glue/schema-version.ts';
import { keepAliveHandler, requestSignal } from './http.ts';

const MAX_SOCKETS = 8;

/** Errors that say the registry has no such version: an unknown id, a deleted one. */
const NOT_FOUND_ERRORS = new Set(['EntityNotFoundException', 'InvalidInputException']);

/** Errors that have a remedy of their own; any other means that the registry is out of reach. */
const REFUSALS: ReadonlyMap<string, RecordFailureCode> = new Map([
  ['AccessDeniedException', 'SCHEMA_DENIED'],
  ['ThrottlingException', 'SCHEMA_THROTTLED'],
  ['Throttling', 'SCHEMA_THROTTLED'],
  ['TooManyRequestsException', 'SCHEMA_THROTTLED'],
]);

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
  if (NOT_FOUND_ERRORS.has(name)) {
    const message = `The registry has no schema version ${schemaVersionId} (${name}).`;
    return new RecordError('SCHEMA_NOT_FOUND', message, { cause });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `Schema version ${schemaVersionId} could not be read. ${name}: ${why}`;
  return new RecordError(REFUSALS.get(name) ?? 'SCHEMA_UNAVAILABLE', message, { cause });
}
