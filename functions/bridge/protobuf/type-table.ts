import { shortened } from '../../../shared/shortened.ts';
import { RecordError } from '../errors.ts';
import type { RegisteredSchema, SchemaReference } from '../schemas/registered-schema.ts';
import { bundledFile } from './bundled-files.ts';
import { MAX_IMPORTED_CHARACTERS, MAX_IMPORTED_FILES } from './limits.ts';
import { readProtoFile } from './proto-file.ts';
import { type EnumType, type Field, isScalarType, type MessageType, type ProtoFile } from './schema.ts';

/** Longest names that a message of an error shows. */
const MAX_SHOWN_CHARACTERS = 100;

/** The messages of a schema, with what their fields refer to. */
export interface LinkedSchema {
  /** Top-level messages of the schema itself, not of its imports. */
  readonly messages: readonly MessageType[];
  /** The type of a field; undefined when it is a scalar. */
  readonly typeOf: (field: Field) => MessageType | EnumType | undefined;
}

/**
 * Reads a schema and finds every type that its messages refer to, there or in an import. An import that is not there
 * matters only when a type is missing.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function linkSchema({
  definition,
  references,
}: Pick<RegisteredSchema, 'definition' | 'references'>): LinkedSchema {
  const table = new TypeTable(readProtoFile(definition), references);
  const types = new Map<Field, MessageType | EnumType>();
  const linked = new Set<MessageType>();
  const open = [...table.messages];
  for (let message = open.pop(); message !== undefined; message = open.pop()) {
    if (linked.has(message)) continue;
    linked.add(message);
    open.push(...message.nested);
    for (const field of message.fields) {
      if (isScalarType(field.typeName)) continue;
      const type = table.find(field, message);
      types.set(field, type);
      if (type.kind === 'message') open.push(type);
    }
  }
  return { messages: table.messages, typeOf: (field) => types.get(field) };
}

/** All types of a schema and, once one is missed there, of its imports, by full name. */
class TypeTable {
  readonly messages: readonly MessageType[];
  readonly #types = new Map<string, MessageType | EnumType>();
  readonly #references: readonly SchemaReference[];
  /** Paths of imports to be read. */
  readonly #imports: string[];
  readonly #missing: string[] = [];

  constructor(file: ProtoFile, references: readonly SchemaReference[]) {
    this.messages = file.messages;
    this.#references = references;
    this.#imports = [...file.imports];
    this.#add(file);
  }

  find({ name, typeName }: Field, { fullName }: MessageType): MessageType | EnumType {
    const found = this.#lookup(typeName, fullName);
    if (found !== undefined) return found;
    this.#readImports();
    const imported = this.#lookup(typeName, fullName);
    if (imported !== undefined) return imported;
    const missing =
      this.#missing.length === 0
        ? ''
        : ` (missing: ${shortened(this.#missing.join(', '), MAX_SHOWN_CHARACTERS)})`;
    throw new RecordError(
      'SCHEMA_INVALID',
      `${shortened(`${fullName}.${name}`, MAX_SHOWN_CHARACTERS)} has the type ${shortened(typeName, MAX_SHOWN_CHARACTERS)}, which neither the schema nor an import defines${missing}`,
    );
  }

  /** Looks from the innermost scope outwards. @see https://protobuf.dev/programming-guides/proto3/#name-resolution */
  #lookup(typeName: string, scope: string): MessageType | EnumType | undefined {
    if (typeName.startsWith('.')) return this.#types.get(typeName.slice(1));
    for (let around = scope; around !== ''; around = around.slice(0, Math.max(around.lastIndexOf('.'), 0))) {
      const found = this.#types.get(`${around}.${typeName}`);
      if (found !== undefined) return found;
    }
    return this.#types.get(typeName);
  }

  #readImports(): void {
    const read = new Set<string>();
    let characters = 0;
    for (let path = this.#imports.pop(); path !== undefined; path = this.#imports.pop()) {
      if (read.has(path)) continue;
      read.add(path);
      if (read.size > MAX_IMPORTED_FILES) {
        throw new RecordError('SCHEMA_INVALID', `the schema imports more than ${MAX_IMPORTED_FILES} files`);
      }
      const text = this.#references.find(({ name }) => name === path)?.definition ?? bundledFile(path);
      if (text === undefined) {
        this.#missing.push(path);
        continue;
      }
      characters += text.length;
      if (characters > MAX_IMPORTED_CHARACTERS) {
        throw new RecordError(
          'SCHEMA_INVALID',
          `the schema imports more than ${MAX_IMPORTED_CHARACTERS} characters`,
        );
      }
      const file = readProtoFile(text);
      this.#add(file);
      this.#imports.push(...file.imports);
    }
  }

  /** Of types with the same name the first one counts: what the schema defines itself. */
  #add({ messages, enums }: Omit<ProtoFile, 'imports'>): void {
    const open: (MessageType | EnumType)[] = [...messages, ...enums];
    for (let type = open.pop(); type !== undefined; type = open.pop()) {
      if (!this.#types.has(type.fullName)) this.#types.set(type.fullName, type);
      if (type.kind === 'message') open.push(...type.nested, ...type.enums);
    }
  }
}
