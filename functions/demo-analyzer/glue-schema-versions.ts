import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import type { FetchSchemaVersion } from './schema-versions.ts';

/** Time for one answer; the default of the SDK is to wait for ever. */
const REQUEST_TIMEOUT_MS = 5_000;

/** Errors that say the registry has no such version: an unknown id, a deleted one. */
const NOT_FOUND_ERRORS = new Set(['EntityNotFoundException', 'InvalidInputException']);

/**
 * GetSchemaVersion of the Glue Schema Registry, in the account and Region of the function.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html
 */
export function glueSchemaVersions(): FetchSchemaVersion {
  const client = new GlueClient({});
  return async (schemaVersionId) => {
    const command = new GetSchemaVersionCommand({ SchemaVersionId: schemaVersionId });
    try {
      const { DataFormat: dataFormat, SchemaDefinition: definition } = await client.send(command, {
        abortSignal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      return dataFormat === undefined || definition === undefined ? undefined : { dataFormat, definition };
    } catch (error) {
      if (error instanceof Error && NOT_FOUND_ERRORS.has(error.name)) return undefined;
      throw error;
    }
  };
}
