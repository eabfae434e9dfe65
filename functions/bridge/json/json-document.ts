import { isUtf8 } from 'node:buffer';
import { RecordError } from '../errors.ts';
import { skipNumber, skipString } from './json-token.ts';
import type { JsonWriter } from './json-writer.ts';
import { MAX_NESTING_DEPTH } from './nesting.ts';
import { utf8SequenceLength } from './utf8.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const IS_BLANK = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d ? 1 : 0,
);

const LITERALS: ReadonlyMap<number, Uint8Array> = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]),
);

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** The closing bytes of the containers that are open, outermost first: a level of nesting costs a byte and no call. */
const closers = new Uint8Array(MAX_NESTING_DEPTH);

/**
 * Checks that `source[start, end)` is one JSON document and writes it without insignificant blanks. Everything else stays
 * as the producer wrote it: the text of numbers and escapes, the order of members, duplicate members.
 *
 * A byte order mark is skipped. No bytes or only blanks give `null`, as in Kafka Connect. Anything but blanks behind the
 * document is an error; Kafka Connect silently drops it.
 *
 * @throws RecordError `PAYLOAD_INVALID` with the position of the fault, `PAYLOAD_LIMIT` when nested too deeply
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function writeJsonDocument(source: Buffer, start: number, end: number, out: JsonWriter): void {
  requireUtf8(source, start, end);
  let position = start;
  if (BYTE_ORDER_MARK.every((byte, index) => source[start + index] === byte)) position += BYTE_ORDER_MARK.length;

  /** The first byte that is checked and not copied yet. */
  let runStart = position;
  let depth = 0;

  const peek = (): number => (position < end ? (source[position] ?? 0) : -1);

  const skipBlanks = (): void => {
    if (position >= end || IS_BLANK[source[position] ?? 0] !== 1) return;
    out.rawRange(source, runStart, position);
    while (position < end && IS_BLANK[source[position] ?? 0] === 1) position += 1;
    runStart = position;
  };
  void peek; void skipBlanks; void depth;
}
