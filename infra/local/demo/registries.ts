import { CONTAINER_ENDPOINT } from '../container-endpoint.ts';
import { SCHEMA_REGISTRY_PATH } from '../schema-registry/operations.ts';
import type { StandIns } from '../stand-ins.ts';
import { REGISTRY_NAME, REGISTRY_SECRET_ARN } from './resource-names.ts';
import { DEMO_SCHEMAS } from './schemas.ts';

/** Registers the demo's schemas in both registries, under the ids that stand in the sample events. */
export function registerDemoSchemas({ glue, schemaRegistry }: StandIns): void {
  for (const { name, dataFormat, definition, schemaVersionId, schemaId, schemaGuid } of DEMO_SCHEMAS) {
    glue.registerSchema({
      registryName: REGISTRY_NAME,
      schemaName: name,
      dataFormat,
      definition,
      versionId: schemaVersionId,
    });
    schemaRegistry.registerSchema({
      subject: `${name}-value`,
      schemaType: dataFormat,
      schema: definition,
      id: schemaId,
      guid: schemaGuid,
    });
  }
}

/** From now on, whoever reads schemas of the Confluent registry has to be the user of the secret. */
export function demandRegistryUser({ schemaRegistry, secretsManager }: StandIns): void {
  const credentials = { username: 'bridge', password: 'only-for-the-demo' };
  secretsManager.putSecret({ id: REGISTRY_SECRET_ARN, value: JSON.stringify(credentials) });
  schemaRegistry.demandCredentials({ kind: 'basic', ...credentials });
}

/** A configuration document names the Confluent registry as a container reaches it. */
const CONTAINER_REGISTRY = `${CONTAINER_ENDPOINT}${SCHEMA_REGISTRY_PATH}`;

/** A configuration document with the address that the registry has on this machine. */
export function withRegistryOf({ schemaRegistryUrl }: StandIns, document: string): string {
  return document.replaceAll(CONTAINER_REGISTRY, schemaRegistryUrl);
}
