import { describe, expect, it } from 'vitest';
import { MAX_UPLOADS_UNDER_WAY, Uploads } from '../../../../functions/bridge/offload/uploads.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';
import { type BucketAnswer, FakeBucket, objectOf } from '../../../fixtures/offloading.ts';

const SIGNAL = new AbortController().signal;
const DENIED: BucketAnswer = { kind: 'error', error: serviceError('AccessDenied', 403) };
const DOWN: BucketAnswer = { kind: 'error', error: serviceError('InternalError', 500) };

/** Stores objects with these keys at once; tells the code of each failure, and `stored` of the others. */
async function storeAll(uploads: Uploads, keys: readonly string[], signal = SIGNAL): Promise<string[]> {
  const results = await Promise.all(keys.map((key) => uploads.store(objectOf(key), signal)));
  return results.map((result) => result?.failure.code ?? 'stored');
}

function keys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `orders/0/${index}`);
}

describe('Uploads', () => {
  it('stores an object once, whoever asks for it, at the same time or later', async () => {
    const bucket = new FakeBucket();
    const uploads = new Uploads(bucket.put);

    const together = await storeAll(uploads, ['a', 'a', 'b']);
    const later = await storeAll(uploads, ['b', 'a']);

    expect([...together, ...later]).toEqual(Array(5).fill('stored'));
    expect(bucket.uploads).toEqual(['a', 'b']);
  });

  it('tries an object again that was not stored', async () => {
    const bucket = new FakeBucket([DOWN]);
    const uploads = new Uploads(bucket.put);

    expect(await storeAll(uploads, ['a', 'a'])).toEqual(['OFFLOAD_UNAVAILABLE', 'OFFLOAD_UNAVAILABLE']);
    expect(await storeAll(uploads, ['a'])).toEqual(['stored']);
    expect(bucket.uploads).toEqual(['a', 'a']);
  });

  it('counts the objects that are stored, each once, and their bytes', async () => {
    const uploads = new Uploads(new FakeBucket([DOWN]).put);

    await storeAll(uploads, ['refused', 'a', 'b', 'a']);

    expect(uploads.report).toEqual({ objects: 2, bytes: 2 * '{}'.length });
  });

  it('has as many uploads under way as is good for the bucket', async () => {
    const bucket = new FakeBucket(Array<BucketAnswer>(100).fill({ kind: 'slow', ms: 1 }));

    await storeAll(new Uploads(bucket.put), keys(100));

    expect(bucket.mostUnderWay).toBe(MAX_UPLOADS_UNDER_WAY);
    expect(bucket.objects.size).toBe(100);
  });

  it('leaves a bucket alone that denies everything: thousands of objects, and no more uploads than fit at once', async () => {
    const bucket = new FakeBucket([], () => serviceError('AccessDenied', 403, 'not authorized'));
    const uploads = new Uploads(bucket.put);

    const results = await storeAll(uploads, keys(10_000));
    const last = await uploads.store(objectOf('last'), SIGNAL);

    expect(new Set(results)).toEqual(new Set(['OFFLOAD_DENIED']));
    expect(bucket.uploads.length).toBeLessThanOrEqual(MAX_UPLOADS_UNDER_WAY + 2);
    expect(last).toEqual({
      reaction: 'stop',
      failure: {
        code: 'OFFLOAD_DENIED',
        message: 'Not tried, because the bucket denies everything: AccessDenied (HTTP 403): not authorized',
      },
    });
  });

  it('goes on after denials in between', async () => {
    const bucket = new FakeBucket([DENIED, DENIED, { kind: 'taken' }, DENIED, DENIED]);
    const uploads = new Uploads(bucket.put);

    const results: string[] = [];
    for (const key of keys(6)) results.push(...(await storeAll(uploads, [key])));

    expect(results.map((result) => result === 'stored')).toEqual([false, false, true, false, false, true]);
  });

  it('asks no more after three denials in a row', async () => {
    const bucket = new FakeBucket(Array<BucketAnswer>(4).fill(DENIED));
    const uploads = new Uploads(bucket.put);

    for (const key of keys(4)) await storeAll(uploads, [key]);

    expect(bucket.uploads).toEqual(keys(3));
  });

  it('blames an object for a refusal without a cause only after the bucket took another', async () => {
    const odd: BucketAnswer = { kind: 'error', error: serviceError('InvalidArgument', 400) };
    const uploads = new Uploads(new FakeBucket([odd, { kind: 'taken' }, odd]).put);

    const results: string[] = [];
    for (const key of keys(3)) results.push(...(await storeAll(uploads, [key])));

    expect(results).toEqual(['OFFLOAD_DENIED', 'stored', 'OFFLOAD_REFUSED']);
  });

  it('never stops for a bucket that is out of reach', async () => {
    const bucket = new FakeBucket(Array<BucketAnswer>(5).fill(DOWN));
    const uploads = new Uploads(bucket.put);

    for (const key of keys(5)) await storeAll(uploads, [key]);

    expect(await storeAll(uploads, ['last'])).toEqual(['stored']);
  });

  it('sends nothing any more once its signal is aborted', async () => {
    const bucket = new FakeBucket();
    const signal = AbortSignal.abort(new Error('The time is up.'));

    const result = await new Uploads(bucket.put).store(objectOf('a'), signal);

    expect(result?.failure).toEqual({
      code: 'OFFLOAD_UNAVAILABLE',
      message: 'Error (no answer): The time is up.',
    });
    expect(bucket.uploads).toEqual([]);
  });
});
