import type { JsonWriter } from '../../json/json-writer.ts';

/** CloudEvents' types, as far as attributes have them here. An Integer has 32 bits. */
export type AttributeValue = string | number | boolean;

/** Context attributes of a CloudEvent by their name, which has lower-case letters and digits only. */
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** What every CloudEvent has. */
export const REQUIRED_ATTRIBUTES = ['specversion', 'id', 'source', 'type'] as const;

/** The version of the specification, as its attribute has it: without the patch. */
export const SPEC_VERSION = '1.0';

/** Writes attributes as members of a JSON object that has none yet. */
export function writeAttributes(attributes: Attributes, out: JsonWriter): void {
  let separator = '';
  for (const [name, value] of attributes) {
    out.ascii(separator);
    writeAttribute(name, value, out);
    separator = ',';
  }
}

/** Writes an attribute as a member of a JSON object. */
export function writeAttribute(name: string, value: AttributeValue, out: JsonWriter): void {
  out.string(name);
  out.ascii(':');
  switch (typeof value) {
    case 'string':
      out.string(value);
      break;
    case 'number':
      out.integer(value);
      break;
    case 'boolean':
      out.boolean(value);
      break;
  }
}
