import { createHash } from 'node:crypto';
import { QUOTE } from '../json/json-characters.ts';
import type { KafkaRecord } from '../read.ts';

/** What was taken out of an event, as an object of a bucket. */
export interface OffloadedObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** The place of a record in Kafka. */
export type RecordPlace = Pick<KafkaRecord, 'topic' | 'partition' | 'offset'>;

const JSON_BODY = { contentType: 'application/json', extension: 'json' };
const TEXT_BODY = { contentType: 'text/plain;charset=utf-8', extension: 'txt' };

/** Enough of a SHA-256 that nobody finds two bodies with the same one. */
const DIGEST_CHARACTERS = 32;

/**
 * A value as an object: JSON text as it stands in the event, but a string as its bare text, where UTF-8 can hold that.
 *
 * Its key is `<prefix><topic>/<partition>/<offset>-<digest>.json`, or `.txt` for a string: the same for every delivery of a
 * record; another for another value, also when it came to the same place of a topic that was made anew, or is taken from
 * another path. So no object is ever overwritten by another value than its own.
 *
 * @param json JSON text of the value, without blanks between the tokens. It is not kept.
 */
export function offloadedObject(prefix: string, place: RecordPlace, json: Uint8Array): OffloadedObject {
  const text = json[0] === QUOTE ? stringText(json) : undefined;
  const body = text ?? Buffer.from(json);
  const { contentType, extension } = text === undefined ? JSON_BODY : TEXT_BODY;
  return { key: `${prefix}${nameOf(place, body)}.${extension}`, body, contentType };
}

/** Most strings have no escapes, and their bytes are the text. Undefined for one with half of a surrogate pair, by an escape. */
function stringText(json: Uint8Array): Buffer | undefined {
  const quoted = Buffer.from(json);
  if (!quoted.includes('\\')) return quoted.subarray(1, -1);
  const text = String(JSON.parse(quoted.toString('utf8')));
  return text.isWellFormed() ? Buffer.from(text) : undefined;
}

/** Names of topics need no escaping in a key; of one that Kafka would not take, nothing can reach beyond the prefix. */
function nameOf({ topic, partition, offset }: RecordPlace, body: Uint8Array): string {
  const digest = createHash('sha256').update(body).digest('hex').slice(0, DIGEST_CHARACTERS);
  return `${encodeURIComponent(topic.toWellFormed())}/${partition}/${offset}-${digest}`;
}
