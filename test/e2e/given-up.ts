import { readDocument } from '../../functions/redrive/read-document.ts';
import { connectKafka } from '../../infra/redrive/kafka/kafka-reader.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import type { Cluster } from './cluster.ts';

/** Where a document was found, and what it says. */
export interface FoundDocument {
  readonly place: string;
  readonly text: string;
}

const READING_TIMEOUT_MS = 30_000;

/**
 * The records that documents of a failure destination tell of, by the eyes of this project's own redrive. Those that are told
 * by their offsets only are read back from Kafka.
 *
 * @throws Error when a document is none, or when Kafka no longer has a record.
 */
export async function givenUpRecords(
  cluster: Cluster,
  documents: readonly FoundDocument[],
): Promise<KafkaEventRecord[]> {
  const reader = await connectKafka(cluster.options('open'));
  try {
    const records: KafkaEventRecord[] = [];
    for (const { place, text } of documents) {
      const document = readDocument(text);
      if (document.kind === 'records') {
        records.push(...document.records.map(({ record }) => record).filter(isEventRecord));
      } else if (document.kind === 'offsets') {
        for (const range of document.ranges) {
          const { records: read, missing } = await reader.readOffsets(range);
          if (missing.length > 0) throw new Error(`${place} tells of records that Kafka does not have.`);
          records.push(...read);
        }
      } else throw new Error(`${place} holds no document of a mapping: ${document.kind}.`);
    }
    return records;
  } finally {
    await reader.close();
  }
}

/** Its coordinates were checked when the document was read. */
function isEventRecord(record: unknown): record is KafkaEventRecord {
  return typeof record === 'object' && record !== null && 'offset' in record;
}

/** What the messages of a topic hold. */
export async function topicDocuments(cluster: Cluster, topic: string): Promise<FoundDocument[]> {
  const reader = await connectKafka(cluster.options('open'));
  try {
    const documents: FoundDocument[] = [];
    for await (const { partition, offset, value } of reader.readTopic(
      topic,
      AbortSignal.timeout(READING_TIMEOUT_MS),
    )) {
      documents.push({ place: `${topic}-${partition}@${offset}`, text: value ?? '' });
    }
    return documents;
  } finally {
    await reader.close();
  }
}
