import { batchAt } from './batch.ts';
import type { Load } from './load.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html */
const POLLER_BYTES_PER_SECOND = 5_000_000;
const POLLER_INVOCATIONS = 5;
const POLLERS_PER_UNIT = 10;
const UNIT_BYTES_PER_SECOND = 20_000_000;

/** Pollers at some rate. */
export interface PollerUse {
  /** That the rate asks for. */
  readonly needed: number;
  /** Within minimum, maximum and partitions. */
  readonly running: number;
  /** Event Poller Units that this bridge pays; a fraction in a shared group. */
  readonly units: number;
}

/** Pollers that the bytes ask for; they decide how records are spread over batches. On-demand pollers are taken alike. */
export function gatheringPollers(load: Load, recordsPerSecond: number): number {
  return within(load, (recordsPerSecond * load.recordBytes) / POLLER_BYTES_PER_SECOND);
}

/** Pollers and Event Poller Units at a rate, in bytes and in invocations at once. */
export function pollersAt(load: Load, recordsPerSecond: number): PollerUse {
  const bytesPerSecond = recordsPerSecond * load.recordBytes;
  const { records, durationMs } = batchAt(load, recordsPerSecond, gatheringPollers(load, recordsPerSecond));
  const concurrency = ((recordsPerSecond / records) * durationMs) / 1_000;
  const needed = Math.ceil(
    Math.max(bytesPerSecond / POLLER_BYTES_PER_SECOND, concurrency / POLLER_INVOCATIONS),
  );
  const running = within(load, needed);
  const { bridgesInGroup } = load;
  const polledBytes = Math.min(bytesPerSecond, running * POLLER_BYTES_PER_SECOND);
  const units = Math.max(
    Math.ceil((bridgesInGroup * running) / POLLERS_PER_UNIT),
    Math.ceil((bridgesInGroup * polledBytes) / UNIT_BYTES_PER_SECOND),
  );
  return { needed, running, units: units / bridgesInGroup };
}

function within({ topics, partitions, pollers }: Load, needed: number): number {
  const maximum = topics * Math.min(partitions, pollers?.maximum ?? partitions);
  const minimum = Math.min(maximum, topics * (pollers?.minimum ?? 1));
  return Math.min(maximum, Math.max(minimum, Math.ceil(needed)));
}
