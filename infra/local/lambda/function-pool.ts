import { functionArn } from './function-arn.ts';
import { type FunctionSettings, LocalFunction } from './function-host.ts';
import { type LambdaFunction, ThrottledError } from './lambda-function.ts';

export interface FunctionPoolSettings extends FunctionSettings {
  /** Execution environments at most, as with `ReservedConcurrentExecutions`. @default 10 */
  readonly concurrency?: number;
  /** How long an execution environment waits for its next event before it is ended. @default 300,000 */
  readonly idleMs?: number;
}

/**
 * Every environment has the function's memory, and they share the processors of one machine: more of them are slower, not
 * faster.
 */
const DEFAULT_CONCURRENCY = 10;

/** Lambda does not say how long it waits; some minutes are usual. */
const DEFAULT_IDLE_MS = 5 * 60_000;

/** An execution environment, or room for one. */
interface Slot {
  readonly fn: LocalFunction;
  idleTimer: NodeJS.Timeout | undefined;
}

/**
 * A Lambda function that scales on this machine: an execution environment for each invocation at a time, started when all
 * others are busy, up to a limit; one that is warm is used again, the latest first, and one that waits too long is ended.
 *
 * @example
 * const pool = new FunctionPool({ artefact: 'dist/bridge/index.mjs', name: 'bridge', environment, timeoutMs: 60_000 });
 * await pool.invoke(event);
 * await pool.close();
 */
export class FunctionPool implements LambdaFunction {
  readonly functionArn: string;
  readonly #settings: FunctionSettings;
  readonly #concurrency: number;
  readonly #idleMs: number;
  readonly #slots: Slot[] = [];
  /** Slots without work: cold ones first, then warm ones, the latest used last. */
  readonly #free: Slot[] = [];
  #invocations = 0;
  #running = 0;
  #throttles = 0;

  constructor(settings: FunctionPoolSettings) {
    const { concurrency = DEFAULT_CONCURRENCY, idleMs = DEFAULT_IDLE_MS, ...rest } = settings;
    this.functionArn = functionArn(rest.name, rest.environment.AWS_REGION);
    this.#settings = rest;
    this.#concurrency = concurrency;
    this.#idleMs = idleMs;
  }

  /** Execution environments started so far. */
  get coldStarts(): number {
    return this.#slots.reduce((sum, { fn }) => sum + fn.coldStarts, 0);
  }

  /** Execution environments that are there, with work or without. */
  get environments(): number {
    return this.#slots.filter(({ fn }) => fn.isWarm).length;
  }

  /** Invocations under way. */
  get running(): number {
    return this.#running;
  }

  /** Invocations so far, without throttled ones. */
  get invocations(): number {
    return this.#invocations;
  }

  get throttles(): number {
    return this.#throttles;
  }

  /** The most that one execution environment had in use after an invocation; 0 before the first. */
  get maxMemoryUsedMb(): number {
    return Math.max(0, ...this.#slots.map(({ fn }) => fn.maxMemoryUsedMb));
  }

  /** @throws FunctionError, ThrottledError or EventTooLargeError */
  async invoke(event: unknown): Promise<unknown> {
    const slot = this.#take();
    this.#invocations++;
    this.#running++;
    try {
      return await slot.fn.invoke(event);
    } finally {
      this.#running--;
      this.#release(slot);
    }
  }

  /** Ends all execution environments, and with them the invocations that are under way; the next one starts anew. */
  async close(): Promise<void> {
    for (const { idleTimer } of this.#slots) clearTimeout(idleTimer);
    await Promise.all(this.#slots.map(({ fn }) => fn.close()));
  }

  #take(): Slot {
    const slot = this.#free.pop() ?? this.#grow();
    clearTimeout(slot.idleTimer);
    return slot;
  }

  #grow(): Slot {
    if (this.#slots.length >= this.#concurrency) {
      this.#throttles++;
      throw new ThrottledError(this.#settings.name, this.#concurrency);
    }
    const slot: Slot = { fn: new LocalFunction(this.#settings), idleTimer: undefined };
    this.#slots.push(slot);
    return slot;
  }

  #release(slot: Slot): void {
    if (!slot.fn.isWarm) {
      this.#free.unshift(slot);
      return;
    }
    this.#free.push(slot);
    slot.idleTimer = setTimeout(() => void slot.fn.close(), this.#idleMs).unref();
  }
}
