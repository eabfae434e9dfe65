import { parseArgs, styleText } from 'node:util';
import { REGISTRY_SECRET_ARN } from '../../infra/local/demo/resource-names.ts';
import { configurationDocument, type RunningBridge, startRunningBridge } from '../fixtures/running-bridge.ts';
import { type ForeignFrame, foreignEventRecord, type RegistryName } from './foreign-frame.ts';
import type { Order, Serialized } from './order.ts';
import { ordersFor } from './orders.ts';
import { recordFrames, writeFrames } from './recording.ts';
import { confluentSerializer, glueSerializer, type Serializer, serialize } from './serializer.ts';

const USAGE = `Holds the bridge against records that other people's serializers write: those of the AWS Glue Schema Registry (Java)
and of Confluent (Python) register their schemas with the stand-ins, and the built bridge reads what they wrote.

  npm run producers
  npm run producers -- --json
  npm run producers -- --record    writes some of the records to test/producers/foreign-frames.json

Needs a JDK (17 or later), Maven and Python 3.11; the first time some 90 MB are fetched to .local/producers.
The exit code is 1 when a value is not as it should be.
`;

interface Comparison {
  readonly registry: RegistryName;
  readonly dataFormat: Order['dataFormat'];
  readonly variant: string;
  readonly equal: number;
  /** The serializer writes another value than it was given, or refuses it. */
  readonly notWritten: readonly { readonly name: string; readonly why: string }[];
  readonly failures: readonly { readonly name: string; readonly expected: string; readonly actual: string }[];
}

interface Compared {
  readonly comparisons: readonly Comparison[];
  /** Some of the records, to be kept. */
  readonly frames: readonly ForeignFrame[];
}

const BATCH = 100;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const onStage = (text: string) => values.json || console.log(`· ${text}`);
  const [glue, confluent] = [await compareGlue(onStage), await compareConfluent(onStage)];
  const comparisons = [...glue.comparisons, ...confluent.comparisons];
  const failures = comparisons.flatMap((comparison) => comparison.failures);
  if (values.json) console.log(JSON.stringify({ comparisons }, undefined, 2));
  else for (const comparison of comparisons) tell(comparison);
  const tooFew = comparisons.some(({ equal }) => equal === 0);
  if (failures.length > 0 || tooFew) process.exitCode = 1;
  else if (values.record) await writeFrames([...glue.frames, ...confluent.frames]);
}

async function compareGlue(onStage: (text: string) => void): Promise<Compared> {
  const bridge = await startRunningBridge({ configuration: { 'value.converter': 'glue' } });
  try {
    const serializer = await glueSerializer(bridge.standIns.url, onStage);
    onStage('the Glue serializers write');
    return await compare('Glue', bridge, serializer, ordersFor('glue'));
  } finally {
    await bridge.close();
  }
}

async function compareConfluent(onStage: (text: string) => void): Promise<Compared> {
  const bridge = await startRunningBridge();
  const { standIns } = bridge;
  bridge.putDocument(
    configurationDocument({
      'value.converter': 'confluent',
      'value.converter.schema.registry.url': standIns.schemaRegistryUrl,
      'value.converter.schema.registry.secret.arn': REGISTRY_SECRET_ARN,
    }),
  );
  try {
    const serializer = confluentSerializer(standIns.schemaRegistryUrl, 'bridge:only-for-the-demo', onStage);
    onStage('the serializers of Confluent write');
    return await compare('Confluent', bridge, serializer, ordersFor('confluent'));
  } finally {
    await bridge.close();
  }
}

async function compare(
  registry: RegistryName,
  bridge: RunningBridge,
  serializer: Serializer,
  orders: readonly Order[],
): Promise<Compared> {
  const answers = await serialize(serializer, orders);
  const pairs = orders.map((order, index) => ({ order, answer: answers[index] ?? { name: order.name } }));
  const texts = await bridged(bridge, answers);
  const groups = Map.groupBy(pairs, ({ order }) => `${order.dataFormat} ${variantOf(registry, order)}`);
  const comparisons = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const notWritten = group.flatMap(({ order, answer }) => {
      const why = notWrittenBecause(order, answer);
      return why === undefined ? [] : [{ name: order.name, why }];
    });
    const written = group.filter(({ order, answer }) => notWrittenBecause(order, answer) === undefined);
    const failures = written.flatMap(({ order: { name, expected } }) => {
      const actual = texts.get(name) ?? 'no event';
      return actual === expected ? [] : [{ name, expected, actual }];
    });
    const { dataFormat } = first.order;
    const equal = written.length - failures.length;
    return [{ registry, dataFormat, variant: variantOf(registry, first.order), equal, notWritten, failures }];
  });
  const written = pairs.filter(({ order, answer }) => notWrittenBecause(order, answer) === undefined);
  return { comparisons, frames: await recordFrames(registry, bridge.standIns, written) };
}

function variantOf(registry: RegistryName, { placement, compression }: Order): string {
  return registry === 'Glue' ? `compression ${compression.toLowerCase()}` : `id in the ${placement}`;
}

/** Python has one kind of number, so that its serializer may take another branch of a union than the value was written with. */
function notWrittenBecause(order: Order, { frameHex, error }: Serialized): string | undefined {
  if (frameHex === undefined) return error ?? 'no answer';
  if (order.datumHex === undefined || order.compression === 'ZLIB') return undefined;
  return frameHex.endsWith(order.datumHex) ? undefined : 'the serializer writes another datum';
}

/** The JSON text of each value, by the name of its record. */
async function bridged(bridge: RunningBridge, answers: readonly Serialized[]): Promise<Map<string, string>> {
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

function tell({ registry, dataFormat, variant, equal, notWritten, failures }: Comparison): void {
  const mark = failures.length > 0 || equal === 0 ? styleText('red', '✗') : styleText('green', '✓');
  const others = notWritten.length === 0 ? '' : `, ${notWritten.length} not written by the serializer`;
  console.log(
    `${mark} ${registry.padEnd(9)} ${dataFormat.padEnd(8)} ${variant.padEnd(16)} ${equal} equal, ${failures.length} different${others}`,
  );
  for (const { name, expected, actual } of failures)
    console.log(`    ${name}\n      expected ${expected}\n      actual   ${actual}`);
}

await main();
