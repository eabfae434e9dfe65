import * as z from 'zod/mini';
import type { RedriveDocument } from './document.ts';
import { readFailureDocument } from './failure-document.ts';
import { letterSchema, noticeSchema } from './letter.ts';
import { letterRecord } from './letter-record.ts';
import { parseJson } from './parse-json.ts';
import { readS3Notification } from './s3-notification.ts';

/** SNS puts a message into an envelope when it passes it on to a queue. */
const snsEnvelope = z.looseObject({ Type: z.literal('Notification'), Message: z.string() });

const REFUSED: RedriveDocument = { kind: 'refused', code: 'LETTER_INVALID' };

/** Reads what a queue message, an object or a Kafka record holds. Never throws. */
export function readDocument(text: string): RedriveDocument {
  const document = parseJson(text);
  const envelope = snsEnvelope.safeParse(document);
  return readParsed(envelope.success ? parseJson(envelope.data.Message) : document);
}

function readParsed(document: unknown): RedriveDocument {
  const letter = letterSchema.safeParse(document);
  if (letter.success) {
    const { connectorId } = letter.data;
    return { kind: 'records', records: [letterRecord(letter.data)], connectorId };
  }
  const notice = noticeSchema.safeParse(document);
  if (notice.success) {
    const { connectorId, object } = notice.data;
    return { kind: 'object', objects: [object], connectorId };
  }
  return readS3Notification(document) ?? readFailureDocument(document) ?? REFUSED;
}
