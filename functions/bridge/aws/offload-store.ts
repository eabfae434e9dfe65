import { lazily } from '../lazy.ts';
import type { PutObject } from '../offload/put-object.ts';
import type { OffloadBucketOptions } from './offload-bucket.ts';

/** The offloading bucket. Its client is loaded when the first value is taken out: in the mode `oversized`, hardly ever. */
export function offloadStore(options: OffloadBucketOptions): PutObject {
  const created = lazily(async () => (await import('./offload-bucket.ts')).offloadBucket(options));
  return async (object, signal) => {
    const put = await created();
    await put(object, signal);
  };
}
