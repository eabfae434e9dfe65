/** Environment variables that the infrastructure sets on the bridge function. */
export const ENVIRONMENT = {
  /** Name or ARN of the SSM parameter that holds the configuration document. Required. */
  configurationParameter: 'BRIDGE_CONFIG_PARAMETER',
  /** `true` when the event source mapping takes partial batch responses (`ReportBatchItemFailures`). */
  reportBatchItemFailures: 'BRIDGE_REPORT_BATCH_ITEM_FAILURES',
  /** URL of the SQS queue for dead letters. */
  deadLetterQueueUrl: 'BRIDGE_DEAD_LETTER_QUEUE_URL',
  /** Name of the S3 bucket for whole dead letters; the queue then gets notices of them. */
  deadLetterBucket: 'BRIDGE_DEAD_LETTER_BUCKET',
  /** Name of the S3 bucket in which Lambda puts batches whose retries ended; the redrive function reads them there. */
  failureBucket: 'BRIDGE_FAILURE_BUCKET',
} as const;
