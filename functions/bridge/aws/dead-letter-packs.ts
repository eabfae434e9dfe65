import type { DeadLetterAnswer } from '../dead-letter.ts';
import { packEntries } from '../pack.ts';

/**
 * A request holds up to 10 messages and, like a message, up to 1 MiB.
 * See {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html}.
 */
export const MAX_MESSAGE_BYTES = 1_048_576;
const PACK_LIMITS = { maxEntries: 10, maxBytes: MAX_MESSAGE_BYTES };

/** Packs under way at once: with 10 messages each, more than the bucket brings notices. */
export const MAX_PACKS_UNDER_WAY = 4;

export interface Message {
  readonly body: string;
  /** At most {@link MAX_MESSAGE_BYTES}. */
  readonly sizeBytes: number;
}

interface WaitingMessage extends Message {
  readonly settle: (answer: DeadLetterAnswer) => void;
}

/** Sends a pack and answers for each of its messages, in order. */
export type SendPack = (messages: readonly Message[]) => Promise<readonly DeadLetterAnswer[]>;

/**
 * Messages on their way to a queue. A pack goes out as soon as it is full, and what there is goes out when none is under
 * way: no message waits for one that may never come, and many share a request.
 */
export class DeadLetterPacks {
  readonly #send: SendPack;
  readonly #waiting: WaitingMessage[] = [];
  #underWay = 0;
  #isScheduled = false;

  constructor(send: SendPack) {
    this.#send = send;
  }

  async add(message: Message): Promise<DeadLetterAnswer> {
    const { promise, resolve } = Promise.withResolvers<DeadLetterAnswer>();
    this.#waiting.push({ ...message, settle: resolve });
    this.#schedule();
    return await promise;
  }

  /** What comes in the same turn of the event loop goes out together. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#underWay < MAX_PACKS_UNDER_WAY) {
      const [pack] = packEntries(this.#waiting, PACK_LIMITS);
      if (pack === undefined) return;
      const isFull = pack.length === PACK_LIMITS.maxEntries || pack.length < this.#waiting.length;
      if (!isFull && this.#underWay > 0) return;
      this.#waiting.splice(0, pack.length);
      this.#underWay++;
      void this.#carry(pack);
    }
  }

  async #carry(pack: readonly WaitingMessage[]): Promise<void> {
    // Whatever happens, nobody may be left waiting for an answer.
    const answers = await this.#send(pack).catch((): DeadLetterAnswer[] => []);
    for (const [position, { settle }] of pack.entries()) settle(answers[position] ?? NO_ANSWER);
    this.#underWay--;
    this.#dispatch();
  }
}

const NO_ANSWER: DeadLetterAnswer = { written: false, problem: 'The dead-letter queue did not answer.' };
