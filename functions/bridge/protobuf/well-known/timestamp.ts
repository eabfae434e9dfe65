import { invalid } from '../../binary/payload-cursor.ts';
import type { CompiledMessage } from '../message.ts';
import { int32Field, integerFields } from './integer-message.ts';

const SECONDS = 1;
const NANOS = 2;

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the range of the type. */
const MIN_SECONDS = -62_135_596_800;
const MAX_SECONDS = 253_402_300_799;

const NANOS_PER_SECOND = 1_000_000_000;
const NANOS_PER_MS = 1_000_000;
const MS_PER_SECOND = 1000;
const TWO_TO_32 = 2 ** 32;

/**
 * `google.protobuf.Timestamp` as milliseconds since 1970, as Connect has it; what is below a millisecond is lost.
 *
 * @see https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp
 */
export const TIMESTAMP: CompiledMessage = {
  index: integerFields(2),
  write: (cursor, out, frame) => {
    const start = cursor.occurrences.slots[frame + SECONDS] ?? 0;
    let seconds = 0;
    if (start !== 0) {
      cursor.position = start;
      cursor.readVarint();
      // Exact up to 2^53, and far out of range beyond.
      seconds = (cursor.high | 0) * TWO_TO_32 + cursor.low;
    }
    const nanos = int32Field(cursor, frame, NANOS);
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS)
      throw invalid('a timestamp outside the years 1 to 9999');
    if (nanos < 0 || nanos >= NANOS_PER_SECOND) {
      throw invalid(`a timestamp with nanoseconds outside 0 to ${NANOS_PER_SECOND - 1}`);
    }
    out.integer(seconds * MS_PER_SECOND + Math.floor(nanos / NANOS_PER_MS));
  },
};
