import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { deadLetterNotice } from '../../../../functions/bridge/aws/dead-letter-notice.ts';
import { deadLetterStore, deadLetterTargets } from '../../../../functions/bridge/aws/dead-letter-store.ts';
import type { DeadLetter } from '../../../../functions/bridge/dead-letter.ts';
import { deadLetterKey } from '../../../../shared/dead-letter-objects.ts';
import { deadLetterOf, deadLetters } from '../../../fixtures/dead-letter.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters';
const BOTH = { queueUrl: QUEUE_URL, bucket: 'dead-letters' };
/** Base64 that fits into no message. */
const LARGE = 'A'.repeat(1_048_576);
const SIGNAL = new AbortController().signal;
const sqs = mockClient(SQSClient);
const s3 = mockClient(S3Client);

/** What the bucket was asked to take, by key. */
function objects(): Map<string, unknown> {
  return new Map(
    s3
      .commandCalls(PutObjectCommand)
      .map(({ args: [{ input }] }) => [input.Key ?? '', JSON.parse(String(input.Body))]),
  );
}

/** What the queue was asked to take. */
function messages(): unknown[] {
  return sqs
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args: [{ input }] }) => input.Entries ?? [])
    .map(({ MessageBody = '' }) => JSON.parse(MessageBody));
}

function byKey(letters: readonly DeadLetter[]): Map<string, DeadLetter> {
  return new Map(letters.map((letter) => [deadLetterKey(letter), letter]));
}

function noticeOf(letter: DeadLetter) {
  return deadLetterNotice(letter, { bucket: 'dead-letters', key: deadLetterKey(letter) });
}

function refuseObjects(...letters: DeadLetter[]): void {
  for (const letter of letters) {
    s3.on(PutObjectCommand, { Key: deadLetterKey(letter) }).rejects(
      serviceError('SlowDown', 503, 'Please reduce your request rate'),
    );
  }
}

/** The queue takes no message about the record of this letter. */
function refuseMessages(...letters: DeadLetter[]): void {
  const ids = new Set(letters.map(({ id }) => id));
  sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => {
    const isRefused = ({ MessageBody = '' }) => ids.has(JSON.parse(MessageBody).id);
    return {
      Successful: Entries.filter((entry) => !isRefused(entry)).map(({ Id }) => ({ Id })),
      Failed: Entries.filter(isRefused).map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
    };
  });
}

const BUCKET_REFUSAL =
  'The dead-letter bucket did not take the object: SlowDown: Please reduce your request rate.';
const QUEUE_REFUSAL = 'The dead-letter queue did not take the message: InternalError.';

describe('deadLetterTargets', () => {
  it.each([
    { environment: {}, targets: undefined },
    { environment: { BRIDGE_DEAD_LETTER_QUEUE_URL: '', BRIDGE_DEAD_LETTER_BUCKET: '' }, targets: undefined },
    {
      environment: { BRIDGE_DEAD_LETTER_QUEUE_URL: QUEUE_URL },
      targets: { queueUrl: QUEUE_URL, bucket: undefined },
    },
    {
      environment: { BRIDGE_DEAD_LETTER_BUCKET: 'dead-letters' },
      targets: { queueUrl: undefined, bucket: 'dead-letters' },
    },
    {
      environment: { BRIDGE_DEAD_LETTER_QUEUE_URL: QUEUE_URL, BRIDGE_DEAD_LETTER_BUCKET: 'dead-letters' },
      targets: BOTH,
    },
  ])('are what the environment $environment names', ({ environment, targets }) => {
    expect(deadLetterTargets(environment)).toEqual(targets);
  });
});

describe('deadLetterStore', () => {
  beforeEach(() => {
    sqs.reset();
    s3.reset();
    refuseMessages();
    s3.on(PutObjectCommand).resolves({});
  });

  describe('with a bucket and a queue', () => {
    const write = (letters: readonly DeadLetter[]) => deadLetterStore(BOTH)(letters, SIGNAL);

    it('writes the whole letter to the bucket and a notice of it to the queue', async () => {
      const letters = deadLetters(2);

      expect(await write(letters)).toEqual([{ written: true }, { written: true }]);
      expect(objects()).toEqual(byKey(letters));
      expect(messages()).toEqual(letters.map(noticeOf));
    });

    it('needs no message for a letter of any size', async () => {
      const large = deadLetterOf({ value: LARGE });

      expect(await write([large])).toEqual([{ written: true }]);
      expect(objects()).toEqual(byKey([large]));
      expect(messages()).toEqual([noticeOf(large)]);
    });

    it('sends notices in packs while objects are still on their way', async () => {
      // Prepare: the last object is taken when the notices of all others have arrived.
      const letters = deadLetters(21);
      const { promise: othersNoticed, resolve } = Promise.withResolvers<Record<string, never>>();
      s3.on(PutObjectCommand, { Key: letters.map(deadLetterKey).at(-1) ?? '' }).callsFake(
        () => othersNoticed,
      );
      const packs: number[] = [];
      sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => {
        packs.push(Entries.length);
        if (packs.reduce((sum, length) => sum + length, 0) === 20) resolve({});
        return { Successful: Entries.map(({ Id }) => ({ Id })) };
      });

      // Act
      const answers = await write(letters);

      // Assess
      expect(answers).toEqual(Array(21).fill({ written: true }));
      expect(packs).toEqual([10, 10, 1]);
    });

    it('writes whole to the queue what the bucket did not take', async () => {
      const letters = deadLetters(3);
      const [first, second, third] = letters;
      if (!first || !second || !third) throw new Error('There are three.');
      refuseObjects(second);

      expect(await write(letters)).toEqual(Array(3).fill({ written: true }));
      expect(messages()).toHaveLength(3);
      expect(messages()).toEqual(expect.arrayContaining([noticeOf(first), second, noticeOf(third)]));
    });

    it('says of a letter that it is safe, and that no notice tells of it', async () => {
      const letters = deadLetters(3);
      refuseMessages(...letters.slice(1, 2));

      expect(await write(letters)).toEqual([
        { written: true },
        { written: true, problem: QUEUE_REFUSAL },
        { written: true },
      ]);
    });

    it('says why neither took a letter', async () => {
      const letters = deadLetters(2);
      refuseObjects(...letters);
      refuseMessages(...letters.slice(1));

      expect(await write(letters)).toEqual([
        { written: true },
        { written: false, problem: `${BUCKET_REFUSAL} ${QUEUE_REFUSAL}` },
      ]);
    });

    it('does not write a letter that the bucket did not take and that fits into no message', async () => {
      const large = deadLetterOf({ value: LARGE });
      refuseObjects(large);

      expect(await write([large])).toEqual([
        {
          written: false,
          problem: expect.stringMatching(
            /^The dead-letter bucket did not take .* The dead letter has \d+ bytes; a queue message takes 1048576\.$/,
          ),
        },
      ]);
    });

    it('answers for each letter in its place, whatever fails', async () => {
      const fates = fc.array(
        fc.record({ isStored: fc.boolean(), isQueued: fc.boolean(), isLarge: fc.boolean() }),
        { maxLength: 40 },
      );
      await fc.assert(
        fc.asyncProperty(fates, async (given) => {
          // Prepare
          sqs.reset();
          s3.reset();
          s3.on(PutObjectCommand).resolves({});
          const letters = given.map(({ isLarge }, offset) =>
            deadLetterOf({ offset, ...(isLarge ? { value: LARGE } : {}) }),
          );
          refuseObjects(...letters.filter((_, index) => given[index]?.isStored === false));
          refuseMessages(...letters.filter((_, index) => given[index]?.isQueued === false));

          // Act
          const answers = await write(letters);

          // Assess
          expect(answers.map((answer) => [answer.written, answer.problem !== undefined])).toEqual(
            given.map(({ isStored, isQueued, isLarge }) =>
              isStored ? [true, !isQueued] : isQueued && !isLarge ? [true, false] : [false, true],
            ),
          );
        }),
        { numRuns: 50 },
      );
    });
  });

  describe('with a queue alone', () => {
    const write = deadLetterStore({ queueUrl: QUEUE_URL, bucket: undefined });

    it('writes the whole letter to the queue', async () => {
      const letters = deadLetters(2);

      expect(await write(letters, SIGNAL)).toEqual([{ written: true }, { written: true }]);
      expect(messages()).toEqual(letters);
      expect(s3.calls()).toHaveLength(0);
    });

    it('does not write a letter that fits into no message', async () => {
      expect(await write([deadLetterOf({ value: LARGE })], SIGNAL)).toEqual([
        { written: false, problem: expect.stringMatching(/^The dead letter has \d+ bytes; a queue message/) },
      ]);
    });
  });

  describe('with a bucket alone', () => {
    const write = deadLetterStore({ queueUrl: undefined, bucket: 'dead-letters' });

    it('writes the object and tells nobody', async () => {
      const letters = deadLetters(2);

      expect(await write(letters, SIGNAL)).toEqual([{ written: true }, { written: true }]);
      expect(objects()).toEqual(byKey(letters));
      expect(sqs.calls()).toHaveLength(0);
    });

    it('says of which letter the bucket did not take the object', async () => {
      const letters = deadLetters(2);
      refuseObjects(...letters.slice(1));

      expect(await write(letters, SIGNAL)).toEqual([
        { written: true },
        { written: false, problem: BUCKET_REFUSAL },
      ]);
    });
  });

  it('writes nothing without a target, and says so', async () => {
    const write = deadLetterStore({ queueUrl: undefined, bucket: undefined });

    expect(await write(deadLetters(1), SIGNAL)).toEqual([
      { written: false, problem: 'There is no such dead-letter target.' },
    ]);
  });

  it.each([
    {
      what: 'queue',
      path: '../../../../functions/bridge/aws/dead-letter-queue.ts',
      targets: { ...BOTH, bucket: undefined },
      answer: { written: false, problem: 'The dead-letter client could not be loaded.' },
    },
    {
      what: 'bucket',
      path: '../../../../functions/bridge/aws/dead-letter-bucket.ts',
      targets: { ...BOTH, queueUrl: undefined },
      answer: { written: false, problem: 'The dead-letter client could not be loaded.' },
    },
    {
      what: 'queue beside a bucket',
      path: '../../../../functions/bridge/aws/dead-letter-queue.ts',
      targets: BOTH,
      answer: { written: true, problem: 'The dead-letter client could not be loaded.' },
    },
    {
      what: 'bucket beside a queue',
      path: '../../../../functions/bridge/aws/dead-letter-bucket.ts',
      targets: BOTH,
      answer: { written: true },
    },
  ])(
    'loads the client of the $what again after it could not be loaded',
    async ({ path, targets, answer }) => {
      // Prepare
      vi.resetModules();
      vi.doMock(path, () => {
        throw new Error('no such file');
      });
      const store = deadLetterStore(targets);
      expect(await store(deadLetters(1), SIGNAL)).toEqual([answer]);
      vi.doUnmock(path);
      sqs.resetHistory();
      s3.resetHistory();

      // Act
      const answers = await store(deadLetters(1), SIGNAL);

      // Assess
      expect(answers).toEqual([{ written: true }]);
      expect([objects().size > 0, messages().length > 0]).toEqual([
        targets.bucket !== undefined,
        targets.queueUrl !== undefined,
      ]);
    },
  );
});
