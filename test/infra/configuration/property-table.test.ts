import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { README_FILE } from '../../../infra/configuration/generated-files.ts';
import { propertyTables, withTables } from '../../../infra/configuration/property-table.ts';

const README = await readFile(README_FILE, 'utf8');

describe('the tables of properties', () => {
  it('stand in the README as they are generated: npm run config -- table --write', () => {
    expect(README).toBe(withTables(README));
  });

  it('have the properties of the formats apart', () => {
    const { properties, 'format properties': formats } = Object.fromEntries(propertyTables());

    expect(properties).toContain('| `aws.eventbridge.connector.id` | required |');
    expect(properties).toContain('| `aws.eventbridge.retries.max` | `2` |');
    expect(properties).not.toContain('.converter`');
    expect(formats).toContain('| `<side>.converter` |');
    expect(formats).toContain('| `header.converter` | `string` |');
    expect(formats).not.toContain('aws.eventbridge.connector.id` |');
  });

  it('take the place of what is between their markers', () => {
    const text = [...propertyTables().keys()]
      .map((marker) => `a\n<!-- ${marker} -->\nOUTDATED\n<!-- /${marker} -->\nb`)
      .join('\n');
    const filled = withTables(text);

    expect(filled).not.toContain('OUTDATED');
    expect(filled).toMatch(/^a\n<!-- properties -->\n\n\| property /);
    expect(withTables(filled)).toBe(filled);
  });

  it('need their markers', () => {
    expect(() => withTables('<!-- properties -->')).toThrow('<!-- /properties -->');
  });
});
