import * as z from 'zod/mini';
import type { EmptyDocument, ObjectDocument } from './document.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const notification = z.looseObject({
  Records: z
    .array(
      z.looseObject({
        eventSource: z.literal('aws:s3'),
        s3: z.looseObject({
          bucket: z.looseObject({ name: z.string().check(z.minLength(1)) }),
          object: z.looseObject({ key: z.string().check(z.minLength(1)) }),
        }),
      }),
    )
    .check(z.minLength(1)),
});

/** What S3 sends once, when notifications are set up. */
const testMessage = z.looseObject({ Service: z.literal('Amazon S3'), Event: z.literal('s3:TestEvent') });

/** The objects that a notification of a bucket names; undefined when it is none. */
export function readS3Notification(document: unknown): ObjectDocument | EmptyDocument | undefined {
  if (testMessage.safeParse(document).success) return { kind: 'empty' };
  const result = notification.safeParse(document);
  if (!result.success) return undefined;
  return {
    kind: 'object',
    objects: result.data.Records.map(({ s3: { bucket, object } }) => ({
      bucket: bucket.name,
      key: decodedKey(object.key),
    })),
  };
}

/** Keys come as in a form: percent-encoded, blanks as plus signs. */
function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
