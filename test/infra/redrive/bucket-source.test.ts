import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../../functions/redrive/object-store.ts';
import { BucketSource } from '../../../infra/redrive/bucket-source.ts';
import { Objects } from '../../../infra/redrive/objects.ts';
import { runStandIns } from '../local/running-stand-ins.ts';

/** Over HTTP to the stand-in of S3. */

const BUCKET = 'letters';
const running = runStandIns();
let s3: S3Client;

beforeEach(() => {
  running.standIns.s3.createBucket(BUCKET);
  s3 = new S3Client({ ...running.clientSettings, maxAttempts: 3 });
});
afterEach(() => s3.destroy());

async function put(...keys: string[]): Promise<void> {
  for (const Key of keys)
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: `text of ${Key}` }));
}

async function places(prefix = ''): Promise<{ places: string[]; remarks: readonly string[] }> {
  const source = new BucketSource({ s3, bucket: BUCKET, prefix, connectorId: 'pay/ments' });
  const all: string[] = [];
  for (;;) {
    const items = await source.next();
    if (items.length === 0) return { places: all, remarks: source.remarks() };
    all.push(...items.map(({ place }) => place));
  }
}

describe('a bucket as a source', () => {
  it('gives every object with the prefix, in the order of the keys', async () => {
    await put('b/2', 'a/1', 'b/1');

    expect((await places()).places).toEqual(['a/1', 'b/1', 'b/2']);
    expect((await places('b/')).places).toEqual(['b/1', 'b/2']);
    expect((await places('c/')).places).toEqual([]);
  });

  it('goes from page to page', async () => {
    await Promise.all(Array.from({ length: 1_030 }, (_, index) => put(`k${String(index).padStart(4, '0')}`)));

    const { places: all } = await places();

    expect(all).toHaveLength(1_030);
    expect(new Set(all).size).toBe(1_030);
    expect(running.standIns.requests.count('s3.ListObjectsV2')).toBe(2);
  });

  it('leaves letters of other bridges and folders of the console alone', async () => {
    await put(
      'dead-letters/pay%2Fments/orders/0/1-a.json',
      'dead-letters/refunds/orders/0/1-a.json',
      'folder/',
    );

    const result = await places();

    expect(result.places).toEqual(['dead-letters/pay%2Fments/orders/0/1-a.json']);
    expect(result.remarks).toEqual([
      '1 objects of the bucket letters are dead letters of other bridges, and were not read.',
    ]);
  });

  it('cannot be read when it does not exist', async () => {
    const source = new BucketSource({ s3, bucket: 'nowhere', prefix: '', connectorId: 'payments' });

    await expect(source.next()).rejects.toThrow('The specified bucket does not exist');
  });
});

describe('objects', () => {
  const at = (key: string) => ({ bucket: BUCKET, key });

  it.each(['throttle@s3=x2', 'unavailable@s3=x2', 'reset@s3=x2', 'cut@s3=x2', 'bad-gateway@s3=x2'])(
    'are read and deleted in spite of %s',
    async (faults) => {
      await put('a');
      const objects = new Objects(s3);

      running.standIns.faults.set(faults);
      expect(await objects.read(at('a'))).toEqual({ kind: 'text', text: 'text of a' });
      running.standIns.faults.set(faults);
      expect(await objects.remove(at('a'))).toBeUndefined();
      expect(running.standIns.s3.keys(BUCKET)).toEqual([]);
    },
  );

  it('are missing once they are gone', async () => {
    expect(await new Objects(s3).read(at('gone'))).toEqual({ kind: 'missing' });
  });

  it('are unreadable for a reason, which is asked for once when S3 refuses', async () => {
    await put('a');
    running.standIns.faults.set('denied@s3.GetObject=1');

    expect(await new Objects(s3).read(at('a'))).toEqual({
      kind: 'unreadable',
      problem: expect.stringContaining('AccessDenied'),
    });
    expect(running.standIns.requests.count('s3.GetObject')).toBe(1);
  });

  it('are not read when they are larger than any document', async () => {
    await s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'large', Body: Buffer.alloc(MAX_DOCUMENT_BYTES + 1, ' ') }),
    );

    expect(await new Objects(s3).read(at('large'))).toEqual({
      kind: 'too-large',
      sizeBytes: MAX_DOCUMENT_BYTES + 1,
    });
  });

  it('say why they could not be deleted', async () => {
    running.standIns.faults.set('denied@s3.DeleteObject=1');

    expect(await new Objects(s3).remove(at('a'))).toContain('AccessDenied');
  });
});
