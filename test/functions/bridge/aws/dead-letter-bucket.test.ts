import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadLetterBucket, deadLetterKey } from '../../../../functions/bridge/aws/dead-letter-bucket.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { deadLetterOf, deadLetters } from '../../../fixtures/dead-letter.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';
import { base64 } from '../../../fixtures/kafka-event.ts';

const SIGNAL = new AbortController().signal;
const s3 = mockClient(S3Client);

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
    const answers = await deadLetterBucket('dead-letters')([letter], SIGNAL);

    // Assess
    expect(answers).toEqual([{ written: true }]);
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
    await deadLetterBucket('dead-letters')([deadLetterOf({})], SIGNAL);
    const { abortSignal } = s3.send.firstCall.lastArg;
    const isAbortedBefore = abortSignal.aborted;

    // Act
    timeOut();

    // Assess
    expect([isAbortedBefore, abortSignal.aborted]).toEqual([false, true]);
    expect(timeoutsMs).toEqual([10_000]);
  });

  it('talks to the Region of the function', async () => {
    vi.stubEnv('AWS_REGION', 'eu-north-1');

    await deadLetterBucket('dead-letters')([deadLetterOf({})], SIGNAL);

    expect(await client().config.region()).toBe('eu-north-1');
  });

  it('answers for each letter in its place when some objects are not taken', async () => {
    const letters = deadLetters(3);
    const [, second] = letters.map(deadLetterKey);
    s3.on(PutObjectCommand, { Key: second }).rejects(
      serviceError('SlowDown', 503, 'Please reduce your request rate'),
    );

    expect(await deadLetterBucket('dead-letters')(letters, SIGNAL)).toEqual([
      { written: true },
      {
        written: false,
        problem: 'The dead-letter bucket did not take the object: SlowDown: Please reduce your request rate.',
      },
      { written: true },
    ]);
  });

  it('has sixteen objects under way at most', async () => {
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
    await deadLetterBucket('dead-letters')(deadLetters(50), SIGNAL);

    // Assess
    expect(most).toBe(16);
  });
});

describe('deadLetterKey', () => {
  it('tells where the record was: connector, topic, partition and offset', () => {
    const letter = { ...deadLetterOf({ topic: 'orders', partition: 3, offset: 42 }), connectorId: 'a/b é' };

    expect(deadLetterKey(letter)).toMatch(/^dead-letters\/a%2Fb%20%C3%A9\/orders\/3\/42-[0-9a-f]{16}\.json$/);
  });

  it('is the same for every delivery of a record, so that the second one overwrites the first', () => {
    const first = deadLetterOf({ topic: 'orders', partition: 3, offset: 42 });
    const second = {
      ...first,
      time: '2030-01-01T00:00:00.000Z',
      error: { ...first.error, message: 'another message' },
    };

    expect(deadLetterKey(second)).toBe(deadLetterKey(first));
  });

  it('differs from place to place', () => {
    const keys = [
      deadLetterOf({ topic: 'orders', partition: 1, offset: 1 }),
      deadLetterOf({ topic: 'orders', partition: 1, offset: 2 }),
      deadLetterOf({ topic: 'orders', partition: 11, offset: 1 }),
      deadLetterOf({ topic: 'orders-1', partition: 1, offset: 1 }),
    ].map(deadLetterKey);

    expect(new Set(keys).size).toBe(4);
  });

  it.each([
    { member: 'timestamp', other: { timestamp: 1_700_000_000_124 } },
    { member: 'key', other: { key: base64('order-2') } },
    { member: 'absence of a key', other: { key: null } },
    { member: 'value', other: { value: base64('{}') } },
    { member: 'absence of a value', other: { value: null } },
  ])('differs for another record at the same place, by its $member', ({ other }) => {
    expect(deadLetterKey(deadLetterOf(other))).not.toBe(deadLetterKey(deadLetterOf({})));
  });

  it('tells an absent key from the text null', () => {
    const absent = deadLetterOf({ key: null, value: 'null' });
    const swapped = deadLetterOf({ key: 'null', value: null });

    expect(deadLetterKey(absent)).not.toBe(deadLetterKey(swapped));
  });
});
