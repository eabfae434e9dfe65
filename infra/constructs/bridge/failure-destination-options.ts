/**
 * Where Lambda puts what it could not deliver to the bridge within its retries, as plain data.
 *
 * Only `s3` and `kafka` keep the records themselves; a queue or topic gets their coordinates, and the records are read
 * again from Kafka while it still has them. The cluster's VPC needs a path to the service (for S3 a gateway endpoint).
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */
export type FailureDestinationOptions =
  | {
      readonly type: 's3';
      /** @default - a bucket is created: versioned, encrypted, TLS only, with a lifecycle */
      readonly bucketArn?: string;
      /** Puts a notice of each object into a queue, which an alarm watches. Created buckets only. @default true */
      readonly notice?: boolean;
    }
  /** A standard queue. @default - it is created */
  | { readonly type: 'sqs'; readonly queueArn?: string }
  /** A standard topic that exists. */
  | { readonly type: 'sns'; readonly topicArn: string }
  /** Another topic of the same cluster; provisioned pollers only. */
  | { readonly type: 'kafka'; readonly topic: string }
  /** Nothing: records whose retries end are dropped. Only with on-demand pollers, or `retry.attempts` -1 and no age. */
  | { readonly type: 'none' };
