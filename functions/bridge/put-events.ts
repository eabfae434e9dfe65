import type { BridgeEntry } from './wrap.ts';

/** What EventBridge says of one entry: an event id, or a code and a message. */
export interface EntryResult {
  readonly eventId?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/**
 * Sends one PutEvents request, once: repetition is the publisher's business.
 *
 * @returns one result an entry, in their order.
 * @throws whatever the client throws when the request as a whole fails.
 */
export type PutEvents = (
  entries: readonly BridgeEntry[],
  signal: AbortSignal,
) => Promise<readonly EntryResult[]>;
