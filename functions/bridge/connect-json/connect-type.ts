import type { JsonWriter } from '../json/json-writer.ts';
import type { CompactJson } from './compact-json.ts';

/**
 * Writes the value at `at`, which is not null, and returns the position behind it.
 *
 * @throws RecordError `PAYLOAD_INVALID` when it is no value of the type, `PAYLOAD_LIMIT`
 */
export type RenderValue = (json: CompactJson, at: number, out: JsonWriter) => number;

/** A compiled schema of Kafka Connect. */
export interface ConnectType {
  /** Like `RenderValue`, for any value: null stands for the default. */
  readonly render: RenderValue;
  /**
   * Writes what stands for a value that is not there.
   *
   * @throws RecordError `PAYLOAD_INVALID` when the schema requires one
   */
  readonly renderMissing: (out: JsonWriter) => void;
}
