import type { OffloadingConfiguration } from '../../shared/configuration/configuration.ts';
import { COMMA, OPEN_OBJECT } from './json/json-characters.ts';
import type { JsonWriter } from './json/json-writer.ts';
import { type OffloadedObject, offloadedObject, type RecordPlace } from './offload/offloaded-object.ts';
import { type ValuePlace, valuePlace } from './offload/value-place.ts';

/** Place of the partition in an ARN: `arn:aws-cn:events:cn-north-1:123456789012:event-bus/orders`. */
const PARTITION_PART = 1;

/** Begins `null`, and no other value of JSON. */
const LOWER_N = 0x6e;

/** The claim check: takes the value of an event, or a part of it, out of its detail and puts a reference in its place. */
export class Offloader {
  readonly #prefix: string;
  readonly #place: ValuePlace;
  readonly #bucketArn: string;
  readonly #end: Buffer;

  /** @param eventBusArn is in the partition of AWS in which the bucket is too. */
  constructor({ bucket, path, pathText, prefix }: OffloadingConfiguration, eventBusArn: string) {
    this.#prefix = prefix;
    // The path begins at the event, of which the detail is the first step.
    this.#place = valuePlace(path.slice(1));
    this.#bucketArn = `arn:${eventBusArn.split(':')[PARTITION_PART] ?? 'aws'}:s3:::${bucket}`;
    this.#end = Buffer.from(`,"datarefJsonPath":${JSON.stringify(pathText)}}`);
  }

  /**
   * Takes out what the path leads to, and appends to the detail `dataref`, the ARN of the object that is to hold it, and
   * `datarefJsonPath`, the path as it is configured. All else stays as it is, byte for byte.
   *
   * @param detail holds the whole detail.
   * @returns the object; undefined, with the detail as it was, when the path leads to nothing or to null.
   * @throws RecordError PAYLOAD_LIMIT when decoding has used up the limit of the writer.
   */
  takeOut(record: RecordPlace, detail: JsonWriter): OffloadedObject | undefined {
    const found = this.#place.find(detail);
    if (found === undefined || detail.codeAt(found.value.start) === LOWER_N) return undefined;
    const { start, end } = found.value;
    const object = offloadedObject(this.#prefix, record, detail.bytes().subarray(start, end));
    found.cut();
    this.#append(object, detail);
    return object;
  }

  #append({ key }: OffloadedObject, detail: JsonWriter): void {
    detail.truncate(detail.length - 1);
    if (detail.codeAt(detail.length - 1) !== OPEN_OBJECT) detail.asciiCode(COMMA);
    detail.ascii('"dataref":');
    detail.string(`${this.#bucketArn}/${key}`);
    detail.raw(this.#end);
  }
}
