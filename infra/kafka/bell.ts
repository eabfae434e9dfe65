/** Wakes those who wait for something to have changed. Each looks for itself whether it is what it waited for. */
export class Bell {
  readonly #listeners = new Set<() => void>();

  ring(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Resolves at the next ring, when the time is over, or when the signal is aborted. */
  heard(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timeout);
        signal?.removeEventListener('abort', wake);
        this.#listeners.delete(wake);
        resolve();
      };
      const timeout = setTimeout(wake, timeoutMs);
      signal?.addEventListener('abort', wake);
      this.#listeners.add(wake);
    });
  }
}
