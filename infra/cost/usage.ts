import { type Batch, batchAt } from './batch.ts';
import type { Load } from './load.ts';
import { ASSUMED, MEASURED } from './measured.ts';
import { gatheringPollers, type PollerUse, pollersAt } from './pollers.ts';

/** What a load uses in a month, before prices. */
export interface Usage {
  readonly records: number;
  readonly deadLetters: number;
  readonly invocations: number;
  readonly batch: Batch;
  readonly gbSeconds: number;
  readonly eventBytes: number;
  /** Units of 64 KB that EventBridge bills for an event. */
  readonly eventChunks: number;
  readonly putEventsPerSecondAtPeak: number;
  /** Undefined with on-demand pollers. */
  readonly polling: Polling | undefined;
  readonly logBytes: number;
  readonly logBytesPerInvocation: number;
}

export interface Polling {
  readonly average: PollerUse;
  readonly peak: PollerUse;
  /** Event Poller Unit hours of this bridge. */
  readonly unitHours: number;
}

/** AWS counts a month as 730 hours. */
export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;
const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;

/** As AWS bills them. */
export const BYTES_PER_GB = 1e9;

const HOURS_PER_DAY = 24;
const MB_PER_GB = 1_024;

/** https://aws.amazon.com/eventbridge/pricing/ */
const CHUNK_BYTES = 65_536;

/** CloudWatch Logs adds this to every line. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const LOG_LINE_OVERHEAD_BYTES = 26;

export function usage(load: Load): Usage {
  const records = load.recordsPerSecond * SECONDS_PER_MONTH;
  const deadLetters = records * load.deadLetterShare;
  const batch = batchOf(load, load.recordsPerSecond);
  const invocations = records / batch.records;
  const eventBytes = load.recordBytes + load.eventOverheadBytes;
  const logBytesPerInvocation =
    MEASURED.metricsLineBytes + ASSUMED.platformLinesBytes + 3 * LOG_LINE_OVERHEAD_BYTES;
  const peak = batchOf(load, load.peakRecordsPerSecond);
  return {
    records,
    deadLetters,
    invocations,
    batch,
    gbSeconds: (invocations * batch.durationMs * load.memoryMb) / MB_PER_GB / 1_000,
    eventBytes,
    eventChunks: Math.ceil(eventBytes / CHUNK_BYTES),
    putEventsPerSecondAtPeak: (load.peakRecordsPerSecond / peak.records) * peak.requests,
    polling: polling(load),
    logBytes: invocations * logBytesPerInvocation + deadLetterLogBytes(invocations, deadLetters),
    logBytesPerInvocation,
  };
}

function batchOf(load: Load, recordsPerSecond: number): Batch {
  return batchAt(load, recordsPerSecond, gatheringPollers(load, recordsPerSecond));
}

function polling(load: Load): Polling | undefined {
  if (load.pollers === undefined) return undefined;
  const average = pollersAt(load, load.recordsPerSecond);
  const peak = pollersAt(load, load.peakRecordsPerSecond);
  const peakShare = load.peakHoursPerDay / HOURS_PER_DAY;
  const unitHours = HOURS_PER_MONTH * (average.units * (1 - peakShare) + peak.units * peakShare);
  return { average, peak, unitHours };
}

/** At most: every dead letter in an invocation of its own, as long as there are enough. */
function deadLetterLogBytes(invocations: number, deadLetters: number): number {
  const affected = Math.min(invocations, deadLetters);
  const named = Math.min(deadLetters, affected * MEASURED.namedRecords);
  return (
    affected * (MEASURED.deadLetterLinesBytes + 2 * LOG_LINE_OVERHEAD_BYTES) +
    named * MEASURED.namedRecordBytes
  );
}
