import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import type { GlueRegistrySettings } from '../../../shared/configuration/format.ts';
import { keepAliveHandler } from './http.ts';
import { roleCredentials } from './role-credentials.ts';
import type { ReadSchemaVersion } from './schema-versions.ts';
import { reasonOf, unlessAborted } from './wire/unless-aborted.ts';

const MAX_SOCKETS = 8;

/** Schema versions through the SDK, in the account of the function or, with a role, in that of the role. */
export function sdkSchemaVersions({ region, role }: GlueRegistrySettings): ReadSchemaVersion {
  const client = new GlueClient({
    region,
    requestHandler: keepAliveHandler(MAX_SOCKETS),
    ...(role !== undefined && { credentials: roleCredentials(role, region) }),
  });
  return async (id, signal) => {
    const command = new GetSchemaVersionCommand({ SchemaVersionId: id });
    // The client does not heed the signal while it waits for the credentials of a role.
    const { DataFormat: dataFormat, SchemaDefinition: definition } = await unlessAborted(
      client.send(command, { abortSignal: signal }),
      signal,
      reasonOf,
    );
    return { dataFormat, definition };
  };
}
