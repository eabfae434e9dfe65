import type { GlueRegistrySettings } from '../../../shared/configuration/format.ts';
import { withAttempts } from './attempts.ts';
import { processCredentials } from './credentials.ts';
import { plainEndpoint } from './plain-endpoint.ts';
import { membersOf, textOf } from './wire/aws-answer.ts';
import { JsonService } from './wire/json-call.ts';

/** What GetSchemaVersion tells of a schema. */
export interface SchemaVersion {
  /** `AVRO`, `JSON` or `PROTOBUF`. */
  readonly dataFormat: string | undefined;
  readonly definition: string | undefined;
}

/**
 * Reads a schema version by its id.
 *
 * @throws an error named by AWS's code.
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html
 */
export type ReadSchemaVersion = (id: string, signal: AbortSignal) => Promise<SchemaVersion>;

const SERVICE = { host: 'glue', variable: 'GLUE' } as const;

/** As many as the SDK makes. */
const MAX_ATTEMPTS = 3;
const MAX_SOCKETS = 8;

/**
 * Schema versions of the Glue Schema Registry, in the account of the function. In the ordinary environment it calls the
 * service itself, since the SDK's client would be more than half of what is loaded for a first batch; for the role of another
 * account, and wherever the SDK has to find the endpoint, that client reads them.
 */
export async function schemaVersions({ region, role }: GlueRegistrySettings): Promise<ReadSchemaVersion> {
  const { env: environment } = process;
  const endpoint = role === undefined ? plainEndpoint(SERVICE, { region, environment }) : undefined;
  if (endpoint === undefined) {
    return (await import('./sdk-schema-versions.ts')).sdkSchemaVersions({ region, role });
  }
  const glue = new JsonService({
    service: 'glue',
    region,
    endpoint: () => endpoint,
    credentials: processCredentials(environment),
    maxSockets: MAX_SOCKETS,
  });
  return async (id, signal) => {
    const request = Buffer.from(JSON.stringify({ SchemaVersionId: id }));
    const answer = await withAttempts(MAX_ATTEMPTS, signal, () =>
      glue.call('AWSGlue.GetSchemaVersion', request, signal),
    );
    const { DataFormat: dataFormat, SchemaDefinition: definition } = membersOf(answer);
    return { dataFormat: textOf(dataFormat), definition: textOf(definition) };
  };
}
