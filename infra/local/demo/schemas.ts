import { readFileSync } from 'node:fs';
import avro from 'avsc';

/** A schema of the demo and the version id under which it is registered; the ids stand in the sample events. */
export interface DemoSchema {
  readonly name: string;
  readonly schemaVersionId: string;
  readonly definition: string;
  readonly type: avro.Type;
}

export const NOTIFICATION = demoSchema('notification', '6d5a8c1e-2f43-4b7a-9c60-1d2e3f4a5b6c');
export const STATEMENT = demoSchema('statement', '0b9f4a7e-83c2-4e15-b6d1-7a8c9e0f1b2d');

export const DEMO_SCHEMAS: readonly DemoSchema[] = [NOTIFICATION, STATEMENT];

/** A version id that no registry has. */
export const UNKNOWN_SCHEMA_VERSION_ID = 'f0f0f0f0-0000-4000-8000-000000000404';

function demoSchema(name: string, schemaVersionId: string): DemoSchema {
  const definition = readFileSync(new URL(`../../../shared/schemas/${name}.avsc`, import.meta.url), 'utf8');
  return { name, schemaVersionId, definition, type: avro.Type.forSchema(JSON.parse(definition)) };
}
