import * as z from 'zod/mini';
import { KAFKA_EVENT_SOURCES } from '../../shared/kafka-event.ts';
import { DEAD_LETTER_VERSION } from '../bridge/dead-letter.ts';
import { RECORD_FAILURES, type RecordFailureCode } from '../bridge/errors.ts';

const base64 = z.nullable(z.string());
const count = z.number().check(z.int(), z.minimum(0));

/** What even a record of another shape has; without it the bridge refuses the whole event. */
const coordinates = { topic: z.string().check(z.minLength(1)), partition: count, offset: count };

/** A dead letter as the bridge writes it. Closed: anything else in the queue is no dead letter of a bridge. */
const letterSchema = z.strictObject({
  version: z.literal(DEAD_LETTER_VERSION),
  time: z.string(),
  error: z.strictObject({
    code: z.enum(Object.keys(RECORD_FAILURES) as [RecordFailureCode, ...RecordFailureCode[]]),
    message: z.string(),
    remedy: z.string(),
  }),
  connectorId: z.string(),
  eventSource: z.enum(KAFKA_EVENT_SOURCES),
  eventSourceArn: z.nullable(z.string()),
  received: z.optional(z.looseObject(coordinates)),
  record: z.strictObject({
    ...coordinates,
    timestamp: z.nullable(z.number()),
    timestampType: z.nullable(z.string()),
    key: base64,
    value: base64,
    headers: z.array(z.record(z.string(), base64)),
  }),
});

export type Letter = z.output<typeof letterSchema>;

/** Undefined when the text is no dead letter of this version. */
export function readLetter(text: string): Letter | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = letterSchema.safeParse(document);
  return result.success ? result.data : undefined;
}
