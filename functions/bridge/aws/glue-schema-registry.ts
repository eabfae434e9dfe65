import type { GlueRegistrySettings } from '../../../shared/configuration/format.ts';
import { RecordError, type RecordFailureCode } from '../errors.ts';
import { schemaVersionId } from '../glue/frame.ts';
import type { SchemaRegistry } from '../schemas/registered-schema.ts';
import { toldCause } from '../told-message.ts';
import { requestSignal } from './request-signal.ts';
import { schemaVersions } from './schema-versions.ts';

/**
 * What GetSchemaVersion can answer, and the code that a record gets for it; anything else means that the registry is out of
 * reach. An unknown id and a deleted one are both not found.
 */
export const REGISTRY_CAUSES: ReadonlyMap<string, RecordFailureCode> = new Map([
  ['EntityNotFoundException', 'SCHEMA_NOT_FOUND'],
  ['InvalidInputException', 'SCHEMA_NOT_FOUND'],
  ['AccessDeniedException', 'SCHEMA_DENIED'],
  // Of STS, for the role of another account, and of credentials that are no good.
  ['AccessDenied', 'SCHEMA_DENIED'],
  ['ExpiredTokenException', 'SCHEMA_DENIED'],
  ['UnrecognizedClientException', 'SCHEMA_DENIED'],
  ['InvalidClientTokenId', 'SCHEMA_DENIED'],
  ['ThrottlingException', 'SCHEMA_THROTTLED'],
  ['Throttling', 'SCHEMA_THROTTLED'],
  ['TooManyRequestsException', 'SCHEMA_THROTTLED'],
]);

/**
 * GetSchemaVersion of the Glue Schema Registry, in the account of the function or, with a role, in that of the role.
 *
 * See {@link https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html}.
 */
export async function glueSchemaRegistry(
  settings: GlueRegistrySettings,
): Promise<Pick<SchemaRegistry, 'fetch'>> {
  const read = await schemaVersions(settings);
  const fetch: SchemaRegistry['fetch'] = async (schemaKey, signal) => {
    const id = schemaVersionId(schemaKey);
    const version = await read(id, requestSignal(signal)).catch((error: unknown) => {
      throw schemaError(id, error);
    });
    const { dataFormat, definition } = version;
    if (dataFormat === undefined || definition === undefined) {
      throw new RecordError('SCHEMA_UNAVAILABLE', `Schema version ${id} came without its definition.`);
    }
    return { dataFormat, definition, references: [] };
  };
  return { fetch };
}

function schemaError(schemaVersionId: string, cause: unknown): RecordError {
  const { name, message: why } = toldCause(cause);
  const code = REGISTRY_CAUSES.get(name) ?? 'SCHEMA_UNAVAILABLE';
  const message =
    code === 'SCHEMA_NOT_FOUND'
      ? `The registry has no schema version ${schemaVersionId} (${name}).`
      : `Schema version ${schemaVersionId} could not be read. ${name}: ${why}`;
  return new RecordError(code, message, { cause });
}
