import type { ReaderLog } from '../../../../infra/redrive/kafka/kafka-reader.ts';
import { batchOf } from '../../kafka/batches.ts';

export interface LogOptions {
  readonly start?: number;
  readonly end?: number;
  readonly stableEnd?: number;
  /** @default 1 */
  readonly partitions?: number;
  /** Before each fetch; may change the log. */
  readonly onFetch?: (log: { start: number; end: number }, count: number) => 'empty' | undefined;
}

/** Partitions with a record at every offset, two to a batch, one batch to an answer. Times are 1,000 ms and on. */
export function partitionLog({
  start = 0,
  end = 10,
  stableEnd = end,
  partitions = 1,
  onFetch,
}: LogOptions = {}): ReaderLog {
  const log = { start, end };
  let fetches = 0;
  return {
    connectionError: undefined,
    close: async () => {},
    partitionCount: async () => partitions,
    startOffset: async () => BigInt(log.start),
    endOffset: async () => BigInt(log.end),
    stableEndOffset: async () => BigInt(stableEnd),
    fetch: async (_, offset) => {
      const isEmpty = onFetch?.(log, ++fetches) === 'empty';
      const at = Number(offset);
      if (at < log.start || at > log.end) return undefined;
      const first = at - (at % 2);
      return { batches: isEmpty ? [] : [batchOf([first, first + 1])], abortedTransactions: [] };
    },
  };
}
