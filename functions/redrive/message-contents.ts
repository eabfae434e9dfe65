import type { ObjectDocument, ObjectPlace, RecordsDocument, RedriveDocument } from './document.ts';
import type { FailedRecord } from './failed-record.ts';
import type { ObjectStore } from './object-store.ts';
import { readDocument } from './read-document.ts';
import type { Refusal } from './refusal.ts';
import type { SqsMessage } from './sqs-event.ts';

/** What a message holds, whole or by the objects that it names. */
export interface MessageContents {
  readonly messageId: string;
  readonly records: readonly FailedRecord[];
  /** To be deleted when all records were sent. */
  readonly objects: readonly ObjectPlace[];
  /** Objects that are gone: redriven before, through another message or by hand. */
  readonly gone: readonly ObjectPlace[];
}

export interface ContentsPorts {
  /** The bridge whose letters are carried. */
  readonly connectorId: string;
  readonly objects: ObjectStore;
  /** Buckets that objects are read from: a message could name any. */
  readonly buckets: readonly string[];
  /** Aborted when there is no more time to read. */
  readonly signal: AbortSignal;
}

/** Objects that one message may name; S3 tells of one a message. Each is held in memory until all were sent. */
const MAX_NAMED_OBJECTS = 10;

/** Reads a message and the objects that it names. Never rejects. */
export async function readMessage(
  { messageId, body }: SqsMessage,
  ports: ContentsPorts,
): Promise<MessageContents | Refusal> {
  const document = readDocument(body);
  if (document.kind === 'object') return await readObjects(messageId, document, ports);
  const records = recordsOf(messageId, document, ports);
  return 'code' in records ? records : { messageId, records, objects: [], gone: [] };
}

async function readObjects(
  messageId: string,
  { objects, connectorId }: ObjectDocument,
  ports: ContentsPorts,
): Promise<MessageContents | Refusal> {
  if (isForeign(connectorId, ports)) return { code: 'LETTER_OF_ANOTHER_BRIDGE', messageId, connectorId };
  if (objects.length > MAX_NAMED_OBJECTS) return { code: 'LETTER_INVALID', messageId };
  const records: FailedRecord[] = [];
  const gone: ObjectPlace[] = [];
  for (const object of objects) {
    const { bucket, key } = object;
    if (!ports.buckets.includes(bucket)) return { code: 'OBJECT_OF_ANOTHER_BUCKET', messageId };
    try {
      ports.signal.throwIfAborted();
      const text = await ports.objects.read(bucket, key, ports.signal);
      if (text === undefined) {
        gone.push(object);
        continue;
      }
      const found = recordsOf(messageId, readDocument(text), ports);
      if ('code' in found) return found;
      records.push(...found);
    } catch (error) {
      return { code: 'OBJECT_NOT_READ', messageId, problem: problemOf(error) };
    }
  }
  return { messageId, records, objects: objects.filter((object) => !gone.includes(object)), gone };
}

function recordsOf(
  messageId: string,
  document: RedriveDocument,
  ports: ContentsPorts,
): RecordsDocument['records'] | Refusal {
  switch (document.kind) {
    case 'empty':
      return [];
    case 'refused':
      return { code: document.code, messageId };
    case 'offsets':
      return { code: 'RECORDS_NOT_IN_DOCUMENT', messageId };
    case 'object':
      // An object that names another could lead in circles, and nothing writes one.
      return { code: 'LETTER_INVALID', messageId };
    case 'records': {
      const { records, connectorId } = document;
      if (!isForeign(connectorId, ports)) return records;
      return { code: 'LETTER_OF_ANOTHER_BRIDGE', messageId, connectorId };
    }
  }
}

function isForeign(connectorId: string | undefined, ports: ContentsPorts): connectorId is string {
  return connectorId !== undefined && connectorId !== ports.connectorId;
}

export function problemOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
