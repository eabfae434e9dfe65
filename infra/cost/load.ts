import { ASSUMED, MEASURED } from './measured.ts';

/** What a bridge has to carry, and how it is set up. Rates and bytes are those of all its topics together. */
export interface Load {
  /** Average over the month. */
  readonly recordsPerSecond: number;
  /** In the busiest hours; only the pollers grow with it. */
  readonly peakRecordsPerSecond: number;
  readonly peakHoursPerDay: number;
  /** Key, value and headers as they are in the event; for Avro this is the JSON text, not the record in Kafka. */
  readonly recordBytes: number;
  readonly eventOverheadBytes: number;
  /** Share of the records that become dead letters, 0 to 1. */
  readonly deadLetterShare: number;

  /** One event source mapping each. */
  readonly topics: number;
  /** Of each topic: no more pollers work on it. */
  readonly partitions: number;
  /** Of each mapping. Undefined: on-demand pollers, which are free. */
  readonly pollers: { readonly minimum: number; readonly maximum: number } | undefined;
  /** Bridges like this one whose mappings are in the same poller group, this one included. */
  readonly bridgesInGroup: number;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;

  readonly memoryMb: number;
  readonly msPerBatch: number;
  readonly msPerRecord: number;
  readonly msPerKilobyte: number;
  readonly putEventsMs: number;

  readonly logRetentionDays: number;
  readonly hasAlarms: boolean;
  readonly hasDashboard: boolean;

  /** Days that the bus keeps a copy of every event; 0 without an archive. A bus that comes with the bridge has 30. */
  readonly archiveDays: number;
  /** Interface endpoints, each counted once an availability zone. The bridge itself needs none. */
  readonly interfaceEndpoints: number;
  /** With the cluster and the analyzer of the demo. */
  readonly hasDemo: boolean;
}

export const DEFAULT_POLLERS = { minimum: 1, maximum: 10 } as const;

/** What the constructs deploy by default, with one record a second. */
export const DEFAULT_LOAD: Load = {
  recordsPerSecond: 1,
  peakRecordsPerSecond: 1,
  peakHoursPerDay: 1,
  recordBytes: 1_000,
  eventOverheadBytes: MEASURED.eventOverheadBytes,
  deadLetterShare: 0,
  topics: 1,
  partitions: 10,
  pollers: DEFAULT_POLLERS,
  bridgesInGroup: 1,
  batchSize: 500,
  // Lambda's own default for Kafka.
  batchWindowSeconds: 0.5,
  memoryMb: 512,
  msPerBatch: MEASURED.msPerBatch,
  msPerRecord: MEASURED.msPerRecord,
  msPerKilobyte: MEASURED.msPerKilobyte,
  putEventsMs: ASSUMED.putEventsMs,
  logRetentionDays: 30,
  hasAlarms: true,
  hasDashboard: true,
  archiveDays: 0,
  interfaceEndpoints: 0,
  hasDemo: false,
};

/** A PutEvents request takes no larger entry. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
export const MAX_EVENT_BYTES = 1_048_575;

/**
 * @throws Error with a sentence on what contradicts itself.
 */
export function checkLoad({ recordsPerSecond, peakRecordsPerSecond, pollers, ...load }: Load): void {
  if (peakRecordsPerSecond < recordsPerSecond) {
    throw new Error(
      `The peak of ${peakRecordsPerSecond} records a second is below the average of ${recordsPerSecond}.`,
    );
  }
  if (pollers !== undefined && pollers.maximum < pollers.minimum) {
    throw new Error(`At most ${pollers.maximum} pollers are fewer than at least ${pollers.minimum}.`);
  }
  const eventBytes = load.recordBytes + load.eventOverheadBytes;
  if (eventBytes > MAX_EVENT_BYTES) {
    throw new Error(
      `An event of ${eventBytes} bytes does not fit into a PutEvents request, which takes ${MAX_EVENT_BYTES}; such records are dead letters.`,
    );
  }
}
