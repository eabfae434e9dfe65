import { type DecoderOf, recordDecoder } from '../../../functions/bridge/decode.ts';
import { type KafkaRecord, readBatch } from '../../../functions/bridge/read.ts';
import { type BatchSchemas, resolveSchemas } from '../../../functions/bridge/resolve.ts';
import type { SchemaSources } from '../../../functions/bridge/schemas/schema-stores.ts';
import { type BridgeEntry, Wrapper } from '../../../functions/bridge/wrap.ts';
import { type Configuration, parseConfiguration } from '../../../shared/configuration/configuration.ts';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { glueSource, glueStore } from '../../fixtures/schema-registry.ts';
import { configurationDocument } from '../configuration-document.ts';
import { type BatchPlan, batchEvent } from '../workloads/batch.ts';
import { ORDER_DEFINITION } from '../workloads/order.ts';

/** A batch at every point of the line, so that each stage can be run by itself. */
export interface PreparedBatch {
  readonly configuration: Configuration;
  readonly sources: SchemaSources;
  readonly event: KafkaEvent;
  /** Their bytes are out of base64. */
  readonly records: readonly KafkaRecord[];
  readonly decoderOf: DecoderOf;
  readonly schemas: BatchSchemas;
  readonly wrapper: Wrapper;
  readonly entries: readonly BridgeEntry[];
}

export async function prepareBatch(plan: BatchPlan): Promise<PreparedBatch> {
  const configuration = parseConfiguration(configurationDocument(plan.workload));
  const sources = glueSource(glueStore(async () => ({ dataFormat: 'AVRO', definition: ORDER_DEFINITION })));
  const event = batchEvent(plan);
  const records = readBatch(event).records.map(withBytes);
  const decoderOf = recordDecoder(configuration, sources);
  const schemas = await resolveSchemas(records, decoderOf, () => new AbortController().signal);
  const wrapper = new Wrapper(configuration, decoderOf);
  const entries = records.map((record, index) => wrapper.wrap(record, index, schemas));
  return { configuration, sources, event, records, decoderOf, schemas, wrapper, entries };
}

function withBytes(record: KafkaRecord): KafkaRecord {
  const { topic, partition, offset, timestamp, timestampType, headers, key, value } = record;
  const { hasValue, schemaMetadata, topicPartition, defect } = record;
  const place = { topicPartition, topic, partition, offset };
  const time = { timestamp, timestampType };
  return { ...place, ...time, headers, key, value, hasValue, schemaMetadata, defect };
}
