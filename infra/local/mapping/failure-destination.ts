import type { KafkaEvent } from '../../../shared/kafka-event.ts';

/**
 * Why records are given up. AWS documents the first two. Its word for a record that is too old is not known; this one is made
 * up.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */
export type FailureCondition =
  | 'RetryAttemptsExhausted'
  | 'MaximumPayloadSizeExceeded'
  | 'MaximumRecordAgeExceeded';

/** Records that a mapping gives up, as they were delivered, or would have been. */
export interface GivenUpRecords {
  readonly event: KafkaEvent;
  readonly condition: FailureCondition;
  /** Of the batch; 0 when it never reached the function. */
  readonly invocations: number;
  readonly functionArn: string;
}

/** Where records go that a mapping gives up: `OnFailure` of its destination configuration. */
export interface FailureDestination {
  /** As the mapping names it: an ARN, or `kafka://<topic>`. */
  readonly arn: string;
  /**
   * @throws FailureDestinationError when it did not take all of them; what it may take is given to it again, and dropped after
   *   some attempts. Of any other Error nothing is known, and it is given all of them again.
   */
  write(records: GivenUpRecords): Promise<void>;
}
