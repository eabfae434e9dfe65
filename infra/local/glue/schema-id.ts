import type { RequestMembers } from '../request-members.ts';
import { invalidInput } from './glue-error.ts';

/** How a request names a schema: by ARN, or by name with or without its registry. */
export interface SchemaId {
  readonly schemaName: string | undefined;
  readonly registryName: string | undefined;
  readonly schemaArn: string | undefined;
}

export function readSchemaId(input: RequestMembers): SchemaId {
  const members = input.structure('SchemaId');
  const schemaId = {
    schemaName: members?.string('SchemaName'),
    registryName: members?.string('RegistryName'),
    schemaArn: members?.string('SchemaArn'),
  };
  const isByName = schemaId.schemaName !== undefined || schemaId.registryName !== undefined;
  if (isByName && schemaId.schemaArn !== undefined) {
    throw invalidInput(
      'One of (registryName and schemaName) or schemaArn has to be provided, both cannot be provided.',
    );
  }
  if (!isByName && schemaId.schemaArn === undefined) {
    throw invalidInput('At least one of (registryName and schemaName) or schemaArn has to be provided.');
  }
  return schemaId;
}

/** The id as the service's error messages print it. */
export function printSchemaId({ registryName, schemaName, schemaArn }: SchemaId): string {
  return `RegistryName: ${registryName ?? null}, SchemaName: ${schemaName ?? null}, SchemaArn: ${schemaArn ?? null}`;
}
