import { RecordError } from '../errors.ts';
import { readAnnotations } from './annotations.ts';
import { type Annotations, isPrimitiveTypeName } from './schema.ts';
import { isJsonObject, type JsonObject, textMember } from './schema-json.ts';
import { schemaName } from './schema-name.ts';

/**
 * The named types of several schemas that are read one after the other.
 *
 * A schema may define a type that another one before it has defined, as long as both mean the same: code generators
 * write every schema out in full, and the registry knows its parts as references as well.
 */
export class NamedDefinitions {
  /** By full name: the definition as text, with all names in full and without what plays no part in decoding. */
  readonly #texts = new Map<string, string>();
  readonly #names = new Set<string>();

  /**
   * Adds the types that a schema defines. `json` has passed {@link strictSchema}, which bounds its depth.
   *
   * @throws RecordError `SCHEMA_INVALID` when one of them is defined already, and otherwise
   */
  add(json: unknown): void {
    this.#resolve(json, '');
  }

  /** The schema without the definitions that it holds: each stands for its full name. */
  #resolve(json: unknown, namespace: string): unknown {
    if (typeof json === 'string') return this.#fullName(json, namespace);
    if (Array.isArray(json)) return json.map((branch: unknown) => this.#resolve(branch, namespace));
    if (!isJsonObject(json)) return json;
    const type = textMember(json, 'type') ?? '';
    switch (type) {
      case 'array':
        return [type, this.#resolve(json.items, namespace), readAnnotations(json)];
      case 'map':
        return [type, this.#resolve(json.values, namespace), readAnnotations(json)];
      case 'record':
      case 'error':
      case 'enum':
      case 'fixed':
        return this.#define(json, namespace);
      default:
        return isPrimitiveTypeName(type)
          ? annotatedPrimitive(type, readAnnotations(json))
          : this.#fullName(type, namespace);
    }
  }

  #define(json: JsonObject, enclosingNamespace: string): string {
    const { full, namespace } = schemaName(json, enclosingNamespace);
    if (isPrimitiveTypeName(full)) {
      throw new RecordError(
        'SCHEMA_INVALID',
        `not a valid Avro schema: cannot rename primitive type: "${full}"`,
      );
    }
    // Known from here on, since a record may hold itself.
    this.#names.add(full);
    const fields: unknown[] = Array.isArray(json.fields) ? json.fields : [];
    const members = fields.map((field) =>
      isJsonObject(field) ? [field.name, this.#resolve(field.type, namespace)] : [],
    );
    const definition = [json.type, json.symbols, json.size, members, readAnnotations(json)];
    const text = JSON.stringify(definition, (_member, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    const known = this.#texts.get(full);
    if (known !== undefined && known !== text) {
      throw new RecordError('SCHEMA_INVALID', `the type ${full} is defined twice, and differently`);
    }
    this.#texts.set(full, text);
    return full;
  }

  /** An unqualified name is looked up in the enclosing namespace, then in the null namespace, as Java does. */
  #fullName(name: string, namespace: string): string {
    if (isPrimitiveTypeName(name) || name.includes('.') || namespace === '') return name;
    const full = `${namespace}.${name}`;
    return this.#names.has(name) && !this.#names.has(full) ? name : full;
  }
}

/** A primitive in an object without attributes that count is the primitive. */
function annotatedPrimitive(type: string, annotations: Annotations): unknown {
  return Object.keys(annotations).length > 0 ? [type, annotations] : type;
}
