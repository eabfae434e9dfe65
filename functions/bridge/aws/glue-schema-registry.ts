import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { RecordError, type RecordFailureCode } from '../errors.ts';
import type { FetchSchemaVersion } from '../glue/schema-version.ts';
import { keepAliveHandler, requestSignal } from './http.ts';

const MAX_SOCKETS = 8;

/**
 * What GetSchemaVersion can answer, and the code that a record gets for it; anything else means that the registry is out of
 * reach. An unknown id and a deleted one are both not found.
 */
export const REGISTRY_CAUSES: ReadonlyMap<string, RecordFailureCode> = new Map([
  ['EntityNotFoundException', 'SCHEMA_NOT_FOUND'],
  ['InvalidInputException', 'SCHEMA_NOT_FOUND'],
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
  const why = cause instanceof Error ? cause.message : String(cause);
  const code = REGISTRY_CAUSES.get(name) ?? 'SCHEMA_UNAVAILABLE';
  const message =
    code === 'SCHEMA_NOT_FOUND'
      ? `The registry has no schema version ${schemaVersionId} (${name}).`
      : `Schema version ${schemaVersionId} could not be read. ${name}: ${why}`;
  return new RecordError(code, message, { cause });
}
