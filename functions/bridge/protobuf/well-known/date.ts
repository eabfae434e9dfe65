import { invalid } from '../../binary/payload-cursor.ts';
import type { JsonWriter } from '../../json/json-writer.ts';
import type { CompiledMessage } from '../message.ts';
import { int32Field, integerFields } from './integer-message.ts';

const YEAR = 1;
const MONTH = 2;
const DAY = 3;

const MAX_YEAR = 9999;
const MS_PER_DAY = 86_400_000;

/**
 * `google.type.Date` as days since 1970, as Connect has it. No date at all is null, where the reference fails. A date
 * without a year, month or day is valid but no number of days: it keeps its parts, as any other message.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/type/date.proto
 */
export const DATE: CompiledMessage = {
  index: integerFields(3),
  write: (cursor, out, frame) => {
    const year = int32Field(cursor, frame, YEAR);
    const month = int32Field(cursor, frame, MONTH);
    const day = int32Field(cursor, frame, DAY);
    if (year === 0 && month === 0 && day === 0) out.null();
    else if (year === 0 || month === 0 || day === 0) writeParts(year, month, day, out);
    else out.integer(daysSince1970(year, month, day));
  },
};

function writeParts(year: number, month: number, day: number, out: JsonWriter): void {
  // Any leap year does for a date without a year.
  daysSince1970(year || 2000, month || 1, day || 1);
  out.ascii(`{"year":${year},"month":${month},"day":${day}}`);
}

function daysSince1970(year: number, month: number, day: number): number {
  if (year < 1 || year > MAX_YEAR) throw invalid(`a date with a year outside 1 to ${MAX_YEAR}`);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // What is out of range moves into another month.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    throw invalid('a date that does not exist');
  return date.getTime() / MS_PER_DAY;
}
