import type { JsonWriter } from '../json/json-writer.ts';

/**
 * Renders the bytes of one key, value or header as JSON, like the Kafka Connect converter of that name. Kafka's null does
 * not come here: the caller writes `null`.
 *
 * @throws RecordError `PAYLOAD_INVALID` or `PAYLOAD_LIMIT`
 */
export type Converter = (source: Buffer, out: JsonWriter) => void;
