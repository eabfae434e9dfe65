/** What a PutEvents request may hold. */
export interface RequestLimits {
  readonly maxEntries: number;
  /** Sum of the entry sizes, inclusive. */
  readonly maxBytes: number;
}

/** An entry of a request, for its size. */
export interface PackedEntry {
  readonly sizeBytes: number;
  /** What goes to a bucket before the entry is sent, and is in memory until then. */
  readonly offloaded?: { readonly body: Uint8Array } | undefined;
}

/**
 * Bytes that the entries of a request may have for a bucket, together. Not a limit of any service: requests are under way by
 * the dozen, and hold what they upload in memory.
 */
const MAX_OFFLOADED_BYTES = 4 * 1024 * 1024;

/** The room of a request. An entry that is over a limit by itself has a request of its own, so it can harm no other. */
export class RequestRoom {
  readonly #limits: RequestLimits;
  #entries = 0;
  #bytes = 0;
  #offloadedBytes = 0;

  constructor(limits: RequestLimits) {
    this.#limits = limits;
  }

  hasFor({ sizeBytes, offloaded }: PackedEntry): boolean {
    const { maxEntries, maxBytes } = this.#limits;
    if (this.#entries === 0) return true;
    if (this.#entries >= maxEntries || this.#bytes + sizeBytes > maxBytes) return false;
    return offloaded === undefined || this.#offloadedBytes + offloaded.body.length <= MAX_OFFLOADED_BYTES;
  }

  take({ sizeBytes, offloaded }: PackedEntry): void {
    this.#entries += 1;
    this.#bytes += sizeBytes;
    if (offloaded !== undefined) this.#offloadedBytes += offloaded.body.length;
  }
}
