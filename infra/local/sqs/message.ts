import { createHash } from 'node:crypto';
import type { RequestMembers } from '../request-members.ts';
import { invalidParameter, missingParameter, sqsError } from './sqs-error.ts';

export interface MessageAttribute {
  readonly dataType: string;
  readonly stringValue: string | undefined;
  /** Base64, as on the wire. */
  readonly binaryValue: string | undefined;
}

/** A message as it is sent. */
export interface MessageContent {
  readonly body: string;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
}

/** Characters a body must not hold. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const INVALID_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The content of a SendMessage request or of a batch entry, not yet checked. */
export function readContent(input: RequestMembers): MessageContent {
  const attributes = new Map<string, MessageAttribute>();
  for (const [name, members] of input.structureMap('MessageAttributes')) {
    attributes.set(name, {
      dataType: members.string('DataType') ?? '',
      stringValue: members.string('StringValue'),
      binaryValue: members.string('BinaryValue'),
    });
  }
  return { body: input.string('MessageBody') ?? '', attributes };
}

/** @throws {ServiceError} for content that SQS refuses, whatever the queue. */
export function checkContent({ body, attributes }: MessageContent): void {
  if (body === '') throw missingParameter('MessageBody');
  if (INVALID_CHARACTER.test(body)) {
    throw sqsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  for (const [name, { dataType, stringValue, binaryValue }] of attributes) {
    if (stringValue || binaryValue) continue;
    throw invalidParameter(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${dataType}'.`,
    );
  }
}

/** Bytes as SQS counts them: body, and names, types and values of attributes. */
export function contentBytes({ body, attributes }: MessageContent): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, attribute] of attributes) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.dataType) + valueBytes(attribute).length;
  }
  return bytes;
}

function valueBytes({ stringValue, binaryValue }: MessageAttribute): Buffer {
  return binaryValue === undefined ? Buffer.from(stringValue ?? '') : Buffer.from(binaryValue, 'base64');
}

export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/**
 * The digest SDKs compare with their own, or `undefined` where there are no attributes.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function md5OfAttributes(attributes: ReadonlyMap<string, MessageAttribute>): string | undefined {
  if (attributes.size === 0) return undefined;
  const digest = createHash('md5');
  const update = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  };
  for (const [name, attribute] of [...attributes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    update(Buffer.from(name));
    update(Buffer.from(attribute.dataType));
    digest.update(Buffer.from([attribute.binaryValue === undefined ? 1 : 2]));
    update(valueBytes(attribute));
  }
  return digest.digest('hex');
}
