import * as z from 'zod/mini';
import { KAFKA_EVENT_SOURCES } from '../../shared/kafka-event.ts';
import { DEAD_LETTER_NOTICE_VERSION } from '../bridge/aws/dead-letter-notice.ts';
import { DEAD_LETTER_VERSION } from '../bridge/dead-letter.ts';
import { parseJson } from './parse-json.ts';

const base64 = z.nullable(z.string().check(z.refine(isBase64)));
const count = z.number().check(z.int(), z.minimum(0));
const text = z.string().check(z.minLength(1));

/** What even a record of another shape has; without it the bridge refuses the whole event. */
const coordinates = { topic: text, partition: count, offset: count };

/** By name; the values are base64. */
type Header = Readonly<Record<string, string | null>>;

/** As many as `aws.eventbridge.connector.id` may have. */
const MAX_CONNECTOR_ID_CHARACTERS = 242;

/** What letter and notice have in common. Other versions may know other codes: none is refused for its code. */
const common = {
  id: text,
  bridgeVersion: text,
  time: z.string(),
  error: z.strictObject({ code: text, message: z.string(), remedy: z.string() }),
  connectorId: z.string().check(z.maxLength(MAX_CONNECTOR_ID_CHARACTERS)),
};

const schemaMetadata = z.strictObject({ dataFormat: z.string(), schemaId: z.string() });

/** A dead letter as the bridge writes it. Closed: anything else in the queue is no dead letter of a bridge. */
export const letterSchema = z.strictObject({
  version: z.literal(DEAD_LETTER_VERSION),
  ...common,
  attempts: count,
  schemas: z.strictObject({ key: z.nullable(z.string()), value: z.nullable(z.string()) }),
  eventSource: z.enum(KAFKA_EVENT_SOURCES),
  eventSourceArn: z.nullable(z.string()),
  received: z.optional(z.looseObject(coordinates)),
  record: z.strictObject({
    ...coordinates,
    timestamp: z.nullable(count),
    timestampType: z.nullable(z.string()),
    key: base64,
    value: base64,
    // As they are: z.record leaves out a header that is called __proto__.
    headers: z.array(z.custom<Header>(isHeader)),
    keySchemaMetadata: z.optional(schemaMetadata),
    valueSchemaMetadata: z.optional(schemaMetadata),
  }),
});

export type Letter = z.output<typeof letterSchema>;

/** Undefined when the text is no dead letter of this version. */
export function readLetter(json: string): Letter | undefined {
  const result = letterSchema.safeParse(parseJson(json));
  return result.success ? result.data : undefined;
}

/** What the queue is told of a dead letter that lies in the bucket. */
export const noticeSchema = z.strictObject({
  version: z.literal(DEAD_LETTER_NOTICE_VERSION),
  ...common,
  object: z.strictObject({ bucket: text, key: text }),
  record: z.strictObject(coordinates),
});

function isHeader(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((bytes) => bytes === null || (typeof bytes === 'string' && isBase64(bytes)))
  );
}

/** Node decodes what it can and skips the rest; what the bridge wrote comes back the same. */
function isBase64(encoded: string): boolean {
  return Buffer.from(encoded, 'base64').toString('base64') === encoded;
}
