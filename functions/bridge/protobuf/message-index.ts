import { RecordError } from '../errors.ts';
import { MAX_MESSAGE_NESTING } from './limits.ts';
import { readProtoFile } from './proto-file.ts';
import type { MessageType } from './schema.ts';

/** Which message of a schema a payload holds, and where the message itself starts. */
export interface GlueIndex {
  /** Index into all messages of the file, sorted by full name. */
  readonly index: number;
  readonly next: number;
}

export interface ConfluentIndexes {
  /** Path of indexes in the order of declaration: of a top-level message, then of one nested in it, and so on. */
  readonly indexes: readonly number[];
  readonly next: number;
}

const FIRST_MESSAGE: readonly number[] = [0];

/** A varint of 32 bits takes at most five bytes. */
const MAX_VARINT_BYTES = 5;
const GROUP_BITS = 7;

/**
 * Reads what the Glue serializer puts in front of a message: one plain varint.
 *
 * @throws RecordError `FRAME_INVALID`
 */
export function readGlueIndex(source: Uint8Array, start: number, end: number): GlueIndex {
  const first = source[start] ?? 0;
  if (start < end && first < 0x80) return { index: first, next: start + 1 };
  return readVarint(source, start, end);
}

/**
 * Reads what Confluent's serializer puts in front of a message: zig-zag varints, a count and that many indexes. A lone
 * zero is short for the first message.
 *
 * @throws RecordError `FRAME_INVALID`
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export function readConfluentIndexes(source: Uint8Array, start: number, end: number): ConfluentIndexes {
  if (start < end && source[start] === 0) return { indexes: FIRST_MESSAGE, next: start + 1 };
  const count = readZigZag(source, start, end);
  if (count.index > MAX_MESSAGE_NESTING) {
    throw invalid(
      `the message index has ${count.index} levels, messages nest ${MAX_MESSAGE_NESTING} deep at most`,
    );
  }
  const indexes: number[] = [];
  let next = count.next;
  while (indexes.length < count.index) {
    const read = readZigZag(source, next, end);
    indexes.push(read.index);
    next = read.next;
  }
  return { indexes: indexes.length === 0 ? FIRST_MESSAGE : indexes, next };
}

/** All messages of a file as Glue counts them: nested ones and map entries too, sorted by the code units of their full names. */
export function glueMessages(messages: readonly MessageType[]): readonly MessageType[] {
  const all: MessageType[] = [];
  const open = [...messages];
  for (let message = open.pop(); message !== undefined; message = open.pop()) {
    all.push(message);
    open.push(...message.nested);
  }
  // No two have the same name.
  return all.sort((a, b) => (a.fullName < b.fullName ? -1 : 1));
}

/**
 * The message that a Glue index names.
 *
 * @throws RecordError `FRAME_INVALID`
 */
export function glueMessage(sorted: readonly MessageType[], index: number): MessageType {
  const message = sorted[index];
  if (message === undefined) throw outOfRange(index, sorted.length, 'the schema');
  return message;
}

/**
 * The message that a path of Confluent indexes names. Entries of `map<>` fields are not counted, spelled-out ones are.
 *
 * @throws RecordError `FRAME_INVALID`
 */
export function confluentMessage(messages: readonly MessageType[], indexes: readonly number[]): MessageType {
  let candidates = messages;
  let owner = 'the schema';
  let message: MessageType | undefined;
  for (const index of indexes) {
    const declared = candidates.filter(({ isSynthetic }) => !isSynthetic);
    message = declared[index];
    if (message === undefined) throw outOfRange(index, declared.length, owner);
    candidates = message.nested;
    owner = message.fullName;
  }
  if (message === undefined) throw invalid('the message index is empty');
  return message;
}

/**
 * Full names of all messages of a `.proto` text, by their Glue index.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function glueMessageNames(definition: string): readonly string[] {
  return glueMessages(readProtoFile(definition).messages).map(({ fullName }) => fullName);
}

/**
 * Full name of the message that a path of Confluent indexes names in a `.proto` text.
 *
 * @throws RecordError `SCHEMA_INVALID`, `FRAME_INVALID`
 */
export function confluentMessageName(definition: string, indexes: readonly number[]): string {
  return confluentMessage(readProtoFile(definition).messages, indexes).fullName;
}

function readZigZag(source: Uint8Array, start: number, end: number): GlueIndex {
  const { index, next } = readVarint(source, start, end);
  // Plain varints, which old clients write, cannot be told apart from these but by such a number.
  if (index % 2 === 1) {
    throw invalid('a negative number in the message index; does the producer set use.deprecated.format?');
  }
  return { index: index / 2, next };
}

function readVarint(source: Uint8Array, start: number, end: number): GlueIndex {
  let index = 0;
  for (let count = 0; count < MAX_VARINT_BYTES; count += 1) {
    if (start + count >= end) throw invalid('the payload ends before or within its message index');
    const byte = source[start + count] ?? 0;
    index += (byte & 0x7f) * 2 ** (GROUP_BITS * count);
    if (byte < 0x80) return { index, next: start + count + 1 };
  }
  throw invalid('a message index of more than 32 bits');
}

function outOfRange(index: number, count: number, owner: string): RecordError {
  const held = count === 1 ? '1 message' : `${count} messages`;
  return invalid(`message index ${index} is out of range: ${owner} has ${held}`);
}

function invalid(message: string): RecordError {
  return new RecordError('FRAME_INVALID', message);
}
