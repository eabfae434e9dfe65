import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeadLetterPacks, type Message } from '../../../../functions/bridge/aws/dead-letter-packs.ts';
import { type DeadLetterAnswer, WRITTEN } from '../../../../functions/bridge/dead-letter.ts';

const LIMIT_BYTES = 1_048_576;

/** A queue whose answers the test gives one by one. */
function controlledQueue() {
  const sent: string[][] = [];
  const pending: ((answers: readonly DeadLetterAnswer[]) => void)[] = [];
  const packs = new DeadLetterPacks((messages) => {
    sent.push(messages.map(({ body }) => body));
    const { promise, resolve } = Promise.withResolvers<readonly DeadLetterAnswer[]>();
    pending.push(resolve);
    return promise;
  });
  /** The queue answers the oldest request. */
  const answer = async () => {
    pending.shift()?.(Array(10).fill(WRITTEN));
    await turn();
  };
  return { packs, sent, answer };
}

function message(body: string | number, sizeBytes = 1): Message {
  return { body: String(body), sizeBytes };
}

/** The event loop goes round once. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function addAll(packs: DeadLetterPacks, count: number, from = 0): void {
  for (let number = from; number < from + count; number++) void packs.add(message(number));
}

describe('DeadLetterPacks', () => {
  it('sends together what came together, ten at most', async () => {
    const { packs, sent } = controlledQueue();

    addAll(packs, 12);
    await turn();

    expect(sent).toEqual([['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']]);
  });

  it('sends what there is when no pack is under way, and so leaves no message waiting', async () => {
    const { packs, sent, answer } = controlledQueue();
    addAll(packs, 12);
    await turn();

    await answer();

    expect(sent.slice(1)).toEqual([['10', '11']]);
  });

  it('sends a pack that fills up while another is under way, four at once at most', async () => {
    // Prepare
    const { packs, sent, answer } = controlledQueue();
    addAll(packs, 1);
    await turn();

    // Act
    addAll(packs, 9, 1);
    await turn();
    const beforeFull = sent.length;
    addAll(packs, 1, 10);
    await turn();
    const whenFull = sent.map((pack) => pack.length);
    addAll(packs, 40, 11);
    await turn();
    const atMost = sent.map((pack) => pack.length);
    await answer();

    // Assess
    expect(beforeFull).toBe(1);
    expect(whenFull).toEqual([1, 10]);
    expect(atMost).toEqual([1, 10, 10, 10]);
    expect(sent.map((pack) => pack.length)).toEqual([1, 10, 10, 10, 10]);
  });

  it('takes a pack for full when the next message does not fit into it', async () => {
    // Prepare
    const { packs, sent } = controlledQueue();
    addAll(packs, 1);
    await turn();

    // Act
    void packs.add(message('half', LIMIT_BYTES / 2));
    void packs.add(message('other half', LIMIT_BYTES / 2));
    await turn();
    const whileFitting = sent.length;
    void packs.add(message('one byte'));
    await turn();

    // Assess
    expect(whileFitting).toBe(1);
    expect(sent).toEqual([['0'], ['half', 'other half']]);
  });

  it('answers for each message of a pack that failed, and sends the next one', async () => {
    let requests = 0;
    const packs = new DeadLetterPacks(async (messages) => {
      if (++requests === 1) throw new Error('a defect');
      return messages.map(() => WRITTEN);
    });

    const answers = await Promise.all(Array.from({ length: 11 }, (_, number) => packs.add(message(number))));

    const noAnswer = { written: false, problem: 'The dead-letter queue did not answer.' };
    expect(answers).toEqual([...Array(10).fill(noAnswer), WRITTEN]);
  });

  it('gives each message its own answer, keeps to the limits, and sends each message once', async () => {
    const messages = fc.array(
      fc.record({ sizeBytes: fc.integer({ min: 1, max: LIMIT_BYTES }), isTaken: fc.boolean() }),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(messages, fc.scheduler(), async (given, scheduler) => {
        // Prepare
        const sent: Message[][] = [];
        const answerTo = ({ body }: Message): DeadLetterAnswer =>
          given[Number(body)]?.isTaken ? WRITTEN : { written: false, problem: body };
        const packs = new DeadLetterPacks(
          scheduler.scheduleFunction(async (pack) => {
            sent.push([...pack]);
            return pack.map(answerTo);
          }),
        );

        // Act
        const answers = Promise.all(
          given.map(({ sizeBytes }, number) => packs.add(message(number, sizeBytes))),
        );
        await scheduler.waitFor(answers);

        // Assess
        expect(await answers).toEqual(given.map((_, number) => answerTo(message(number))));
        expect(
          sent
            .flat()
            .map(({ body }) => body)
            .toSorted(),
        ).toEqual([...given.keys()].map(String).toSorted());
        for (const pack of sent) {
          expect(pack.length).toBeLessThanOrEqual(10);
          expect(pack.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThanOrEqual(LIMIT_BYTES);
        }
      }),
    );
  });
});
