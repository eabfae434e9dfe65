import type { ConfluentRegistrySettings } from '../../../shared/configuration/format.ts';
import { isLoopback } from '../../../shared/configuration/loopback.ts';
import type { ReadSecret } from '../aws/secret.ts';
import { RecordError } from '../errors.ts';
import { lazily } from '../lazy.ts';
import type { SchemaRegistry } from '../schemas/registered-schema.ts';
import { confluentSchemaName, describeConfluentSchema, isGuidKey } from './frame.ts';
import type { AccessPorts } from './registry-access.ts';
import { RegistryClient } from './registry-client.ts';
import type { ReferenceTo, SchemaDocument } from './schema-document.ts';
import { resolveReferences } from './schema-references.ts';

/** The rule with which Confluent's serializers encrypt a whole payload; rules for single fields are not among these. */
const ENCRYPTING_RULE = 'ENCRYPT_PAYLOAD';

/**
 * The registry of Confluent, or one that speaks its API: Apicurio, Karapace, Redpanda. A schema is read by id, or by GUID,
 * which Confluent Platform knows since version 8.
 *
 * See {@link https://docs.confluent.io/platform/current/schema-registry/develop/api.html}.
 *
 * @throws RecordError SCHEMA_DENIED when credentials would travel unencrypted
 */
export function confluentSchemaRegistry(
  settings: ConfluentRegistrySettings,
  ports: AccessPorts = { readSecret: lazySecretReader(), now: Date.now },
): Pick<SchemaRegistry, 'fetch'> {
  refuseUnencrypted(settings);
  const client = new RegistryClient(settings, ports);
  return {
    fetch: async (schemaKey, signal) => {
      const what = describeConfluentSchema(schemaKey);
      refuseNoId(schemaKey, what);
      const schema = await client.read(schemaPath(schemaKey), what, signal);
      refuseEncoded(schema, what);
      const { dataFormat, definition } = schema;
      // The payload of JSON Schema needs no schema to be read.
      if (dataFormat === 'JSON') return { dataFormat, definition, references: [] };
      const references = await resolveReferences(schema, what, (reference) =>
        client.read(versionPath(reference), describeReference(reference, what), signal),
      );
      return { dataFormat, definition, references };
    },
  };
}

/**
 * Registries count from 1; what seems to name another is no frame, such as a number of Kafka's own serializers, or has an id
 * of eight bytes, the first half of which is 0.
 *
 * @see https://docs.redhat.com/en/documentation/red_hat_build_of_apicurio_registry/2.6/html/apicurio_registry_user_guide/configuring-kafka-client-serdes_registry
 */
function refuseNoId(schemaKey: string, what: string): void {
  const id = isGuidKey(schemaKey) ? undefined : Number(confluentSchemaName(schemaKey));
  if (id === undefined || id > 0) return;
  const hint =
    id === 0 ? " Apicurio's serializers write ids of 4 bytes with apicurio.registry.as-confluent." : '';
  throw new RecordError('SCHEMA_NOT_FOUND', `${what} is none that a registry gives.${hint}`);
}

function schemaPath(schemaKey: string): string {
  const name = confluentSchemaName(schemaKey);
  return isGuidKey(schemaKey) ? `/schemas/guids/${name}` : `/schemas/ids/${name}?fetchMaxId=false`;
}

/** Deleted versions too: records outlive them, and their schema can still be read by its id. */
function versionPath({ subject, version }: ReferenceTo): string {
  return `/subjects/${encodeURIComponent(subject)}/versions/${version}?deleted=true`;
}

function describeReference({ subject, version }: ReferenceTo, what: string): string {
  return `${what} refers to version ${version} of the subject ${JSON.stringify(subject)}, which`;
}

/** The configuration refuses such an address as well; credentials are worth a second look. */
function refuseUnencrypted({ urls, secretArn }: ConfluentRegistrySettings): void {
  const open = urls.map((text) => new URL(text)).find((url) => !isEncrypted(url));
  if (secretArn === undefined || open === undefined) return;
  throw new RecordError(
    'SCHEMA_DENIED',
    `The address of the schema registry ${open.host} is not encrypted, and its credentials are not sent there. Give its https address.`,
  );
}

function isEncrypted({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopback(hostname);
}

function refuseEncoded({ encodingRules }: SchemaDocument, what: string): void {
  if (encodingRules.some(({ type }) => type === ENCRYPTING_RULE)) {
    throw new RecordError(
      'PAYLOAD_ENCRYPTED',
      `${what} has a rule of type ${ENCRYPTING_RULE}: its payloads are encrypted as a whole.`,
    );
  }
  if (encodingRules.some(({ kind }) => kind === 'TRANSFORM')) {
    throw new RecordError(
      'SCHEMA_FORMAT_UNSUPPORTED',
      `${what} has an encoding rule that changes its payloads in a way of the producer's own.`,
    );
  }
}

/** The client of Secrets Manager is loaded by the first secret: most registries inside a network need none. */
function lazySecretReader(): ReadSecret {
  const reader = lazily(async () => (await import('../aws/secret.ts')).secretReader());
  return async (secretArn, signal) => await (await reader())(secretArn, signal);
}
