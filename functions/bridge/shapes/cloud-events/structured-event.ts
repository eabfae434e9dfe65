import { RecordError } from '../../errors.ts';
import { OPEN_OBJECT, QUOTE } from '../../json/json-characters.ts';
import type { JsonWriter } from '../../json/json-writer.ts';
import type { JsonRange } from '../../json-path/json-range.ts';
import { findMembers } from '../object-members.ts';
import { type Attributes, REQUIRED_ATTRIBUTES, SPEC_VERSION, writeAttribute } from './attributes.ts';

/**
 * Adds attributes to the CloudEvent that the writer holds, where it has none of that name.
 *
 * @throws RecordError PAYLOAD_INVALID when it is no CloudEvent
 */
export function addAttributes(attributes: Attributes, out: JsonWriter): void {
  if (out.codeAt(0) !== OPEN_OBJECT) throw noCloudEvent('it is no JSON object');
  const names = new Set<string>([...REQUIRED_ATTRIBUTES, ...attributes.keys()]);
  const found = findMembers(out.bytes(), names);
  requireCloudEvent(out, found);
  out.truncate(out.length - 1);
  for (const [name, value] of attributes) {
    if (found.has(name)) continue;
    out.ascii(',');
    writeAttribute(name, value, out);
  }
  out.ascii('}');
}

function requireCloudEvent(out: JsonWriter, members: ReadonlyMap<string, JsonRange>): void {
  for (const name of REQUIRED_ATTRIBUTES) {
    const range = members.get(name);
    if (range === undefined || !isText(out, range)) throw noCloudEvent(`its ${name} is missing or no text`);
    if (name === 'specversion' && !isSpecVersion(out, range)) {
      throw noCloudEvent(`its specversion is not ${SPEC_VERSION}`);
    }
  }
}

/** True for a JSON string that is not empty. */
function isText(out: JsonWriter, { start, end }: JsonRange): boolean {
  return out.codeAt(start) === QUOTE && end - start > 2;
}

function isSpecVersion(out: JsonWriter, { start, end }: JsonRange): boolean {
  return JSON.parse(out.slice(start, end)) === SPEC_VERSION;
}

function noCloudEvent(why: string): RecordError {
  return new RecordError(
    'PAYLOAD_INVALID',
    `The content type is application/cloudevents+json, and the value as the converter reads it is no CloudEvent: ${why}.`,
  );
}
