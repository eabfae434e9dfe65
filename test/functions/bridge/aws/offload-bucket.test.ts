import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OffloadBucketOptions, offloadBucket } from '../../../../functions/bridge/aws/offload-bucket.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';
import { objectOf, offloadingOf } from '../../../fixtures/offloading.ts';

const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const SIGNAL = new AbortController().signal;
const s3 = mockClient(S3Client);

async function put(
  settings: Parameters<typeof offloadingOf>[0] = {},
  options: Partial<OffloadBucketOptions> = {},
  signal = SIGNAL,
): Promise<void> {
  const store = offloadBucket({ region: 'eu-west-1', offloading: offloadingOf(settings), ...options });
  await store(objectOf('orders/3/42-0123.json'), signal);
}

/** The client that was made. */
function client(): S3Client {
  const call = s3.send.firstCall;
  if (!(call.thisValue instanceof S3Client)) throw new Error('The client was not called.');
  return call.thisValue;
}

describe('offloadBucket', () => {
  beforeEach(() => {
    s3.reset();
    s3.on(PutObjectCommand).resolves({});
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('puts the object with its content type, and leaves its encryption to the bucket', async () => {
    await put();

    expect(s3.call(0).args[0].input).toEqual({
      Bucket: 'large-values',
      Key: 'orders/3/42-0123.json',
      Body: Buffer.from('{}'),
      ContentType: 'application/json',
    });
  });

  it.each([
    { encryption: 'AES256', kmsKeyArn: undefined, sent: { ServerSideEncryption: 'AES256' } },
    { encryption: 'aws:kms', kmsKeyArn: undefined, sent: { ServerSideEncryption: 'aws:kms' } },
    {
      encryption: 'aws:kms',
      kmsKeyArn: KEY_ARN,
      sent: { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY_ARN },
    },
  ] as const)(
    'asks for the encryption $encryption with the key $kmsKeyArn',
    async ({ sent, ...settings }) => {
      await put(settings);

      expect(s3.call(0).args[0].input).toMatchObject(sent);
      expect('SSEKMSKeyId' in s3.call(0).args[0].input).toBe('SSEKMSKeyId' in sent);
    },
  );

  it('talks to the Region of the bus, once for each object', async () => {
    await put();

    expect(await client().config.region()).toBe('eu-west-1');
    expect(await client().config.maxAttempts()).toBe(1);
    expect(client().config.forcePathStyle).toBeFalsy();
  });

  it('talks to another endpoint with the bucket in the path', async () => {
    await put({ endpointUri: 'https://bucket.vpce-1a2b3c4d.s3.eu-west-1.vpce.amazonaws.com' });

    expect((await client().config.endpoint?.())?.hostname).toBe(
      'bucket.vpce-1a2b3c4d.s3.eu-west-1.vpce.amazonaws.com',
    );
    expect(client().config.forcePathStyle).toBe(true);
  });

  it('has the credentials that it is given', async () => {
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

    await put({}, { credentials: async () => credentials });

    expect(await client().config.credentials()).toMatchObject(credentials);
  });

  it('gives up an object with its signal or when it takes too long', async () => {
    // Prepare
    const { timeOut, timeoutsMs } = controlTimeouts();
    await put();
    const { abortSignal } = s3.send.firstCall.lastArg;
    const isAbortedBefore = abortSignal.aborted;

    // Act
    timeOut();

    // Assess
    expect([isAbortedBefore, abortSignal.aborted]).toEqual([false, true]);
    expect(timeoutsMs).toEqual([10_000]);
  });

  it('does not wait for a client that does not heed the signal', async () => {
    const controller = new AbortController();
    s3.on(PutObjectCommand).callsFake(() => new Promise(() => undefined));

    const putting = put({}, {}, controller.signal);
    controller.abort(new Error('The time is up.'));

    await expect(putting).rejects.toThrow('The time is up.');
  });

  it('throws what the client throws', async () => {
    s3.on(PutObjectCommand).rejects(serviceError('SlowDown', 503, 'Please reduce your request rate'));

    await expect(put()).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  });
});
