import { RECORD_FAILURES, type RecordFailureCode } from '../../functions/bridge/errors.ts';
import { MESSAGE_REFUSALS, type RefusalCode } from '../../functions/redrive/refusal.ts';

/** Why records, or the document that names them, stay where they are, besides what the bridge itself finds. */
const COMMAND_FAILURES = {
  KAFKA_NEEDED: {
    counts: 'records',
    remedy:
      'The documents tell only which offsets failed. Give --bootstrap-servers, so that the records are read back from Kafka.',
  },
  KAFKA_UNAVAILABLE: {
    counts: 'records',
    remedy:
      'Kafka could not be read. Check the brokers, the network path from this machine, and the permissions to describe and read the topic.',
  },
  TOPIC_MISSING: {
    counts: 'records',
    remedy:
      'Unless the brokers are those of another cluster, the records went with their topic. Delete the document when that is accepted.',
  },
  OFFSETS_EXPIRED: {
    counts: 'records',
    remedy:
      'Kafka has deleted the records since (retention). Nothing can bring them back from there; delete the document when that is accepted.',
  },
  OFFSETS_COMPACTED: {
    counts: 'records',
    remedy:
      'The topic is compacted, and later records of the same keys have replaced these. Delete the document when that is accepted.',
  },
  OFFSETS_UNCOMMITTED: {
    counts: 'records',
    remedy:
      'The transaction of their producer is still open, so nobody knows whether they count. Run again when it has ended.',
  },
  OFFSETS_BEYOND_END: {
    counts: 'records',
    remedy:
      'The partition ends before these offsets. The brokers are those of another cluster, or the topic was made anew.',
  },
  TOPIC_MADE_ANEW: {
    counts: 'records',
    remedy:
      'What lies at these offsets now has another timestamp: the topic was made anew, or the brokers are those of another cluster.',
  },
  OFFSETS_TOO_MANY: {
    counts: 'documents',
    remedy:
      'The document names far more offsets than a batch of Lambda can hold, so it is damaged or made up. Look at it, and delete it.',
  },
  OTHER_CLUSTER: {
    counts: 'records',
    remedy:
      'The documents come from several clusters, and one is read at a time. Run again for each, with its --bootstrap-servers and --cluster-arn.',
  },
  OBJECT_MISSING: {
    counts: 'documents',
    remedy:
      'The object that the message names is not there, and this journal does not know it: it was redriven from elsewhere, or expired. Delete the message when that is accepted.',
  },
  OBJECT_UNREADABLE: {
    counts: 'documents',
    remedy:
      'The object could not be read. Allow s3:GetObject (and kms:Decrypt, with a key of yours), and run again.',
  },
  OBJECT_TOO_LARGE: {
    counts: 'documents',
    remedy: 'The object is larger than any document of a bridge or of Lambda. Look at it, and take it away.',
  },
  NOT_DELETED: {
    counts: 'documents',
    remedy:
      'All records of the document were sent, but it could not be deleted. Run again: the journal keeps its records from being sent twice.',
  },
  BRIDGE_FAILED: {
    counts: 'records',
    remedy: 'The bridge failed on the batch as a whole, which is a defect. Report it.',
  },
} as const;

export type StayingCode = RecordFailureCode | RefusalCode | keyof typeof COMMAND_FAILURES;

/** What stays for one reason. */
export interface Staying {
  readonly code: StayingCode;
  /** What `count` counts. */
  readonly counts: 'records' | 'documents';
  readonly count: number;
  /** Coordinates, ranges of them, message ids or keys at which they are. */
  readonly places: number;
  /** The first few of those places. */
  readonly examples: readonly string[];
  /** What happened to the first of them, when there is more to tell than the code; without payload. */
  readonly message: string | undefined;
  readonly remedy: string;
}

export function remedyOf(code: StayingCode): string {
  if (isRecordFailure(code)) return RECORD_FAILURES[code].remedy;
  return isRefusal(code) ? MESSAGE_REFUSALS[code].remedy : COMMAND_FAILURES[code].remedy;
}

export function countedBy(code: StayingCode): Staying['counts'] {
  if (isRecordFailure(code)) return 'records';
  return isRefusal(code) ? 'documents' : COMMAND_FAILURES[code].counts;
}

/** The same record may pass in a later run without anybody doing something about it. */
export function isTransient(code: StayingCode): boolean {
  if (code === 'KAFKA_UNAVAILABLE' || code === 'OBJECT_UNREADABLE') return true;
  return isRecordFailure(code) && RECORD_FAILURES[code].kind === 'transient';
}

function isRecordFailure(code: StayingCode): code is RecordFailureCode {
  return Object.hasOwn(RECORD_FAILURES, code);
}

function isRefusal(code: StayingCode): code is RefusalCode {
  return Object.hasOwn(MESSAGE_REFUSALS, code);
}
