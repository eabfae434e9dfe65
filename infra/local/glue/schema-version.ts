import type { RequestMembers } from '../request-members.ts';
import { invalidInput, notFound } from './glue-error.ts';
import { printSchemaId, readSchemaId } from './schema-id.ts';
import type { SchemaRegistries, SchemaVersion } from './schema-registries.ts';

/**
 * The version that a request names: by its id, or by its schema and its number there.
 *
 * @throws {ServiceError} `EntityNotFoundException` or `InvalidInputException`
 */
export function findVersion(registries: SchemaRegistries, input: RequestMembers): SchemaVersion {
  const id = input.string('SchemaVersionId');
  const number = input.structure('SchemaVersionNumber');
  if (id !== undefined) {
    if (input.structure('SchemaId') !== undefined || number !== undefined) {
      throw invalidInput('No other input parameters can be specified when fetching by SchemaVersionId.');
    }
    return registries.version(id);
  }
  const schemaId = readSchemaId(input);
  const schema = registries.schema(schemaId);
  const wanted = number?.number('VersionNumber');
  const isLatest = number?.boolean('LatestVersion') === true;
  if (wanted !== undefined && isLatest)
    throw invalidInput('Only one of VersionNumber or LatestVersion is required.');
  if (wanted === undefined && !isLatest) {
    throw invalidInput('One of version number (or) latest version is required.');
  }
  const found = isLatest
    ? schema.versions.at(-1)
    : schema.versions.find((version) => version.number === wanted);
  if (found !== undefined) return found;
  throw notFound(
    `Schema version is not found. ${printSchemaId(schemaId)}, VersionNumber: ${wanted ?? null}, isLatestVersion: ${isLatest}`,
  );
}
