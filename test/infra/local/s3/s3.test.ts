import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();
const Bucket = 'dead-letters';
beforeEach(() => running.standIns.s3.createBucket(Bucket));
const client = () => new S3Client(running.clientSettings);
const put = (
  Key: string,
  Body: NonNullable<PutObjectCommandInput['Body']>,
  input: Partial<PutObjectCommandInput> = {},
) => client().send(new PutObjectCommand({ Bucket, Key, Body, ...input }));
const get = (Key: string) => client().send(new GetObjectCommand({ Bucket, Key }));

describe('An object', () => {
  test('may be a form, which is not a request to STS', async () => {
    await put('form', 'Action=AssumeRole', { ContentType: 'application/x-www-form-urlencoded' });

    expect(running.standIns.s3.keys(Bucket)).toEqual(['form']);
  });

  test('tells the server-side encryption that was asked for', async () => {
    const SSEKMSKeyId = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

    const stored = await put('a', 'x', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId });
    const read = await get('a');

    for (const answer of [stored, read]) {
      expect(answer).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId });
    }
    expect(await put('b', 'x')).not.toHaveProperty('ServerSideEncryption', expect.anything());
  });

  test.each<Partial<PutObjectCommandInput>>([
    { SSEKMSKeyId: 'key' },
    { SSEKMSKeyId: 'key', ServerSideEncryption: 'AES256' },
  ])('has no KMS key without encryption by KMS: %j', async (encryption) => {
    await expect(put('a', 'x', encryption)).rejects.toMatchObject({ name: 'InvalidArgument' });
    expect(running.standIns.s3.keys(Bucket)).toEqual([]);
  });

  test('is put, read, described and deleted', async () => {
    // Act
    const stored = await put('a.json', '{"ü":1}', {
      ContentType: 'application/json',
      Metadata: { topic: 'orders' },
    });
    const read = await get('a.json');
    const text = await read.Body?.transformToString();
    const described = await client().send(new HeadObjectCommand({ Bucket, Key: 'a.json' }));
    await client().send(new DeleteObjectCommand({ Bucket, Key: 'a.json' }));

    // Assess
    expect(text).toBe('{"ü":1}');
    expect(read).toMatchObject({
      ContentType: 'application/json',
      ContentLength: 8,
      ETag: stored.ETag,
      Metadata: { topic: 'orders' },
      LastModified: expect.any(Date),
    });
    expect(described).toMatchObject({ ContentLength: 8, ETag: stored.ETag, Metadata: { topic: 'orders' } });
    await expect(get('a.json')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test.each([
    ['slashes', 'year=2026/month=10/a.json'],
    ['spaces and signs', 'a b+c&d=e?f#g%20h'],
    ['other scripts', 'ключ/鍵'],
    ['dots', 'a/../b'],
  ])('may have a key with %s', async (_, key) => {
    await put(key, 'x');

    expect(running.standIns.s3.keys(Bucket)).toEqual([key]);
    expect(await (await get(key)).Body?.transformToString()).toBe('x');
  });

  test.each([
    ['bytes', Buffer.from([0, 255, 13, 10])],
    ['nothing', Buffer.alloc(0)],
    ['3 MiB', Buffer.alloc(3 * 1024 * 1024, 'abc')],
  ])('of %s comes back as it was, and its checksum is verified by the client', async (_, body) => {
    await put('object', body);

    const bytes = await (await get('object')).Body?.transformToByteArray();
    expect(Buffer.from(bytes ?? []).equals(body)).toBe(true);
  });

  test('sent as a stream is decoded from its chunks', async () => {
    // Prepare
    const chunks = [Buffer.alloc(70_000, 'a'), Buffer.from('\r\n0\r\n\r\n'), Buffer.alloc(10, 'b')];
    const body = Buffer.concat(chunks);

    // Act
    await put('stream', Readable.from(chunks), { ContentLength: body.length, ContentEncoding: 'gzip' });

    // Assess
    const object = running.standIns.s3.object(Bucket, 'stream');
    expect(object?.body.equals(body)).toBe(true);
    expect(object?.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(running.standIns.requests.list('s3.PutObject')[0]?.bodyBytes).toBeGreaterThan(body.length);
  });

  test.each([
    ['SHA256', 'SHA256'],
    ['CRC32', 'CRC32'],
    ['CRC32C, which is not verified', 'CRC32C'],
  ] as const)('may be sent with the checksum %s', async (_, ChecksumAlgorithm) => {
    await expect(put('a', 'x', { ChecksumAlgorithm })).resolves.toBeDefined();
  });

  test('with a wrong checksum is refused', async () => {
    await expect(put('a', 'x', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    expect(running.standIns.s3.keys(Bucket)).toEqual([]);
  });

  test('is not overwritten when it must not be there yet', async () => {
    await put('a', 'first', { IfNoneMatch: '*' });

    await expect(put('a', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(running.standIns.s3.object(Bucket, 'a')?.body.toString()).toBe('first');
  });

  test('that does not exist is not found', async () => {
    await expect(get('nothing')).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client().send(new HeadObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('is deleted without complaint when it is not there', async () => {
    await expect(client().send(new DeleteObjectCommand({ Bucket, Key: 'nothing' }))).resolves.toBeDefined();
  });
});

describe('A bucket', () => {
  test('is made, and found afterwards', async () => {
    await client().send(new CreateBucketCommand({ Bucket: 'other' }));

    await expect(client().send(new HeadBucketCommand({ Bucket: 'other' }))).resolves.toMatchObject({
      BucketRegion: 'eu-west-1',
    });
    await expect(client().send(new CreateBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
  });

  test('that does not exist takes no objects', async () => {
    await expect(put('a', 'x', { Bucket: 'nobody' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('needs a valid name', async () => {
    await expect(client().send(new CreateBucketCommand({ Bucket: 'Upper' }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });

  test('lists its objects by prefix and page, in the order of S3', async () => {
    // Prepare
    for (const key of ['b/2', 'b/1 & <x>', 'a', 'B', 'b/3']) await put(key, 'xy');
    const list = (input: object) => client().send(new ListObjectsV2Command({ Bucket, ...input }));

    // Act
    const all = await list({});
    const first = await list({ Prefix: 'b/', MaxKeys: 2 });
    const second = await list({ Prefix: 'b/', MaxKeys: 2, ContinuationToken: first.NextContinuationToken });

    // Assess
    expect(all.Contents?.map(({ Key }) => Key)).toEqual(['B', 'a', 'b/1 & <x>', 'b/2', 'b/3']);
    expect(all.Contents?.[0]).toMatchObject({ Size: 2, LastModified: expect.any(Date) });
    expect(first).toMatchObject({ KeyCount: 2, IsTruncated: true });
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['b/3']);
    expect(second).toMatchObject({ IsTruncated: false });
  });
});

test.each([
  ['ListParts', new ListPartsCommand({ Bucket, Key: 'a', UploadId: '1' })],
  ['ListObjects', new ListObjectsCommand({ Bucket })],
  ['CopyObject', new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` })],
])('The S3 operation %s has no stand-in and is refused, not misread as another', async (_, command) => {
  // The three commands share no type that `send` takes.
  const answer = client().send(command as ListPartsCommand);

  await expect(answer).rejects.toMatchObject({ name: 'NotImplemented' });
  expect(running.standIns.s3.keys(Bucket)).toEqual([]);
});
