import type { OffloadedObject } from './offloaded-object.ts';

/**
 * Stores one object, once: repetition is the publisher's business. The same object again takes the place of the first.
 *
 * @throws whatever the client throws when the bucket does not take it.
 */
export type PutObject = (object: OffloadedObject, signal: AbortSignal) => Promise<void>;
