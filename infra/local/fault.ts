import type { OperationName, ServiceName } from './service.ts';

/** Every way a stand-in can misbehave, with what a client sees. */
export const FAULT_KINDS = {
  throttle: "the service's throttling error, not processed",
  internal: 'HTTP 500 with the error shape of the service, not processed',
  unavailable: 'HTTP 503 ServiceUnavailable, not processed',
  'bad-gateway': 'HTTP 502 with an HTML body, as a proxy answers, not processed',
  'too-large': 'HTTP 413 with an HTML body, not processed',
  denied: "the service's error for missing permissions, not processed",
  invalid: "HTTP 400 with the service's error for a request that it does not understand, not processed",
  reset: 'reset-before or reset-after with equal chance: a client cannot tell them apart',
  'reset-before': 'the connection is reset, not processed',
  'reset-after': 'processed, then the connection is reset: the answer is lost',
  cut: 'processed, then the connection is reset in the middle of the answer',
  delay: 'the answer comes late; combines with the other faults',
  hang: 'no answer ever, not processed',
  partial: 'some entries of a PutEvents or SendMessageBatch request fail, the others are processed',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** `*`, a service (`sqs`), or one operation of it (`eventbridge.PutEvents`). */
export type FaultTarget = '*' | ServiceName | OperationName;

/** Publishing is what a bridge must get right, so that is what a fault hits unless it says otherwise. */
export const DEFAULT_FAULT_TARGET: FaultTarget = 'eventbridge.PutEvents';

interface Timing {
  /** @default 'eventbridge.PutEvents' */
  readonly on?: FaultTarget;
  /** Share of the requests hit, above 0 up to 1. Give this or `next`. */
  readonly probability?: number;
  /** The next so many requests are hit, then no more. Give this or `probability`. */
  readonly next?: number;
}

export interface DelayFault extends Timing {
  readonly kind: 'delay';
  readonly delayMs: number;
}

export interface PartialFault extends Timing {
  readonly kind: 'partial';
  /** Error codes to draw from. @default ['InternalFailure'] */
  readonly codes?: readonly string[];
  /** Zero-based places of the entries to fail. @default - at least one, drawn at random */
  readonly entries?: readonly number[];
}

export interface PlainFault extends Timing {
  readonly kind: Exclude<FaultKind, 'delay' | 'partial'>;
}

export type Fault = PlainFault | DelayFault | PartialFault;
