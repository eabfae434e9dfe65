import { type Field, isScalarType, type MessageType } from './schema.ts';
import type { LinkedSchema } from './type-table.ts';

/** Longest text that stands for a message that is not there: a sixteenth of what an event may have. */
export const MAX_DEFAULT_CHARACTERS = 64 * 1024;

/** Deepest such text, in objects. */
export const MAX_DEFAULT_DEPTH = 32;

/** Message types that such a text may consist of; finding out about more costs too much. */
const MAX_DEFAULT_TYPES = 1000;

const BRACES_CHARACTERS = 2;
/** Quotes and colon around a name, and a comma. */
const PUNCTUATION_CHARACTERS = 4;
/** `null`, and more than any other default but names of enums and messages. */
const SCALAR_CHARACTERS = 5;

interface Extent {
  /** Infinite when it is more than a text may have. */
  readonly characters: number;
  readonly depth: number;
}

const TOO_LARGE: Extent = { characters: Number.POSITIVE_INFINITY, depth: 0 };

/**
 * Decides which unset message fields are written as a message without content, with the defaults of its fields, as
 * Glue's library does; the others are null:
 *
 * - messages of a type that holds itself, at once or through others: the text would have no end, and a reader of a linked
 *   list would find one more element at its end. (The reference breaks off with an empty object.)
 * - messages whose text would be large or deep, because each level holds several of the next
 * - messages with required fields, which have no valid default.
 */
export class DefaultInstances {
  readonly #schema: LinkedSchema;
  /** Undefined for a type that holds itself or has required fields: null wherever it is not there. */
  readonly #extents = new Map<MessageType, Extent | undefined>();

  constructor(schema: LinkedSchema) {
    this.#schema = schema;
  }

  isWritten(type: MessageType): boolean {
    const extent = this.#extentOf(type);
    return extent !== undefined && extent !== TOO_LARGE;
  }

  #extentOf(type: MessageType): Extent | undefined {
    const known = this.#extents.get(type);
    if (known !== undefined || this.#extents.has(type)) return known;
    const extent = this.#findExtent(type);
    this.#extents.set(type, extent);
    return extent;
  }

  #findExtent(type: MessageType): Extent | undefined {
    if (type.fields.some(({ presence }) => presence === 'required')) return undefined;
    const seen = new Set<MessageType>();
    const open = this.#heldMessages(type);
    for (let held = open.pop(); held !== undefined; held = open.pop()) {
      if (held === type) return undefined;
      if (seen.has(held)) continue;
      seen.add(held);
      if (seen.size > MAX_DEFAULT_TYPES) return TOO_LARGE;
      open.push(...this.#heldMessages(held));
    }
    // Few enough types to measure them one inside the other.
    return this.#measure(type);
  }

  #measure(type: MessageType): Extent {
    let characters = BRACES_CHARACTERS;
    let depth = 1;
    for (const field of type.fields) {
      characters += field.name.length + (field.oneof?.length ?? 0) + PUNCTUATION_CHARACTERS;
      const held = this.#heldMessage(field);
      const extent = held === undefined ? undefined : this.#extentOf(held);
      characters += extent?.characters ?? this.#scalarCharacters(field);
      depth = Math.max(depth, 1 + (extent?.depth ?? 0));
    }
    return characters > MAX_DEFAULT_CHARACTERS || depth > MAX_DEFAULT_DEPTH
      ? TOO_LARGE
      : { characters, depth };
  }

  #scalarCharacters(field: Field): number {
    const type = this.#schema.typeOf(field);
    return type?.kind === 'enum' ? (type.values[0]?.name.length ?? 0) + BRACES_CHARACTERS : SCALAR_CHARACTERS;
  }

  #heldMessages({ fields }: MessageType): MessageType[] {
    return fields.flatMap((field) => this.#heldMessage(field) ?? []);
  }

  /** The message type of a field that is written even when it is not there. */
  #heldMessage(field: Field): MessageType | undefined {
    const isHeld = field.presence === 'implicit' && !field.isRepeated && !isScalarType(field.typeName);
    const type = isHeld ? this.#schema.typeOf(field) : undefined;
    return type?.kind === 'message' ? type : undefined;
  }
}
