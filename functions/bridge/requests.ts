import { packEntries } from './pack.ts';
import type { RequestLimits } from './request-room.ts';
import type { BridgeEntry } from './wrap.ts';

/** The requests of a batch, made when there is room to send them. */
export interface Requests {
  /** The next request that may be sent now; undefined when there is none, for now or at all. */
  take(): readonly BridgeEntry[] | undefined;
  /**
   * Tells how an entry of a request ended.
   *
   * @param isToRetry the record is to be delivered again.
   */
  ended(entry: BridgeEntry, isToRetry: boolean): void;
}

/** Full requests, in any order: none waits for another. */
export function unorderedRequests(entries: Iterable<BridgeEntry>, limits: RequestLimits): Requests {
  const requests = packEntries(entries, limits);
  return {
    take: () => requests.next().value ?? undefined,
    ended: () => undefined,
  };
}
