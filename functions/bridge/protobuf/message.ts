import type { JsonWriter } from '../json/json-writer.ts';
import type { ProtobufCursor } from './cursor.ts';
import type { FieldIndex } from './field-index.ts';
import type { WriteMember } from './renderer.ts';

/** A compiled message type: how to find its fields, and how to write them. */
export interface CompiledMessage {
  readonly index: FieldIndex;
  /** Writes the value from the frame that the index has filled. */
  readonly write: WriteMember;
}

/**
 * Writes messages of one type. It is compiled with the first of them: a type may refer to itself, and of a large schema
 * most payloads need a small part.
 */
export class MessageRenderer {
  readonly #compile: () => CompiledMessage;
  #compiled: CompiledMessage | undefined;

  constructor(compile: () => CompiledMessage) {
    this.#compile = compile;
  }

  /** Writes the message `[start, end)`. */
  render(cursor: ProtobufCursor, out: JsonWriter, start: number, end: number): void {
    this.#compiled ??= this.#compile();
    const { index, write } = this.#compiled;
    const frame = index.open(cursor, start, end);
    write(cursor, out, frame);
    cursor.occurrences.closeFrame(frame);
  }

  /** Writes the message whose parts are the chain from `occurrence` on; 0 is an empty message. */
  renderMerged(cursor: ProtobufCursor, out: JsonWriter, occurrence: number): void {
    this.#compiled ??= this.#compile();
    const { index, write } = this.#compiled;
    const frame = index.openMerged(cursor, occurrence);
    write(cursor, out, frame);
    cursor.occurrences.closeFrame(frame);
  }
}
