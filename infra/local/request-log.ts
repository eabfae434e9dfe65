import type { OperationName, ServiceName } from './service.ts';

/** One request as the stand-ins saw it. */
export interface RequestRecord {
  readonly service: ServiceName;
  readonly operation: string;
  /** Entries of a batch operation; 0 where the operation has none. */
  readonly entryCount: number;
  /** Bytes of the request body as it came over the wire. */
  readonly bodyBytes: number;
  /** When the body had arrived, in Unix milliseconds. */
  readonly receivedAtMs: number;
  readonly durationMs: number;
  /** HTTP status of the answer; 0 when a fault left the request without one. */
  readonly status: number;
  /** The fault that was injected, if any. */
  readonly fault: string | undefined;
  /** Account and Region that the request was signed for; undefined without a signature. */
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** Counts every request by operation, and keeps the latest ones. */
export class RequestLog {
  readonly #limit: number;
  readonly #onRequest: ((record: RequestRecord) => void) | undefined;
  readonly #counts = new Map<string, number>();
  #kept: RequestRecord[] = [];

  constructor(limit: number, onRequest: ((record: RequestRecord) => void) | undefined) {
    this.#limit = limit;
    this.#onRequest = onRequest;
  }

  add(record: RequestRecord): void {
    const name = `${record.service}.${record.operation}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (this.#limit > 0) {
      this.#kept.push(record);
      // Dropping in halves keeps `add` at constant cost.
      if (this.#kept.length >= 2 * this.#limit) this.#kept = this.#kept.slice(-this.#limit);
    }
    this.#onRequest?.(record);
  }

  /** The latest requests, oldest first: all, those of a service, or those of one operation. */
  list(of?: ServiceName | OperationName): readonly RequestRecord[] {
    const latest = this.#kept.slice(-this.#limit);
    return latest.filter(({ service, operation }) => isOf(`${service}.${operation}`, of));
  }

  /** How many requests there have ever been, kept or not. */
  count(of?: ServiceName | OperationName): number {
    let count = 0;
    for (const [name, requests] of this.#counts) if (isOf(name, of)) count += requests;
    return count;
  }

  clear(): void {
    this.#kept = [];
    this.#counts.clear();
  }
}

function isOf(name: string, of: string | undefined): boolean {
  return of === undefined || name === of || name.startsWith(`${of}.`);
}
