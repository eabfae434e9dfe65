/** Objects in which documents lie. */
export interface ObjectStore {
  /**
   * @returns the text; undefined when the object is gone.
   * @throws Error when it cannot be read for now, or is larger than any document.
   */
  readonly read: (bucket: string, key: string, signal: AbortSignal) => Promise<string | undefined>;
  /** @throws Error when it could not be deleted. */
  readonly remove: (bucket: string, key: string, signal: AbortSignal) => Promise<void>;
}

/**
 * The largest document that is read. Lambda writes an event of up to 6 MB as text inside of JSON, which at most doubles it;
 * a dead letter holds one record of it.
 */
export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024;
