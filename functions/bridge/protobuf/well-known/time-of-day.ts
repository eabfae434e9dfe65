import { invalid } from '../../binary/payload-cursor.ts';
import type { CompiledMessage } from '../message.ts';
import { int32Field, integerFields } from './integer-message.ts';

const HOURS = 1;
const MINUTES = 2;
const SECONDS = 3;
const NANOS = 4;

const MS_PER_HOUR = 3_600_000;
const MS_PER_MINUTE = 60_000;
const MS_PER_SECOND = 1000;
const NANOS_PER_MS = 1_000_000;

/** The end of a day counts as one of its times. */
const MAX_TIME_MS = 86_400_000;

/**
 * `google.type.TimeOfDay` as milliseconds since midnight, as Connect has it; what is below a millisecond is lost.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/type/timeofday.proto
 */
export const TIME_OF_DAY: CompiledMessage = {
  index: integerFields(4),
  write: (cursor, out, frame) => {
    const time =
      int32Field(cursor, frame, HOURS) * MS_PER_HOUR +
      int32Field(cursor, frame, MINUTES) * MS_PER_MINUTE +
      int32Field(cursor, frame, SECONDS) * MS_PER_SECOND +
      Math.trunc(int32Field(cursor, frame, NANOS) / NANOS_PER_MS);
    if (time < 0 || time > MAX_TIME_MS) throw invalid(`a time of day outside 0 to ${MAX_TIME_MS} ms`);
    out.integer(time);
  },
};
