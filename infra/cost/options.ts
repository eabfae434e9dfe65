import type { Load } from './load.ts';

/** Members of a load that are plain numbers. */
export type NumberOfLoad = { [Name in keyof Load]: Load[Name] extends number ? Name : never }[keyof Load];

export interface NumberOption {
  readonly sets: NumberOfLoad | 'minimumPollers' | 'maximumPollers';
  readonly minimum: number;
  readonly maximum: number;
  /** @default true */
  readonly isWhole?: boolean;
  readonly about: string;
}

/** Every number of a load has an option; the limits are those of AWS, or keep slips of the finger out. */
export const NUMBER_OPTIONS: ReadonlyMap<string, NumberOption> = new Map<string, NumberOption>([
  [
    'records-per-second',
    { ...fraction('recordsPerSecond', 0.001, 1_000_000), about: 'average over the month, all topics' },
  ],
  [
    'peak-records-per-second',
    { ...fraction('peakRecordsPerSecond', 0.001, 1_000_000), about: 'in the busiest hours (the average)' },
  ],
  ['peak-hours-per-day', { ...fraction('peakHoursPerDay', 0, 24), about: 'how long the peak lasts' }],
  [
    'record-bytes',
    { ...whole('recordBytes', 0, 1_048_575), about: 'key, value and headers; for Avro, as JSON text' },
  ],
  ['event-overhead-bytes', { ...whole('eventOverheadBytes', 0, 100_000), about: 'the envelope around them' }],
  ['dead-letter-share', { ...fraction('deadLetterShare', 0, 1), about: 'of the records, 0 to 1' }],
  ['topics', { ...whole('topics', 1, 100), about: 'one event source mapping each' }],
  ['partitions', { ...whole('partitions', 1, 100_000), about: 'of each topic' }],
  ['min-pollers', { ...whole('minimumPollers', 1, 200), about: 'of each mapping' }],
  ['max-pollers', { ...whole('maximumPollers', 1, 2_000), about: 'of each mapping' }],
  [
    'bridges-in-group',
    { ...whole('bridgesInGroup', 1, 100), about: 'like bridges that share a poller group' },
  ],
  ['batch-size', { ...whole('batchSize', 1, 10_000), about: 'records in a batch at most' }],
  [
    'batch-window-seconds',
    { ...fraction('batchWindowSeconds', 0, 300), about: 'how long Lambda gathers a batch' },
  ],
  ['memory', { ...whole('memoryMb', 128, 10_240), about: 'MB of the function; 1,769 bring one vCPU' }],
  ['ms-per-batch', { ...fraction('msPerBatch', 0, 900_000), about: 'of a whole processor; measured' }],
  ['ms-per-record', { ...fraction('msPerRecord', 0, 900_000), about: 'of a whole processor; measured' }],
  [
    'ms-per-kilobyte',
    { ...fraction('msPerKilobyte', 0, 900_000), about: 'of a whole processor, of each record; measured' },
  ],
  ['put-events-ms', { ...fraction('putEventsMs', 0, 60_000), about: 'until PutEvents answers; assumed' }],
  ['retention-days', { ...whole('logRetentionDays', 1, 3_653), about: 'of the logs' }],
  [
    'archive-days',
    { ...whole('archiveDays', 0, 3_653), about: 'that the bus keeps events; 30 with a bus of the bridge' },
  ],
  [
    'interface-endpoints',
    { ...whole('interfaceEndpoints', 0, 1_000), about: 'endpoints × zones; the bridge itself needs none' },
  ],
]);

function whole(sets: NumberOption['sets'], minimum: number, maximum: number) {
  return { sets, minimum, maximum };
}

function fraction(sets: NumberOption['sets'], minimum: number, maximum: number) {
  return { sets, minimum, maximum, isWhole: false };
}
