import type { RecordFailureCode } from './errors.ts';

/** Why a record was not sent. */
export interface Failure {
  readonly code: RecordFailureCode;
  /** What happened, without payload. */
  readonly message: string;
  /** PutEvents requests of this invocation that held the event. @default 0 */
  readonly attempts?: number;
}

/** The deadline came before the record was sent. */
export const NO_TIME: Failure = {
  code: 'DEADLINE',
  message: 'The invocation had no time left to send this record.',
};

/** An earlier record of the same lane stays behind, and with it this one. */
export const HELD_FOR_ORDER: Failure = {
  code: 'HELD_FOR_ORDER',
  message: 'An earlier record of the same partition or key is to be retried first.',
};

/** EventBridge accepted the event. */
export interface Sent {
  readonly kind: 'sent';
}

/** The record is reported to the event source mapping, which delivers it again or gives it to its failure destination. */
export interface Retry {
  readonly kind: 'retry';
  readonly failure: Failure;
}

/** The record lies, whole, in the dead-letter queue or bucket and counts as settled. */
export interface DeadLetter {
  readonly kind: 'dead-letter';
  readonly failure: Failure;
}

/** How a record ends. Every record of a batch ends as exactly one of these. */
export type Outcome = Sent | Retry | DeadLetter;

export const SENT: Sent = { kind: 'sent' };
