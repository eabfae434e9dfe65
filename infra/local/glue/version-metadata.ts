import type { RequestMembers } from '../request-members.ts';
import { alreadyExists, invalidInput } from './glue-error.ts';
import type { SchemaRegistries, SchemaVersion } from './schema-registries.ts';
import { findVersion } from './schema-version.ts';

/** @see https://docs.aws.amazon.com/glue/latest/webapi/API_PutSchemaVersionMetadata.html */
export function putVersionMetadata(registries: SchemaRegistries, input: RequestMembers): object {
  const version = findVersion(registries, input);
  const pair = input.structure('MetadataKeyValue');
  const key = pair?.string('MetadataKey');
  const value = pair?.string('MetadataValue');
  if (key === undefined || value === undefined) throw invalidInput('Metadata key and value are required.');
  const values = version.metadata.get(key) ?? new Set();
  if (values.has(value)) throw alreadyExists('Metadata', `MetadataKey: ${key}, MetadataValue: ${value}`);
  version.metadata.set(key, values.add(value));
  return { ...describe(version), MetadataKey: key, MetadataValue: value };
}

/** @see https://docs.aws.amazon.com/glue/latest/webapi/API_QuerySchemaVersionMetadata.html */
export function queryVersionMetadata(registries: SchemaRegistries, input: RequestMembers): object {
  const version = findVersion(registries, input);
  const entries = [...version.metadata].map(([key, values]) => {
    const [MetadataValue, ...others] = values;
    return [
      key,
      { MetadataValue, OtherMetadataValueList: others.map((value) => ({ MetadataValue: value })) },
    ];
  });
  return { SchemaVersionId: version.id, MetadataInfoMap: Object.fromEntries(entries) };
}

function describe({ id, number, schema }: SchemaVersion): object {
  return {
    SchemaArn: schema.arn,
    SchemaName: schema.name,
    RegistryName: schema.registry.name,
    LatestVersion: number === schema.versions.length,
    VersionNumber: number,
    SchemaVersionId: id,
  };
}
