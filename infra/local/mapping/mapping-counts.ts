/**
 * What a mapping has done since it was started, under the names of Lambda's metrics. A record that is delivered again is
 * invoked again.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export interface MappingCounts {
  readonly polledEventCount: number;
  readonly filteredOutEventCount: number;
  readonly invokedEventCount: number;
  readonly failedInvokeEventCount: number;
  /** Given up without a destination, or with one that cannot be written. */
  readonly droppedEventCount: number;
  readonly onFailureDestinationDeliveredEventCount: number;
  readonly committedEventCount: number;
  readonly pollingErrorCount: number;
  readonly invokeErrorCount: number;
  readonly onFailureDestinationDeliveryErrorCount: number;
  readonly commitErrorCount: number;
  /** Invocations of the function, throttled ones left out. */
  readonly invocations: number;
}
