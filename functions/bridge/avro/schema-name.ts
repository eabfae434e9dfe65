import type { SchemaName } from './schema.ts';
import type { JsonObject } from './schema-json.ts';
import { textMember } from './schema-json.ts';

/** What Java's Avro takes as a name; avsc takes only its ASCII part. */
const JAVA_NAME = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
const AVSC_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ALIAS_PREFIX = '_x_';

/**
 * The name under which avsc sees a name it would refuse, or trip over as it looks names up in plain objects
 * (`constructor`). Different names have different aliases, so duplicates and references are found as before.
 */
function aliasOf(name: string): string {
  if (AVSC_NAME.test(name) && !name.startsWith(ALIAS_PREFIX) && !(name in Object.prototype)) return name;
  return `${ALIAS_PREFIX}${Buffer.from(name, 'utf16le').toString('hex')}`;
}

/** The alias of a field name, enum symbol or unqualified type name; names that Java refuses stay for avsc to refuse. */
export function aliasName(name: string): string {
  return JAVA_NAME.test(name) ? aliasOf(name) : name;
}

/** The alias of a namespace. Java takes any text here, for example with hyphens. */
export function aliasNamespace(namespace: string): string {
  return namespace === '' ? '' : namespace.split('.').map(aliasOf).join('.');
}

/** The alias of a type name that may be qualified. */
export function aliasTypeName(name: string): string {
  const dot = name.lastIndexOf('.');
  const simple = aliasName(name.slice(dot + 1));
  return dot < 0 ? simple : `${aliasNamespace(name.slice(0, dot))}.${simple}`;
}

/**
 * The original names of a named type.
 *
 * @see https://avro.apache.org/docs/1.11.1/specification/#names
 */
export function schemaName(json: JsonObject, enclosingNamespace: string): SchemaName & { namespace: string } {
  const name = textMember(json, 'name') ?? '';
  const dot = name.lastIndexOf('.');
  const simple = name.slice(dot + 1);
  const namespace = dot < 0 ? (textMember(json, 'namespace') ?? enclosingNamespace) : name.slice(0, dot);
  return { simple, full: namespace === '' ? simple : `${namespace}.${simple}`, namespace };
}
