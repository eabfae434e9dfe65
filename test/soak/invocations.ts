import { KILLED } from '../../infra/local/lambda/environment-end.ts';
import {
  ENDED,
  FunctionError,
  type LocalFunction,
  TIMED_OUT,
} from '../../infra/local/lambda/function-host.ts';
import { failedIdentifiers } from '../../infra/local/mapping/records-to-repeat.ts';
import type { KafkaEvent } from '../../shared/kafka-event.ts';

/** How an invocation ended, as the mapping saw it. */
export type Ending = 'under way' | 'returned' | 'threw' | 'timed out' | 'killed' | 'crashed';

export interface Invocation {
  readonly number: number;
  readonly poller: number;
  ending: Ending;
  /** By `performance.now()`; infinite as long as it is under way. */
  endedAtMs: number;
  /** What the function threw, or how it ended. */
  error: string | undefined;
  /** Records that the function reported as failed, as `topic-partition@offset`. */
  reported: ReadonlySet<string>;
}

/** Every invocation, and which of them has a partition at the moment: a partition is never in two at once. */
export class Invocations {
  readonly #all: Invocation[] = [];
  readonly #byPartition = new Map<string, Invocation>();

  get count(): number {
    return this.#all.length;
  }

  get(number: number): Invocation | undefined {
    return this.#all[number - 1];
  }

  /** The invocation that had the partition last. */
  of(topic: string, partition: number): Invocation | undefined {
    return this.#byPartition.get(`${topic}-${partition}`);
  }

  endedAs(ending: Ending): readonly Invocation[] {
    return this.#all.filter((invocation) => invocation.ending === ending);
  }

  /** Invokes the function and keeps a record of it. @throws what the function throws. */
  async invoke(fn: Pick<LocalFunction, 'invoke'>, poller: number, event: KafkaEvent): Promise<unknown> {
    const invocation: Invocation = {
      number: this.#all.length + 1,
      poller,
      ending: 'under way',
      endedAtMs: Number.POSITIVE_INFINITY,
      error: undefined,
      reported: NOTHING,
    };
    this.#all.push(invocation);
    for (const partition of Object.keys(event.records)) this.#byPartition.set(partition, invocation);
    try {
      const response = await fn.invoke(event);
      invocation.ending = 'returned';
      invocation.reported = reportedIn(response);
      return response;
    } catch (error) {
      invocation.ending = endingOf(error);
      invocation.error = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      invocation.endedAtMs = performance.now();
    }
  }
}

/** By middy, which gives up a moment before Lambda would end the function. @see https://middy.js.org/docs/intro/early-interrupt */
const TIMED_OUT_EARLY = 'TimeoutError';

const NOTHING: ReadonlySet<string> = new Set();

function reportedIn(response: unknown): ReadonlySet<string> {
  const identifiers = failedIdentifiers(response) ?? [];
  if (identifiers.length === 0) return NOTHING;
  return new Set(identifiers.map(({ partition, offset }) => `${partition}@${offset}`));
}

function endingOf(error: unknown): Ending {
  if (!(error instanceof FunctionError)) return 'threw';
  if (error.errorType === TIMED_OUT || error.errorType === TIMED_OUT_EARLY) return 'timed out';
  if (error.errorType !== ENDED) return 'threw';
  return error.message.endsWith(KILLED) ? 'killed' : 'crashed';
}
