import type { S3Client } from '@aws-sdk/client-s3';
import { BucketSource } from './bucket-source.ts';
import { sqsClient } from './clients.ts';
import type { SourceChoice } from './command-line.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { Queue } from './queue.ts';
import { QueueSource } from './queue-source.ts';
import type { Source } from './source.ts';
import { TopicSource } from './topic-source.ts';

export interface SourceSurroundings {
  readonly s3: S3Client;
  readonly kafka: KafkaConnection | undefined;
  /** Aborted when no more documents are wanted. */
  readonly signal: AbortSignal;
  readonly connectorId: string;
  /** Told what takes long. */
  readonly onWait: (text: string) => void;
}

/** The sources that an operator chose, not yet read. */
export function openSources(choices: readonly SourceChoice[], surroundings: SourceSurroundings): Source[] {
  return choices.map((choice) => openSource(choice, surroundings));
}

function openSource(
  choice: SourceChoice,
  { s3, kafka, signal, connectorId, onWait }: SourceSurroundings,
): Source {
  switch (choice.kind) {
    case 'queue': {
      const queue = new Queue(sqsClient(choice.url), choice.url);
      return new QueueSource({
        queue,
        signal,
        now: () => performance.now(),
        onWait: (seconds) => onWait(`An answer of the queue was lost: its messages are back in ${seconds} s`),
      });
    }
    case 'bucket':
      return new BucketSource({ s3, bucket: choice.name, prefix: choice.prefix, connectorId });
    case 'topic':
      if (kafka === undefined) throw new Error('A topic without brokers passed the command line.');
      return new TopicSource({ kafka: () => kafka.open(), topic: choice.name, signal });
  }
}
