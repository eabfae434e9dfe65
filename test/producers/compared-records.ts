import type { RunningBridge } from '../fixtures/running-bridge.ts';
import { type Judgement, judge, type Reading } from './comparison.ts';
import { foreignEventRecord, type RegistryName } from './foreign-frame.ts';
import { ask, type ForeignProgram } from './foreign-program.ts';
import type { Order, Serialized } from './order.ts';
import { payloadOf } from './payload.ts';
import type { ProducerSetting } from './producers.ts';

export interface ComparedRecord {
  readonly order: Order;
  readonly serialized: Serialized;
  /** JSON text, or the error of the bridge. */
  readonly bridged: string | undefined;
  readonly judgement: Judgement;
}

/** Records of one event. */
const BATCH = 100;

/**
 * Has values serialized, then read by the bridge and by Kafka Connect.
 *
 * @param connect reads along, if there is one.
 */
export async function comparedRecords(
  registry: RegistryName,
  { serializer, bridge }: ProducerSetting,
  connect: ForeignProgram | undefined,
  orders: readonly Order[],
): Promise<readonly ComparedRecord[]> {
  const answers = await ask<Serialized>(serializer, orders);
  const pairs = orders.map((order, index) => ({ order, serialized: answers[index] ?? { name: order.name } }));
  const texts = await bridgedTexts(bridge, answers);
  const readings = new Map<string, Reading>();
  if (connect !== undefined) {
    const questions = pairs.flatMap(({ order, serialized }) => questionsFor(registry, order, serialized));
    for (const reading of await ask<Reading>(connect, questions)) readings.set(reading.name, reading);
  }
  return pairs.map(({ order, serialized }) => {
    const bridged = texts.get(order.name);
    const judgement = judge({ registry, order, serialized, bridged, reading: readings.get(order.name) });
    return { order, serialized, bridged, judgement };
  });
}

/** Kafka Connect reads Avro here, and without references: those of Confluent need its own client of the registry. */
function questionsFor(registry: RegistryName, order: Order, serialized: Serialized): object[] {
  const { name, dataFormat, schema, references } = order;
  const { frameHex } = serialized;
  if (dataFormat !== 'AVRO' || frameHex === undefined || references !== undefined) return [];
  return registry === 'Glue'
    ? [{ name, registry, frameHex }]
    : [{ name, registry, schema, datumHex: payloadOf(registry, order, serialized) }];
}

/** The JSON text of each value, or the error of the bridge, by the name of its record. */
async function bridgedTexts(
  bridge: RunningBridge,
  answers: readonly Serialized[],
): Promise<ReadonlyMap<string, string>> {
  const written = answers.filter(({ frameHex }) => frameHex !== undefined);
  for (let start = 0; start < written.length; start += BATCH) {
    const records = written.slice(start, start + BATCH).map(foreignEventRecord);
    await bridge.invoke({ eventSource: 'SelfManagedKafka', records: { 'foreign-0': records } });
  }
  const texts = new Map(
    bridge.deadLetters().map(({ record, error }) => [text(record.key), `${error.code}: ${error.message}`]),
  );
  for (const { detail } of bridge.standIns.eventBridge.events()) {
    const [, key = '', value = ''] = /"key":"([^"]*)","value":(.*)\}$/s.exec(detail) ?? [];
    texts.set(key, value);
  }
  return texts;
}

function text(key: string | null): string {
  return Buffer.from(key ?? '', 'base64').toString();
}
