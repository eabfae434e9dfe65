import type { KafkaEventHeader } from '../../../../shared/kafka-event.ts';
import { REQUIRED_ATTRIBUTES, SPEC_VERSION } from './attributes.ts';

const CONTENT_TYPE = 'content-type';
export const CONTENT_TYPE_ATTRIBUTE = 'datacontenttype';

/** The name `data` is reserved for the data itself. */
const ATTRIBUTE_HEADER = /^ce_(?!data$)([a-z0-9]+)$/;

export interface RecordHeader {
  readonly name: string;
  readonly bytes: Buffer | null;
}

/** The headers of a record as the Kafka protocol binding reads them. Of headers of the same name the last counts. */
export interface EventHeaders {
  /** Undefined when there is none. */
  readonly contentType: string | undefined;
  /** Attributes in headers `ce_<name>`; those without text are not set. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Every header but the content type, in record order. */
  readonly all: readonly RecordHeader[];
  /** Of these the ones that hold no attribute. */
  readonly foreign: readonly RecordHeader[];
}

export function readEventHeaders(headers: readonly KafkaEventHeader[]): EventHeaders {
  let contentType: string | undefined;
  const attributes = new Map<string, string>();
  const all: RecordHeader[] = [];
  const foreign: RecordHeader[] = [];
  for (const { name, bytes } of headers.flatMap(recordHeaders)) {
    const attribute = ATTRIBUTE_HEADER.exec(name)?.[1];
    if (name === CONTENT_TYPE) contentType = textOf(bytes);
    else all.push({ name, bytes });
    if (attribute !== undefined) setAttribute(attributes, attribute, textOf(bytes));
    else if (name !== CONTENT_TYPE) foreign.push({ name, bytes });
  }
  // Some producers do not know that the binding has a header of its own for it.
  contentType ??= attributes.get(CONTENT_TYPE_ATTRIBUTE);
  return { contentType, attributes, all, foreign };
}

/** Lambda gives each header an object of its own, and signed bytes, which Buffer.from masks to unsigned ones. */
function recordHeaders(header: KafkaEventHeader): RecordHeader[] {
  return Object.entries(header).map(([name, bytes]) => ({
    name,
    bytes: bytes === null ? null : Buffer.from(bytes),
  }));
}

/** True if the headers hold every attribute that a CloudEvent must have. */
export function hasCloudEvent({ attributes }: EventHeaders): boolean {
  return (
    REQUIRED_ATTRIBUTES.every((name) => attributes.has(name)) &&
    attributes.get('specversion') === SPEC_VERSION
  );
}

function textOf(bytes: Buffer | null): string | undefined {
  return bytes === null || bytes.length === 0 ? undefined : bytes.toString('utf8');
}

function setAttribute(attributes: Map<string, string>, name: string, text: string | undefined): void {
  if (text === undefined) attributes.delete(name);
  else attributes.set(name, text);
}
