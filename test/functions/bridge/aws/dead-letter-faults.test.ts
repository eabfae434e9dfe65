import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadLetterNotice } from '../../../../functions/bridge/aws/dead-letter-notice.ts';
import {
  type DeadLetterTargets,
  deadLetterStore,
} from '../../../../functions/bridge/aws/dead-letter-store.ts';
import type { DeadLetter } from '../../../../functions/bridge/dead-letter.ts';
import { deadLetterKey } from '../../../../shared/dead-letter-objects.ts';
import { deadLetters } from '../../../fixtures/dead-letter.ts';
import { runStandIns } from '../../../infra/local/running-stand-ins.ts';

/** The real clients over HTTP, against a bucket and a queue that fail. */

const BUCKET = 'dead-letters';
const SIGNAL = new AbortController().signal;
/** Longer than any machine takes; nobody waits for it to end. */
const WAIT = { timeout: 30_000 };
const running = runStandIns();

let queueUrl: string;

beforeEach(() => {
  for (const [name, value] of Object.entries(running.standIns.environment)) vi.stubEnv(name, value);
  running.standIns.s3.createBucket(BUCKET);
  queueUrl = running.standIns.sqs.createQueue('dead-letters');
});
afterEach(() => vi.unstubAllEnvs());

function storedLetter(letter: DeadLetter): unknown {
  const object = running.standIns.s3.object(BUCKET, deadLetterKey(letter));
  return object === undefined ? undefined : JSON.parse(object.body.toString());
}

function messages(): unknown[] {
  return running.standIns.sqs.messages(queueUrl).map(({ body }) => JSON.parse(body));
}

function noticeOf(letter: DeadLetter) {
  return deadLetterNotice(letter, { bucket: BUCKET, key: deadLetterKey(letter) });
}

/** The same letters, given up at another time. */
function redelivered(letters: readonly DeadLetter[]): DeadLetter[] {
  return letters.map((letter) => ({ ...letter, time: '2030-01-01T00:00:00.000Z' }));
}

const TARGETS: readonly { where: string; targets: () => DeadLetterTargets }[] = [
  { where: 'bucket and queue', targets: () => ({ queueUrl, bucket: BUCKET }) },
  { where: 'bucket', targets: () => ({ queueUrl: undefined, bucket: BUCKET }) },
  { where: 'queue', targets: () => ({ queueUrl, bucket: undefined }) },
];

const FAULTS = [
  'throttle@*=0.4',
  'unavailable@*=0.4',
  'internal@s3=0.4,throttle@sqs=0.4',
  'bad-gateway@*=0.4',
  'too-large@*=0.3',
  'reset@*=0.4',
  'partial@sqs.SendMessageBatch=0.8:InternalError+ServiceUnavailable,unavailable@s3=0.5',
  'unavailable@s3=1',
  'unavailable@sqs=1',
  'reset-after@*=1',
  'reset-before@*=1',
];

describe.each(TARGETS)('dead letters to $where', ({ targets }) => {
  it.each(FAULTS)('are safe or answered as not written with %s', async (faults) => {
    // Prepare
    const letters = deadLetters(40);
    running.standIns.faults.set(`${faults},seed=7`);

    // Act
    const answers = await deadLetterStore(targets())(letters, SIGNAL);

    // Assess
    const taken = messages();
    const wholes = new Set(taken.map((message) => JSON.stringify(message)));
    expect(answers).toHaveLength(letters.length);
    for (const [position, letter] of letters.entries()) {
      const answer = answers[position];
      const isQueued = wholes.has(JSON.stringify(letter));
      if (answer?.written === true) {
        expect(isQueued ? letter : storedLetter(letter)).toEqual(letter);
        const isTold = isQueued || wholes.has(JSON.stringify(noticeOf(letter)));
        if (targets().queueUrl !== undefined && answer.problem === undefined) expect(isTold).toBe(true);
      } else {
        expect(answer?.problem).toMatch(/did not take/);
      }
    }
    const known = new Set(
      letters.flatMap((letter) => [letter, noticeOf(letter)].map((one) => JSON.stringify(one))),
    );
    expect([...wholes].filter((message) => !known.has(message))).toEqual([]);
  });
});

describe('dead letters', () => {
  const write = (letters: readonly DeadLetter[], signal = SIGNAL) =>
    deadLetterStore({ queueUrl, bucket: BUCKET })(letters, signal);

  it('are written whole when nothing fails, and each has its notice', async () => {
    const letters = deadLetters(60);

    expect(await write(letters)).toEqual(Array(60).fill({ written: true }));
    expect(letters.map(storedLetter)).toEqual(letters);
    expect(messages()).toEqual(expect.arrayContaining(letters.map(noticeOf)));
    expect(messages()).toHaveLength(60);
  });

  it('of a second delivery take the place of the first', async () => {
    const letters = deadLetters(20);
    const again = redelivered(letters);
    await write(letters);

    await write(again);

    expect(running.standIns.s3.keys(BUCKET)).toHaveLength(20);
    expect(letters.map(storedLetter)).toEqual(again);
  });

  it('go whole to the queue when the bucket takes nothing', async () => {
    const letters = deadLetters(20);
    running.standIns.faults.set('unavailable@s3=1');

    expect(await write(letters)).toEqual(Array(20).fill({ written: true }));
    expect(messages()).toEqual(expect.arrayContaining(letters));
    expect(messages()).toHaveLength(20);
  });

  it('are not written when neither takes them', async () => {
    running.standIns.faults.set('unavailable@*=1');

    expect(await write(deadLetters(20))).toEqual(
      Array(20).fill({
        written: false,
        problem: expect.stringMatching(/bucket did not take .* queue did not take .*ServiceUnavailable/),
      }),
    );
    expect([running.standIns.s3.keys(BUCKET), messages()]).toEqual([[], []]);
  });

  it('are found by their notices while other objects hang, and those are given up with the signal', async () => {
    // Prepare
    const controller = new AbortController();
    running.standIns.faults.set('hang@s3.PutObject=x3');

    // Act
    const answering = write(deadLetters(10), controller.signal);
    await vi.waitUntil(() => messages().length === 7, WAIT);
    controller.abort(new Error('The time is up.'));
    const answers = await answering;

    // Assess
    expect(running.standIns.s3.keys(BUCKET)).toHaveLength(7);
    expect(answers.filter(({ written }) => written)).toHaveLength(7);
    expect(answers.filter(({ written }) => !written)).toEqual(
      Array(3).fill({
        written: false,
        problem: expect.stringMatching(/bucket did not take .* queue did not/),
      }),
    );
  });

  it('cost next to nothing when time is up before their turn, as the invocation has to answer', async () => {
    // Prepare
    const controller = new AbortController();
    const { faults, requests } = running.standIns;
    faults.set('hang@s3=1');
    const looks = vi.spyOn(controller.signal, 'throwIfAborted');

    // Act
    const answering = write(deadLetters(2_000), controller.signal);
    await vi.waitUntil(() => requests.count('s3') === 32, WAIT);
    controller.abort(new Error('The time is up.'));
    const answers = await answering;

    // Assess
    expect(answers).toHaveLength(2_000);
    expect(answers.filter(({ written }) => written)).toEqual([]);
    expect(answers.at(-1)).toEqual({
      written: false,
      problem: 'The time for writing dead letters was up.',
    });
    expect(looks.mock.calls.length).toBeLessThan(500);
  });

  it('lie in the bucket when the queue hangs, and say that they are not announced', async () => {
    // Prepare
    const controller = new AbortController();
    const { faults, requests } = running.standIns;
    faults.set('hang@sqs=1');
    const letters = deadLetters(1);

    // Act
    const answering = write(letters, controller.signal);
    await vi.waitUntil(() => requests.count('sqs') === 1, WAIT);
    controller.abort(new Error('The time is up.'));

    // Assess
    expect(await answering).toEqual([
      { written: true, problem: expect.stringContaining('queue did not take') },
    ]);
    expect(letters.map(storedLetter)).toEqual(letters);
  });

  it('share requests of ten messages when many come at once', async () => {
    await deadLetterStore({ queueUrl, bucket: undefined })(deadLetters(95), SIGNAL);

    const sizes = running.standIns.requests.list('sqs').map(({ entryCount }) => entryCount);
    expect(sizes).toHaveLength(10);
    expect(sizes.toSorted((a, b) => b - a)).toEqual([...Array(9).fill(10), 5]);
  });
});
