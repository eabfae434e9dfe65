import * as z from 'zod/mini';

/** The part of Lambda's SQS event that redrive reads. */
const sqsEvent = z.looseObject({
  Records: z.array(z.looseObject({ messageId: z.string(), body: z.string() })),
});

export interface SqsMessage {
  readonly messageId: string;
  readonly body: string;
}

export interface SqsEvent {
  readonly Records: readonly SqsMessage[];
}

/**
 * Messages that stay in the queue, by their id; Lambda deletes all others of the batch.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export interface SqsBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** @throws TypeError when the function was invoked with something else; every message then stays in its queue. */
export function readSqsEvent(event: unknown): SqsEvent {
  const result = sqsEvent.safeParse(event);
  if (result.success) return result.data;
  throw new TypeError(
    'This is not an event of a Lambda event source mapping for SQS. Expected {"Records":[{"messageId":…,"body":…}]}.',
  );
}
