import { isPrimitiveTypeName, type SchemaName } from './schema.ts';
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
  const isPlain = AVSC_NAME.test(name) && !name.startsWith(ALIAS_PREFIX) && !(name in Object.prototype);
  return isPlain ? name : newAlias(name);
}

function newAlias(name: string): string {
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

/**
 * The alias of the simple name that a definition has. In a namespace it may be that of a primitive type, which avsc takes
 * for the primitive wherever it stands.
 */
export function aliasDefinedName(name: string): string {
  return isPrimitiveTypeName(name) ? newAlias(name) : aliasName(name);
}

/** The alias of a type name that may be qualified. Without a namespace, the name of a primitive type is the primitive. */
export function aliasTypeName(name: string): string {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return aliasName(name);
  return `${aliasNamespace(name.slice(0, dot))}.${aliasDefinedName(name.slice(dot + 1))}`;
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
