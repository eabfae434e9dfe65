import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import type { GlueRegistryRole, GlueRegistrySettings } from '../../../shared/configuration/format.ts';
import { RecordError, type RecordFailureCode } from '../errors.ts';
import { schemaVersionId } from '../glue/frame.ts';
import type { SchemaRegistry } from '../schemas/registered-schema.ts';
import { keepAliveHandler, requestSignal, whenAborted } from './http.ts';

const MAX_SOCKETS = 8;

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
export async function glueSchemaRegistry({
  region,
  role,
}: GlueRegistrySettings): Promise<Pick<SchemaRegistry, 'fetch'>> {
  const client = new GlueClient({
    region,
    requestHandler: keepAliveHandler(MAX_SOCKETS),
    ...(role !== undefined && { credentials: await credentialsOf(role, region) }),
  });
  const fetch: SchemaRegistry['fetch'] = async (schemaKey, signal) => {
    const id = schemaVersionId(schemaKey);
    const command = new GetSchemaVersionCommand({ SchemaVersionId: id });
    const limited = requestSignal(signal);
    // The client does not heed the signal while it waits for the credentials of a role.
    const version = await Promise.race([
      client.send(command, { abortSignal: limited }),
      whenAborted(limited),
    ]).catch((error: unknown) => {
      throw schemaError(id, error);
    });
    const { DataFormat: dataFormat, SchemaDefinition: definition } = version;
    if (dataFormat === undefined || definition === undefined) {
      throw new RecordError('SCHEMA_UNAVAILABLE', `Schema version ${id} came without its definition.`);
    }
    return { dataFormat, definition, references: [] };
  };
  return { fetch };
}

/** The SDK takes new credentials before the old ones expire. */
async function credentialsOf({ arn, sessionName, externalId }: GlueRegistryRole, region: string) {
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  return fromTemporaryCredentials({
    params: {
      RoleArn: arn,
      RoleSessionName: sessionName,
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { region },
  });
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
