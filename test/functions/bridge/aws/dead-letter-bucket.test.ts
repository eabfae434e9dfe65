import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadLetterBucket } from '../../../../functions/bridge/aws/dead-letter-bucket.ts';
import type { DeadLetter } from '../../../../functions/bridge/dead-letter.ts';
import { deadLetterKey } from '../../../../shared/dead-letter-objects.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { deadLetterOf, deadLetters } from '../../../fixtures/dead-letter.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const SIGNAL = new AbortController().signal;
const s3 = mockClient(S3Client);

async function put(letters: readonly DeadLetter[], signal = SIGNAL) {
  const putLetter = deadLetterBucket('dead-letters');
  return await Promise.all(letters.map((letter) => putLetter(letter, signal)));
}

function written(letter: DeadLetter) {
  return { written: true, object: { bucket: 'dead-letters', key: deadLetterKey(letter) } };
}

/** The client that the writer made. */
function client(): S3Client {
  const call = s3.send.firstCall;
  if (!(call.thisValue instanceof S3Client)) throw new Error('The client was not called.');
  return call.thisValue;
}

describe('deadLetterBucket', () => {
  beforeEach(() => {
    s3.reset();
    s3.on(PutObjectCommand).resolves({});
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('writes each dead letter as a JSON object of its own', async () => {
    // Prepare
    const letter = deadLetterOf({ topic: 'orders', partition: 3, offset: 42 });

    // Act
    const answers = await put([letter]);

    // Assess
    expect(answers).toEqual([written(letter)]);
    expect(s3.call(0).args[0].input).toEqual({
      Bucket: 'dead-letters',
      Key: deadLetterKey(letter),
      Body: JSON.stringify(letter),
      ContentType: 'application/json',
    });
  });

  it('gives up an object with its signal or when it takes too long', async () => {
    // Prepare
    const { timeOut, timeoutsMs } = controlTimeouts();
    await put([deadLetterOf({})]);
    const { abortSignal } = s3.send.firstCall.lastArg;
    const isAbortedBefore = abortSignal.aborted;

    // Act
    timeOut();

    // Assess
    expect([isAbortedBefore, abortSignal.aborted]).toEqual([false, true]);
    expect(timeoutsMs).toEqual([10_000]);
  });

  it('talks to the Region of the function, and repeats a failed request once', async () => {
    vi.stubEnv('AWS_REGION', 'eu-north-1');

    await put([deadLetterOf({})]);

    expect(await client().config.region()).toBe('eu-north-1');
    expect(await client().config.maxAttempts()).toBe(2);
  });

  it('answers for each letter in its place when some objects are not taken', async () => {
    const letters = deadLetters(3);
    const [first, second, third] = letters;
    s3.on(PutObjectCommand, { Key: second && deadLetterKey(second) }).rejects(
      serviceError('SlowDown', 503, 'Please reduce your request rate'),
    );

    expect(await put(letters)).toEqual([
      first && written(first),
      {
        written: false,
        problem: 'The dead-letter bucket did not take the object: SlowDown: Please reduce your request rate.',
      },
      third && written(third),
    ]);
  });

  it('does not ask the bucket any more once its signal is aborted', async () => {
    const signal = AbortSignal.abort(new Error('The time is up.'));

    expect(await put(deadLetters(2), signal)).toEqual(
      Array(2).fill({
        written: false,
        problem: 'The dead-letter bucket did not take the object: Error: The time is up.',
      }),
    );
    expect(s3.calls()).toHaveLength(0);
  });

  it('answers for a letter that makes no key or no JSON, and writes the others', async () => {
    // Prepare
    const [first, second, third] = deadLetters(3);
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('There are three.');

    // Act
    const answers = await put([{ ...first, connectorId: '\ud800' }, { ...second, received: 1n }, third]);

    // Assess
    expect(answers).toEqual([
      {
        written: false,
        problem: 'The dead-letter bucket did not take the object: URIError: URI malformed.',
      },
      { written: false, problem: expect.stringContaining('TypeError') },
      written(third),
    ]);
  });

  it('has 32 objects under way at most', async () => {
    // Prepare
    let underWay = 0;
    let most = 0;
    s3.on(PutObjectCommand).callsFake(async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay--;
      return {};
    });

    // Act
    await put(deadLetters(100));

    // Assess
    expect(most).toBe(32);
  });
});
