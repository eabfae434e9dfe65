import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { EnvironmentEnd } from './environment-end.ts';
import type { Received } from './execution-environment.ts';

/** A thread or a process. */
interface MessageSource {
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** What comes out of an execution environment: message after message, and at last its end. */
export class EnvironmentMessages {
  #end: EnvironmentEnd | undefined;
  #settle: (received: Received) => void = () => undefined;

  constructor(source: MessageSource) {
    source.on('message', (message) => this.#settle({ message }));
  }

  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  ended(end: EnvironmentEnd): void {
    this.#end = end;
    this.#settle({ end });
  }

  /** The next message. One that comes when nobody waits for it is dropped. */
  next(): Promise<Received> {
    if (this.#end !== undefined) return Promise.resolve({ end: this.#end });
    const { promise, resolve } = Promise.withResolvers<Received>();
    this.#settle = resolve;
    return promise;
  }
}

export function readLines(streams: readonly (Readable | null)[], onLine: (line: string) => void): void {
  for (const stream of streams) {
    if (stream !== null) createInterface({ input: stream }).on('line', onLine);
  }
}
