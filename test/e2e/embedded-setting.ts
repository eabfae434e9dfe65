import type { GroupMember, RecordSource } from '../../infra/kafka/record-source.ts';
import { glueFrame } from '../../infra/local/demo/frame-encoder.ts';
import { TRANSACTION } from '../../infra/local/demo/schemas.ts';
import { type EmbeddedKafka, startEmbeddedKafka } from '../../infra/local/kafka/embedded-kafka.ts';
import type { AcknowledgedRecord } from './java-producer.ts';
import { PARTITIONS, type Setting } from './pipeline.ts';
import type { PlannedRecord } from './planned-record.ts';

/** What is done to a member of a group, and so to the mapping that reads with it. */
export type Sabotage = (member: GroupMember) => Partial<Pick<GroupMember, 'commit' | 'read'>>;

export interface EmbeddedSetting extends Setting {
  readonly close: () => Promise<void>;
}

/** The setting of a run without Java: the log in this process, and records that are appended to it as the serializer frames them. */
export function embeddedSetting(artefact: string, sabotage: Sabotage = () => ({})): EmbeddedSetting {
  const committed = new Map<number, number>();
  let kafka: EmbeddedKafka | undefined;
  const running = (): EmbeddedKafka => {
    if (kafka === undefined) throw new Error('There is no topic yet.');
    return kafka;
  };
  let sent = 0;
  return {
    artefact,
    onLog: () => {},
    cluster: {
      createTopic: async (name, partitions) => {
        kafka = await startEmbeddedKafka({ topics: [{ name, partitions }] });
      },
      connect: async () => ({ ...watched(running().source, committed, sabotage), close: async () => {} }),
      producerConnection: () => ({}),
      committedOffsets: async () => committed,
    },
    producer: {
      open: () => {},
      closeProducer: () => {},
      send: async (_producer, topic, record) => append(running(), topic, record, sent++),
    },
    close: async () => await kafka?.close(),
  };
}

function watched(
  source: RecordSource,
  committed: Map<number, number>,
  sabotage: Sabotage,
): Pick<RecordSource, 'eventMembers' | 'join'> {
  return {
    eventMembers: source.eventMembers,
    join: async (subscription) => {
      const member = await source.join(subscription);
      const honest: GroupMember = {
        assigned: () => member.assigned(),
        read: (limits) => member.read(limits),
        commit: async (offsets) => {
          const taken = await member.commit(offsets);
          for (const [partition, offset] of offsets)
            if (taken.has(partition)) committed.set(partition, offset);
          return taken;
        },
        lag: () => member.lag(),
        close: () => member.close(),
      };
      return { ...honest, ...sabotage(honest) };
    },
  };
}

function append(
  kafka: EmbeddedKafka,
  topic: string,
  record: PlannedRecord,
  number: number,
): AcknowledgedRecord {
  const { key, headers, content } = record;
  const timestamp = Date.now();
  const { partition, offset } = kafka.append({
    topic,
    partition: number % PARTITIONS,
    timestamp,
    key: key === null ? null : Buffer.from(key).toString('base64'),
    value: frameOf(content)?.toString('base64') ?? null,
    headers: headers.map(([name, text]) => ({ [name]: Array.from(new Int8Array(Buffer.from(text))) })),
  });
  return { ...record, partition, offset, timestamp };
}

function frameOf(content: PlannedRecord['content']): Buffer | undefined {
  switch (content.kind) {
    case 'transaction':
      return glueFrame(TRANSACTION.schemaVersionId, content.datum, content.isCompressed ? 'zlib' : 'none');
    case 'tombstone':
      return undefined;
    case 'poison':
      return content.bytes;
  }
}
