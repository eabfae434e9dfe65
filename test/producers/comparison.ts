import type { RegistryName } from './foreign-frame.ts';
import type { Order, Serialized } from './order.ts';
import { isReadOtherwise } from './other-readings.ts';
import { payloadOf } from './payload.ts';
import { isSameJson } from './same-json.ts';

/** What Kafka Connect makes of a record. */
export interface Reading {
  readonly name: string;
  readonly json?: string;
  /** Why it makes nothing of it. */
  readonly error?: string;
}

/** All that is known of one value. */
export interface Attempt {
  readonly registry: RegistryName;
  readonly order: Order;
  readonly serialized: Serialized;
  /** What the bridge made of the record, JSON text or its error. */
  readonly bridged: string | undefined;
  readonly reading: Reading | undefined;
}

export type Judgement =
  /** The serializer refuses the value. */
  | { readonly verdict: 'refused'; readonly why: string }
  /** The serializer writes another value than it was given, and nobody else reads it. */
  | { readonly verdict: 'unknown'; readonly why: string }
  /** `isRead`: Kafka Connect makes the same of it. */
  | { readonly verdict: 'equal'; readonly isRead: boolean }
  | {
      readonly verdict: 'different';
      readonly from: 'the value' | 'Kafka Connect';
      readonly expected: string;
      readonly actual: string;
    };

/** Whether the bridge made of a record what the value says and what Kafka Connect makes of it. */
export function judge(attempt: Attempt): Judgement {
  const { registry, order, serialized, bridged: actual = 'no event', reading } = attempt;
  if (serialized.frameHex === undefined) return { verdict: 'refused', why: serialized.error ?? 'no answer' };
  // A serializer may write entries of a map in another order, shorter decimals or, in Python with its one kind of number,
  // another branch of a union.
  const isKept = order.datumHex === undefined || payloadOf(registry, order, serialized) === order.datumHex;
  const isExpected =
    order.expected === actual ||
    ((order.isUnordered === true || !isKept) && isSameJson(order.expected, actual));
  const read = reading?.json;
  const isRead = read !== undefined && isSameJson(read, actual);
  if (read !== undefined && !isRead && !isReadOtherwise(registry, order.schema)) {
    return { verdict: 'different', from: 'Kafka Connect', expected: read, actual };
  }
  if (isExpected || (!isKept && isRead)) return { verdict: 'equal', isRead };
  if (isKept) return { verdict: 'different', from: 'the value', expected: order.expected, actual };
  return { verdict: 'unknown', why: `another datum, and ${reading?.error ?? 'no other reading to go by'}` };
}
