import type { PlacedRecord, RecordWriter } from './record-writer.ts';

/** Writes so many records to each partition, all of the same value. */
export function writeRecords(
  writer: RecordWriter,
  topic: string,
  partitions: number,
  records: number,
  timestamp?: number,
): Promise<PlacedRecord[]> {
  return writer.write({
    producers: { java: {} },
    steps: Array.from({ length: partitions * records }, (_, index) => ({
      do: 'send',
      producer: 'java',
      record: {
        topic,
        partition: index % partitions,
        value: 'AA==',
        ...(timestamp !== undefined && { timestamp }),
      },
    })),
  });
}
