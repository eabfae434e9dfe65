import { readFile, writeFile } from 'node:fs/promises';
import { configurationSchema } from './json-schema.ts';
import { propertyTables, withTables } from './property-table.ts';

/** What is generated from the properties, and lies in the project for those who read or edit. */
export const SCHEMA_FILE = new URL('../../shared/schemas/configuration.schema.json', import.meta.url);
export const README_FILE = new URL('../../README.md', import.meta.url);

export function schemaText(): string {
  return `${JSON.stringify(configurationSchema(), undefined, 2)}\n`;
}

/** What is generated, for the screen; with `isWriting` it goes to its file first. */
export async function generate(what: 'schema' | 'table', isWriting: boolean): Promise<string> {
  if (what === 'schema') {
    if (isWriting) await writeFile(SCHEMA_FILE, schemaText());
    return schemaText();
  }
  if (isWriting) await writeFile(README_FILE, withTables(await readFile(README_FILE, 'utf8')));
  return [...propertyTables()]
    .map(([marker, table]) => `<!-- ${marker} -->\n\n${table}\n\n<!-- /${marker} -->\n`)
    .join('\n');
}
