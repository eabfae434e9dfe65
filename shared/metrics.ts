import type { MeasuringUnit } from './measuring-unit.ts';

/** Names of the CloudWatch metrics that the bridge emits; alarms and dashboards take them from here. */
export const METRIC_NAMESPACE = 'KafkaEventBridge';

export const METRICS = {
  /** Records in the batch. Count. */
  recordsReceived: 'RecordsReceived',
  /** Records that EventBridge accepted. Count. */
  recordsSent: 'RecordsSent',
  /**
   * Records reported to the event source mapping for another attempt. Count, once without and once by dimension
   * `Reason`.
   */
  recordsToRetry: 'RecordsToRetry',
  /** Records written to the dead-letter queue or bucket. Count, once without and once by dimension `Reason`. */
  recordsDeadLettered: 'RecordsDeadLettered',
  /** PutEvents requests, repeated ones included. Count. */
  putEventsRequests: 'PutEventsRequests',
  /** Bytes of the entries in those requests, by EventBridge's size formula. Bytes. */
  putEventsBytes: 'PutEventsBytes',
  /** PutEvents requests refused, and entries failed, for throttling. Count. */
  putEventsThrottled: 'PutEventsThrottled',
  /** Time from sending a PutEvents request to its answer. Milliseconds, a sample of the requests. */
  putEventsLatency: 'PutEventsLatency',
  /** PutEvents requests that may be under way at once; lowered by throttling, raised again without. Count. */
  putEventsConcurrency: 'PutEventsConcurrency',
  /** Batches that were broken off because the event bus refuses every event, or does not exist. Count. */
  eventBusRefused: 'EventBusRefused',
  /** Objects put into the offloading bucket. Count. */
  objectsOffloaded: 'ObjectsOffloaded',
  /** Bytes of those objects. Bytes. */
  bytesOffloaded: 'BytesOffloaded',
  /** Age of the oldest record of the batch, from its Kafka timestamp to the end of publishing. Milliseconds. */
  recordAge: 'RecordAge',
  /** A new configuration document could not be read or used; the last good one stays in force. Count. */
  configurationRefused: 'ConfigurationRefused',
} as const;

/** Of these, what is emitted only where offloading is configured. */
export const OFFLOADING_METRICS = [METRICS.objectsOffloaded, METRICS.bytesOffloaded] as const;

export type MetricKey = keyof typeof METRICS;

/** Unit in which each metric is emitted. */
export const METRIC_UNITS = {
  [METRICS.recordsReceived]: 'Count',
  [METRICS.recordsSent]: 'Count',
  [METRICS.recordsToRetry]: 'Count',
  [METRICS.recordsDeadLettered]: 'Count',
  [METRICS.putEventsRequests]: 'Count',
  [METRICS.putEventsBytes]: 'Bytes',
  [METRICS.putEventsThrottled]: 'Count',
  [METRICS.putEventsLatency]: 'Milliseconds',
  [METRICS.putEventsConcurrency]: 'Count',
  [METRICS.eventBusRefused]: 'Count',
  [METRICS.objectsOffloaded]: 'Count',
  [METRICS.bytesOffloaded]: 'Bytes',
  [METRICS.recordAge]: 'Milliseconds',
  [METRICS.configurationRefused]: 'Count',
} as const satisfies Record<(typeof METRICS)[MetricKey], MeasuringUnit>;

/** Dimension of every metric that tells bridges apart: the name of the bridge. */
export const SERVICE_DIMENSION = 'service';

/** Dimension that tells dead letters and retries apart by failure code. */
export const REASON_DIMENSION = 'Reason';

/** What the redrive function counts, under its own service name. Count. */
export const REDRIVE_METRICS = {
  /** Records of dead letters, or of documents of Lambda, that were sent. */
  recordsRedriven: 'RecordsRedriven',
  /** Messages that stay in the queue: their record failed again, or they are no dead letters of this bridge. */
  recordsNotRedriven: 'RecordsNotRedriven',
} as const;
