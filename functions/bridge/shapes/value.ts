import type { Configuration } from '../../../shared/configuration/configuration.ts';
import { RecordError } from '../errors.ts';
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT } from '../json/json-characters.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import { type DetailShape, type ShapedTopic, type WriteDetail, writeMappedValue } from './detail-shape.ts';
import { findMembers } from './object-members.ts';
import { metadataStart, writeMetadata } from './record-metadata.ts';

const VALUE = Buffer.from('{"value":');
const END = '}}';
const END_OF_TOMBSTONE = ',"tombstone":true}}';

/** How every escape of an ASCII letter, digit, `_` or `-` begins; JSON has no shorter ones for them. */
const ESCAPE = '\\u00';

/**
 * The value as the detail: its members as they are, then one member with all else that is known of the record. A value
 * that is no object becomes the member `value`. A tombstone is marked in the metadata, in every configuration: its value
 * is null, like that of the JSON document `null`.
 *
 * A value that has a member of the reserved name is refused with RESERVED_MEMBER, because what a rule sees of two members
 * of the same name is left to chance.
 */
export function valueShape({ metadataMember }: Pick<Configuration, 'metadataMember'>): DetailShape {
  return { writerOf: (topic) => flatWriter(topic, metadataMember) };
}

function flatWriter(topic: ShapedTopic, metadataMember: string): WriteDetail {
  const reserved = new ReservedMember(metadataMember);
  const start = Buffer.from(`${JSON.stringify(metadataMember)}:${metadataStart(topic.name)}`);
  return (record, schemas, out) => {
    const mapped = writeMappedValue(topic, record, schemas, out);
    if (out.codeAt(0) === OPEN_OBJECT) reserved.refuseIn(out.bytes());
    else wrapScalar(out);
    openObject(out);
    writeMetadata(record, start, topic.decoder, schemas, out);
    out.ascii(record.hasValue ? END : END_OF_TOMBSTONE);
    return mapped;
  };
}

/** Turns the value in the writer into the only member of an object. */
function wrapScalar(out: JsonWriter): void {
  const value = Buffer.from(out.bytes());
  out.reset();
  out.raw(VALUE);
  out.raw(value);
  out.asciiCode(CLOSE_OBJECT);
}

/** Makes room for one more member of the object in the writer. */
function openObject(out: JsonWriter): void {
  const end = out.length - 1;
  out.truncate(end);
  if (end > 1) out.asciiCode(COMMA);
}

/** The member that values must not have. */
class ReservedMember {
  readonly #name: string;
  readonly #names: ReadonlySet<string>;
  readonly #quoted: string;

  constructor(name: string) {
    this.#name = name;
    this.#names = new Set([name]);
    this.#quoted = JSON.stringify(name);
  }

  refuseIn(json: Uint8Array): void {
    const text = Buffer.from(json.buffer, json.byteOffset, json.length);
    // Hardly any value holds the name, or an escape that could spell it: most are done after two native searches.
    if (!text.includes(this.#quoted) && !text.includes(ESCAPE)) return;
    if (!findMembers(json, this.#names).has(this.#name)) return;
    throw new RecordError(
      'RESERVED_MEMBER',
      `The value has a member ${this.#quoted}, where the metadata of the record belongs.`,
    );
  }
}
