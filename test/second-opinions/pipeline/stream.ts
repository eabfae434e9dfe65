import { mskEvent } from '../../../infra/local/demo/event-builder.ts';
import { Audit, payloadChecksum } from '../../../infra/local/mapping/audit.ts';
import { deliver } from '../../../infra/local/mapping/delivery.ts';
import { recordsOf } from '../../../infra/local/mapping/event-records.ts';
import { seededRandom } from '../../../infra/local/seeded-random.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { configurationDocument } from '../../fixtures/running-bridge.ts';
import { type KnownRecord, Producer } from '../../soak/producer.ts';
import { LETTER_BUCKET, type MotoAccount, REGISTRY_ROLE } from './moto-account.ts';
import { auditFigures, auditProblems, type PipelineCheck } from './pipeline-check.ts';
import { takeEvents } from './received-events.ts';
import { type SchemaIds, withSchemaIds } from './schema-ids.ts';
import { type FunctionOptions, startFunction } from './start-function.ts';
import { countObjects, takeLetters } from './written-letters.ts';

const SEED = 6;
const POISON_SHARE = 0.03;
const PARTITIONS = 3;
const BATCH_SIZE = 100;
const BATCHES = 4;

/** Code of a record whose event has a number that EventBridge does not take. */
const REFUSED_BY_EVENTBRIDGE = 'EVENT_REFUSED';

interface StreamOptions extends Pick<FunctionOptions, 'store'> {
  readonly name: string;
  readonly format: 'avro' | 'glue';
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly idsOf: (account: MotoAccount) => SchemaIds;
}

/** Batches of made-up Avro, some of it broken, whose dead letters go to the queue. */
export const AVRO_CHECK = streamCheck({
  name: 'Avro, dead letters in the queue',
  format: 'avro',
  configuration: { 'value.converter': 'glue-avro' },
  idsOf: ({ schemaIds }) => schemaIds,
});

/** Avro, JSON Schema and Protobuf from the registry of another account; dead letters lie in the bucket. */
export const ROLE_CHECK = streamCheck({
  name: "three formats of another account's registry, dead letters in the bucket",
  format: 'glue',
  store: 'queue and bucket',
  configuration: { 'value.converter': 'glue', 'value.converter.assumeRoleArn': REGISTRY_ROLE },
  idsOf: ({ roleSchemaIds }) => roleSchemaIds,
});

function streamCheck({ name, format, store = 'queue', configuration, idsOf }: StreamOptions): PipelineCheck {
  return {
    name,
    run: async (account) => {
      const parameter = await account.putConfiguration(
        `stream-${format}`,
        configurationDocument(configuration),
      );
      const bridge = startFunction('bridge', account, { parameter, store });
      const audit = new Audit();
      try {
        for (const event of batches(format, idsOf(account), audit)) {
          const { exhausted } = await deliver(bridge, event, { reading: 'listed', maxRetries: 2 });
          for (const record of exhausted.flatMap(recordsOf)) audit.exhausted(record);
          // With every message, moto counts all that are in the queue.
          await takeEvents(account, audit);
        }
      } finally {
        await bridge.close();
      }
      const { inQueue, inBucket } = await takeLetters(account, audit);
      const result = audit.result();
      const misplaced = store === 'queue' ? inBucket : inQueue;
      const left = await countObjects(account, LETTER_BUCKET);
      return {
        seen: auditFigures(result),
        problems: [
          ...auditProblems(result),
          ...(misplaced > 0 ? [`${misplaced} dead letters are not where they belong`] : []),
          ...(left > 0 ? [`${left} dead letters of the bucket are announced nowhere`] : []),
          ...(result.deadLettered === 0 ? ['there was no dead letter to look at'] : []),
        ],
      };
    },
  };
}

/** @param audit told of every record before it is delivered. */
function* batches(
  format: StreamOptions['format'],
  ids: SchemaIds,
  audit: Audit,
): Generator<KafkaEvent, void> {
  const random = seededRandom(SEED);
  const producers = Array.from(
    { length: PARTITIONS },
    (_, partition) => new Producer('payments', partition, { format, poisonShare: POISON_SHARE, random }),
  );
  for (let batch = 0; batch < BATCHES; batch++) {
    const records = Array.from({ length: BATCH_SIZE }, (_, index) => {
      const producer = producers[index % PARTITIONS];
      if (producer === undefined) throw new TypeError('A partition has a producer.');
      return announced(producer.next(), ids, audit);
    });
    const partitions = Map.groupBy(records, ({ topic, partition }) => `${topic}-${partition}`);
    yield { ...mskEvent([]), records: Object.fromEntries(partitions) };
  }
}

function announced({ record, expectation }: KnownRecord, ids: SchemaIds, audit: Audit): KafkaEventRecord {
  const adapted = withSchemaIds(record, ids);
  const checksum = payloadChecksum(adapted.key ?? null, adapted.value ?? null);
  // Some are poison for EventBridge alone, and moto takes them: of these only the whereabouts are looked at.
  const isTakenByMoto = expectation.kind === 'poison' && expectation.code === REFUSED_BY_EVENTBRIDGE;
  audit.produced(adapted, isTakenByMoto ? undefined : { ...expectation, payloadChecksum: checksum });
  return adapted;
}
