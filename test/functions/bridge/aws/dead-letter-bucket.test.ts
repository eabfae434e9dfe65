import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { deadLetterBucket, deadLetterKey } from '../../../../functions/bridge/aws/dead-letter-bucket.ts';
import { deadLetterOf, deadLetters } from '../../../fixtures/dead-letter.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const SIGNAL = new AbortController().signal;
const s3 = mockClient(S3Client);

describe('deadLetterBucket', () => {
  beforeEach(() => {
    s3.reset();
    s3.on(PutObjectCommand).resolves({});
  });

  it('writes each dead letter as a JSON object of its own', async () => {
    // Prepare
    const letter = deadLetterOf({ topic: 'orders', partition: 3, offset: 42 });

    // Act
    const answers = await deadLetterBucket('dead-letters', 'eu-west-1')([letter], SIGNAL);

    // Assess
    expect(answers).toEqual([{ written: true }]);
    expect(s3.call(0).args[0].input).toEqual({
      Bucket: 'dead-letters',
      Key: 'dead-letters/payments/orders/3/42.json',
      Body: JSON.stringify(letter),
      ContentType: 'application/json',
    });
    expect(s3.send.firstCall.lastArg.abortSignal).toBe(SIGNAL);
  });

  it('answers for each letter in its place when some objects are not taken', async () => {
    s3.on(PutObjectCommand, { Key: 'dead-letters/payments/orders/0/1.json' }).rejects(
      serviceError('SlowDown', 503, 'Please reduce your request rate'),
    );

    expect(await deadLetterBucket('dead-letters', 'eu-west-1')(deadLetters(3), SIGNAL)).toEqual([
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
    await deadLetterBucket('dead-letters', 'eu-west-1')(deadLetters(50), SIGNAL);

    // Assess
    expect(most).toBe(16);
  });
});

describe('deadLetterKey', () => {
  it('is the same for every delivery of a record, so that the second one overwrites the first', () => {
    const first = deadLetterOf({ topic: 'orders', partition: 3, offset: 42 });
    const second = { ...first, time: '2030-01-01T00:00:00.000Z' };

    expect(deadLetterKey(second)).toBe(deadLetterKey(first));
  });

  it('differs from record to record', () => {
    const keys = [
      deadLetterOf({ topic: 'orders', partition: 1, offset: 1 }),
      deadLetterOf({ topic: 'orders', partition: 1, offset: 2 }),
      deadLetterOf({ topic: 'orders', partition: 11, offset: 1 }),
      deadLetterOf({ topic: 'orders-1', partition: 1, offset: 1 }),
    ].map(deadLetterKey);

    expect(new Set(keys).size).toBe(4);
  });
});
