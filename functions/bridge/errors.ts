/**
 * Everything that can be wrong with one record, by stable code.
 *
 * `permanent`: no repetition helps, the record goes to the dead-letter store (or is reported as failed).
 * `transient`: the same record may pass later, it is reported to the event source mapping for a retry.
 * `remedy` is what an operator should do; it never holds payload.
 */
export const RECORD_FAILURES = {
  RECORD_INVALID: {
    kind: 'permanent',
    remedy:
      'The event of Lambda carries this record in a form that cannot be passed on exactly. Check the timestamps and headers that the producer sets.',
  },
  FRAME_INVALID: {
    kind: 'permanent',
    remedy:
      'The bytes are not what the serializers of the configured schema registry write. Check the producer, or choose another converter for this side of the record.',
  },
  FRAME_INFLATE_FAILED: {
    kind: 'permanent',
    remedy: 'The zlib payload is damaged or cut short. Send the record again from its producer.',
  },
  FRAME_INFLATE_LIMIT: {
    kind: 'permanent',
    remedy:
      'The compressed payload grows beyond the limit for inflated data. Send smaller records or store the payload elsewhere.',
  },
  SCHEMA_NOT_FOUND: {
    kind: 'permanent',
    remedy:
      'The schema is not in the registry that the converter reads. Register it again, or check where the producer registers its schemas: account and Region, or address.',
  },
  SCHEMA_DENIED: {
    kind: 'transient',
    remedy:
      'The schema registry refuses access. Allow glue:GetSchemaVersion in the execution role or the assumed one; for a registry of Confluent, check its secret and secretsmanager:GetSecretValue.',
  },
  SCHEMA_THROTTLED: {
    kind: 'transient',
    remedy:
      'The quota of the schema registry is used up. Lower the concurrency of the function or ask for a higher quota.',
  },
  SCHEMA_UNAVAILABLE: {
    kind: 'transient',
    remedy:
      'The schema registry did not answer. Check the service status and the network path of the function.',
  },
  SCHEMA_INVALID: {
    kind: 'permanent',
    remedy: 'The registered schema cannot be used. Register a corrected version of the schema.',
  },
  SCHEMA_FORMAT_UNSUPPORTED: {
    kind: 'permanent',
    remedy:
      'The schema has a data format that the configured converter does not read. Choose the matching converter.',
  },
  PAYLOAD_INVALID: {
    kind: 'permanent',
    remedy:
      'The bytes do not follow the configured format or the registered schema. Check the converter setting and the producer.',
  },
  PAYLOAD_ENCRYPTED: {
    kind: 'permanent',
    remedy:
      'The producer encrypts whole payloads by a rule of the schema, and only holders of its key read them. Encrypt single fields instead, or pass the record on with the converter bytes.',
  },
  PAYLOAD_LIMIT: {
    kind: 'permanent',
    remedy:
      'The record exceeds a safety limit of the decoder (nesting depth, item count or rendered size). Send a smaller or flatter record.',
  },
  UNEXPECTED_ERROR: {
    kind: 'permanent',
    remedy:
      'The bridge failed on this record in a way it does not know, which is a defect. Report it with the code and the log line, and keep the dead letter.',
  },
  RESERVED_MEMBER: {
    kind: 'permanent',
    remedy:
      'The value has a member of the name that the bridge needs for its metadata. Choose another name with aws.eventbridge.detail.metadata.member.',
  },
  DETAIL_TYPE_INVALID: {
    kind: 'permanent',
    remedy:
      'EventBridge takes detail types of 1 to 128 characters. Shorten aws.eventbridge.detail.types, the topic name or the text of the value that it is made of.',
  },
  SOURCE_INVALID: {
    kind: 'permanent',
    remedy:
      'EventBridge takes sources of 1 to 256 characters that do not begin with "aws.". Change aws.eventbridge.source, so that it fits this topic.',
  },
  ENTRY_TOO_LARGE: {
    kind: 'permanent',
    remedy:
      'The event exceeds the PutEvents size limit. Send a smaller record, or have its value put into a bucket with aws.eventbridge.offloading.default.s3.bucket.',
  },
  OFFLOAD_REFUSED: {
    kind: 'permanent',
    remedy:
      'The offloading bucket refused this value for good, while it took others. The code of S3 is in the message.',
  },
  OFFLOAD_DENIED: {
    kind: 'transient',
    remedy:
      'The offloading bucket takes nothing. Check its name and Region, allow s3:PutObject under its prefix to the execution role, or to the one of aws.eventbridge.iam.role.arn, and let that role use the KMS key.',
  },
  OFFLOAD_UNAVAILABLE: {
    kind: 'transient',
    remedy:
      'The offloading bucket did not take the value. Check the service status and the network path of the function.',
  },
  EVENT_REFUSED: {
    kind: 'permanent',
    remedy: 'EventBridge refused this event for good. The code of the service is in the message.',
  },
  PUT_EVENTS_REJECTED: {
    kind: 'transient',
    remedy:
      'EventBridge rejects every event alike, so the fault is in what they share. Check the event bus ARN, the connector id, the resources and the endpoint.',
  },
  PUT_EVENTS_DENIED: {
    kind: 'transient',
    remedy:
      'Allow events:PutEvents on the event bus in the execution role, or in the one of aws.eventbridge.iam.role.arn, and in the policy of the bus. If the message tells of a token or signature, check the credentials and the clock.',
  },
  PUT_EVENTS_THROTTLED: {
    kind: 'transient',
    remedy: 'The PutEvents quota of the account is used up. Lower the concurrency or ask for a higher quota.',
  },
  PUT_EVENTS_UNAVAILABLE: {
    kind: 'transient',
    remedy:
      'EventBridge did not take the event. Check the service status and the network path of the function.',
  },
  EVENT_BUS_MISSING: {
    kind: 'transient',
    remedy:
      'The event bus does not exist, and EventBridge would take its events and drop them. Create the bus, or correct aws.eventbridge.eventbus.arn.',
  },
  HELD_FOR_ORDER: {
    kind: 'transient',
    remedy:
      'An earlier record of the same partition or key is to be retried, and aws.eventbridge.ordering keeps this one behind it. Look for the cause at that record.',
  },
  DEADLINE: {
    kind: 'transient',
    remedy: 'The invocation ran out of time. Raise the timeout of the function or lower the batch size.',
  },
  DEAD_LETTER_UNAVAILABLE: {
    kind: 'transient',
    remedy:
      'The dead letter could not be written. Check the queue or bucket and its permissions; a large record needs a bucket, because a queue takes messages of 1 MiB at most.',
  },
} as const satisfies Record<string, { kind: 'permanent' | 'transient'; remedy: string }>;

export type RecordFailureCode = keyof typeof RECORD_FAILURES;

/**
 * Everything that fails a batch as a whole, at once and before a record is lost: the invocation throws, Lambda counts an
 * error of the function, and the event source mapping delivers the batch again.
 */
export const BATCH_FAILURES = {
  CONFIGURATION_INVALID: {
    remedy:
      'There is no configuration to work with. Correct the document, or let the execution role read the SSM parameter.',
  },
  EVENT_INVALID: {
    remedy:
      'The function was invoked with something else than a batch of Kafka records. Check what invokes it, and its event source mappings.',
  },
  BATCH_FAILED: {
    remedy:
      'Records are to be retried, and the event source mapping takes no partial batch response. See the code of the records; with provisioned pollers only they would be delivered again.',
  },
  RECORDS_UNACCOUNTED: {
    remedy: 'The books of the bridge do not add up, which is a defect. Report it with the log line.',
  },
} as const satisfies Record<string, { remedy: string }>;

/**
 * One record cannot go on. Thrown by decoding and wrapping, caught once per record, so that its neighbours are unharmed.
 *
 * The message tells what is wrong in terms of format, position and limits, never the contents of the payload.
 */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly code: RecordFailureCode;

  constructor(code: RecordFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
