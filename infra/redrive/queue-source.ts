import { BATCH_MESSAGES, MAX_CONCURRENCY, type Message, type MessageHandle, type Queue } from './queue.ts';
import type { Item, Source } from './source.ts';

/**
 * How long a message stays hidden, which is extended while it is worked on. After a run that was killed, its messages are
 * back as soon as this is over.
 */
export const VISIBILITY_SECONDS = 120;

/** How long a message that stays is hidden when it comes again in the same run. */
const HIDDEN_SECONDS = 900;

/**
 * Messages that may stay in one run: a queue has no more than 120,000 in flight, and then seems to be empty.
 * See {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html}.
 */
const MAX_HELD = 100_000;

interface Held extends MessageHandle {
  readonly hiddenUntilMs: number;
}

export interface QueueSourceOptions {
  readonly queue: Queue;
  /** Aborted when no more messages are wanted. */
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that does not go back. */
  readonly now: () => number;
  /** Told while the queue seems to be empty, and messages may come back. */
  readonly onWait?: (seconds: number) => void;
  /** @default VISIBILITY_SECONDS */
  readonly visibilitySeconds?: number;
}

/** Messages of an SQS queue. What is not removed stays hidden until the end of the run, and is given back then. */
export class QueueSource implements Source {
  readonly name: string;
  readonly #queue: Queue;
  readonly #signal: AbortSignal;
  readonly #now: () => number;
  readonly #onWait: (seconds: number) => void;
  readonly #visibilitySeconds: number;
  /** By message id: taken and not removed. */
  readonly #held = new Map<string, Held>();
  /** Receives side by side. */
  #width = 1;
  #isAnythingTaken = false;
  #lostUntilMs = Number.NEGATIVE_INFINITY;
  #inFlightAtStart = 0;

  constructor(options: QueueSourceOptions) {
    const { queue, signal, now, onWait = () => undefined, visibilitySeconds = VISIBILITY_SECONDS } = options;
    this.name = `queue ${queue.name}`;
    this.#queue = queue;
    this.#signal = signal;
    this.#now = now;
    this.#onWait = onWait;
    this.#visibilitySeconds = visibilitySeconds;
  }

  async count(): Promise<number | undefined> {
    const { visible, inFlight } = await this.#queue.counts();
    this.#inFlightAtStart = inFlight;
    return visible;
  }

  async next(): Promise<readonly Item[]> {
    while (!this.#signal.aborted && this.#held.size < MAX_HELD) {
      const received = await this.#receive();
      const fresh = received.filter(({ id }) => !this.#held.has(id));
      const again = received.filter(({ id }) => this.#held.has(id));
      this.#remember(received, this.#visibilitySeconds);
      await this.#hide(again, HIDDEN_SECONDS);
      if (fresh.length > 0) {
        this.#isAnythingTaken = true;
        return fresh.map(({ id, body }) => ({ place: id, holds: { text: body } }));
      }
      if (again.length > 0) continue;
      // Messages whose delivery was lost come back when their time is over: till then the queue only seems to be empty.
      const waitMs = this.#lostUntilMs - this.#now();
      if (waitMs <= 0) break;
      this.#onWait(Math.ceil(waitMs / 1_000));
    }
    return [];
  }

  async hold(items: readonly Item[]): Promise<void> {
    const halfTimeMs = this.#now() + (this.#visibilitySeconds * 1_000) / 2;
    const urgent = this.#heldOf(items).filter(({ hiddenUntilMs }) => hiddenUntilMs < halfTimeMs);
    await this.#hide(urgent, this.#visibilitySeconds);
  }

  async remove(items: readonly Item[]): Promise<ReadonlyMap<string, string>> {
    const held = this.#heldOf(items);
    const problems = await this.#queue.remove(held);
    for (const { id } of held) {
      if (!problems.has(id)) this.#held.delete(id);
    }
    return problems;
  }

  async release(): Promise<void> {
    await this.#queue.hide([...this.#held.values()], 0);
    this.#held.clear();
  }

  remarks(): readonly string[] {
    const remarks: string[] = [];
    if (!this.#isAnythingTaken && this.#inFlightAtStart > 0) {
      remarks.push(
        `About ${this.#inFlightAtStart.toLocaleString('en-US')} messages of the ${this.name} are in flight: another consumer has them, or a run that was killed. They come back when their visibility timeout is over; this command sets ${this.#visibilitySeconds} s.`,
      );
    }
    return remarks;
  }

  /** One request, or several side by side while the queue gives plenty. */
  async #receive(): Promise<readonly Message[]> {
    const answers = await Promise.all(
      Array.from({ length: this.#width }, () => this.#queue.receive(this.#visibilitySeconds)),
    );
    if (answers.some(({ isAnswerLost }) => isAnswerLost)) {
      this.#lostUntilMs = this.#now() + this.#visibilitySeconds * 1_000;
    }
    const messages = answers.flatMap((answer) => answer.messages);
    const isPlenty = messages.length > (this.#width * BATCH_MESSAGES) / 2;
    this.#width = isPlenty ? Math.min(2 * this.#width, MAX_CONCURRENCY) : Math.max(1, this.#width >> 1);
    // Several servers of the queue may give the same message.
    return [...new Map(messages.map((message) => [message.id, message])).values()];
  }

  /** Where it fails, messages come back earlier than meant, and are known then. */
  async #hide(held: readonly MessageHandle[], seconds: number): Promise<void> {
    const problems = await this.#queue.hide(held, seconds);
    this.#remember(
      held.filter(({ id }) => !problems.has(id)),
      seconds,
    );
  }

  #remember(handles: readonly MessageHandle[], seconds: number): void {
    const hiddenUntilMs = this.#now() + seconds * 1_000;
    for (const { id, receiptHandle } of handles) this.#held.set(id, { id, receiptHandle, hiddenUntilMs });
  }

  #heldOf(items: readonly Item[]): readonly Held[] {
    return items.flatMap(({ place }) => this.#held.get(place) ?? []);
  }
}
