/** Names of the CloudWatch metrics that the bridge emits; alarms and dashboards take them from here. */
export const METRIC_NAMESPACE = 'KafkaEventBridge';

export const METRICS = {
  /** Records in the batch. Count. */
  recordsReceived: 'RecordsReceived',
  /** Records that EventBridge accepted. Count. */
  recordsSent: 'RecordsSent',
  /** Records reported to the event source mapping for another attempt. Count. */
  recordsToRetry: 'RecordsToRetry',
  /** Records written to the dead-letter queue or bucket. Count, once without and once by dimension `Reason`. */
  recordsDeadLettered: 'RecordsDeadLettered',
  /** PutEvents requests, repeated ones included. Count. */
  putEventsRequests: 'PutEventsRequests',
  /** Bytes of the entries in those requests, by EventBridge's size formula. Bytes. */
  putEventsBytes: 'PutEventsBytes',
  /** Time from sending a PutEvents request to its answer. Milliseconds, a sample of the requests. */
  putEventsLatency: 'PutEventsLatency',
  /** Age of the oldest record of the batch, from its Kafka timestamp to the end of publishing. Milliseconds. */
  recordAge: 'RecordAge',
  /** A new configuration document could not be read or used; the last good one stays in force. Count. */
  configurationRefused: 'ConfigurationRefused',
} as const;

/** Dimension that tells dead letters apart by failure code. */
export const REASON_DIMENSION = 'Reason';
