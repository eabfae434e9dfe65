/** What a PutEvents request may hold. */
export interface RequestLimits {
  readonly maxEntries: number;
  /** Sum of the entry sizes, inclusive. */
  readonly maxBytes: number;
}

/**
 * Packs entries into requests, in order: a request is closed when the next entry does not fit (next-fit, as the
 * connector packs). An entry that is over the limit by itself gets a request of its own, so it can harm no other.
 *
 * Lazy: an entry is asked for only when a request is wanted, so just the requests under way are in memory.
 */
export function* packEntries<Entry extends { readonly sizeBytes: number }>(
  entries: Iterable<Entry>,
  limits: RequestLimits,
): Generator<Entry[], void, undefined> {
  let request: Entry[] = [];
  let requestBytes = 0;
  for (const entry of entries) {
    const isFull = request.length >= limits.maxEntries || requestBytes + entry.sizeBytes > limits.maxBytes;
    if (isFull && request.length > 0) {
      yield request;
      request = [];
      requestBytes = 0;
    }
    request.push(entry);
    requestBytes += entry.sizeBytes;
  }
  if (request.length > 0) yield request;
}
