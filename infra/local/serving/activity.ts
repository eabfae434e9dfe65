import type { Letter } from '../../../functions/redrive/letter.ts';
import type { DeliveredEvent } from '../eventbridge/delivered-event.ts';
import type { EventCounts } from '../eventbridge/event-record.ts';
import type { RequestRecord } from '../request-log.ts';

/** What the stand-ins have been made to be, and what arrives there. */
export type Activity =
  | ({ readonly kind: 'listening' } & Listening)
  | { readonly kind: 'put-events'; readonly request: RequestRecord }
  /** Any other request that was answered with an error, or not at all. */
  | { readonly kind: 'failed-request'; readonly request: RequestRecord }
  | { readonly kind: 'event'; readonly event: DeliveredEvent; readonly rules: readonly string[] }
  | ({ readonly kind: 'dead-letter' } & ArrivedLetter)
  | ({ readonly kind: 'stopped'; readonly putEventsRequests: number } & EventCounts);

/** Where the stand-ins are, and what is in them. */
export interface Listening {
  readonly url: string;
  /** The same for a function in a container. */
  readonly containerUrl: string;
  /** Base address of the schema registry with the API of Confluent's. */
  readonly schemaRegistryUrl: string;
  readonly eventBus: string;
  readonly rules: readonly string[];
  /** SSM parameters with configuration documents. */
  readonly configurationParameters: readonly string[];
  readonly deadLetterQueueUrl: string;
  readonly deadLetterBucket: string;
}

export interface ArrivedLetter {
  readonly to: 'queue' | 'bucket';
  /** Undefined: a message or an object, but no dead letter of a bridge. */
  readonly letter: Letter | undefined;
}
