import { writeFile } from 'node:fs/promises';
import { glueSchemaRegistry } from '../../functions/bridge/aws/glue-schema-registry.ts';
import { confluentSchemaRegistry } from '../../functions/bridge/confluent/schema-registry.ts';
import type { SchemaRegistry } from '../../functions/bridge/schemas/registered-schema.ts';
import type { StandIns } from '../../infra/local/stand-ins.ts';
import type { ComparedRecord } from './compared-records.ts';
import { type ForeignFrame, foreignRecord, framingOf, type RegistryName } from './foreign-frame.ts';
import type { Order } from './order.ts';

const FILE = new URL('foreign-frames.json', import.meta.url);

/** Of Avro, every so many are enough: the golden cases are there by themselves. */
const AVRO_STEP = 12;

const FETCH_TIMEOUT_MS = 10_000;

/** Of values that were made up, some are small. */
const MAX_SCHEMA_CHARACTERS = 1_000;

/** What a serializer wrote, with the schemas as it registered them. */
export async function recordFrames(
  by: Pick<ForeignFrame, 'producer' | 'registry'>,
  standIns: StandIns,
  records: readonly ComparedRecord[],
): Promise<ForeignFrame[]> {
  const { fetch } = await registryOf(by.registry, standIns);
  const framing = framingOf(by.registry);
  const equal = records.filter(({ judgement }) => judgement.verdict === 'equal');
  const small = equal.filter(({ order }) => order.schema.length <= MAX_SCHEMA_CHARACTERS);
  const chosen = small.filter(({ order }, index) => isOfInterest(order) || index % AVRO_STEP === 0);
  const frames: ForeignFrame[] = [];
  for (const { order, serialized, bridged: expected = '' } of chosen) {
    const { frameHex = '', headers = [] } = serialized;
    const key = framing.schemaKey(Buffer.from(frameHex, 'hex'), foreignRecord(serialized));
    const schema = await fetch(key, AbortSignal.timeout(FETCH_TIMEOUT_MS));
    frames.push({ name: order.name, ...by, frameHex, headers, schema, expected });
  }
  return frames;
}

function isOfInterest({ name, dataFormat, references }: Order): boolean {
  return references !== undefined || (dataFormat !== 'AVRO' && !name.includes('-any-'));
}

export async function writeFrames(frames: readonly ForeignFrame[]): Promise<void> {
  const about =
    'Records that the serializers of the AWS Glue Schema Registry (Java) and of Confluent (Python) wrote, with their schemas as they registered them, and the JSON text of the value. Written by: npm run producers -- --record';
  const cases = frames.map((frame) => JSON.stringify(frame)).join(',\n  ');
  await writeFile(FILE, `{\n "about": ${JSON.stringify(about)},\n "cases": [\n  ${cases}\n ]\n}\n`);
}

async function registryOf(
  registry: RegistryName,
  { environment, schemaRegistryUrl }: StandIns,
): Promise<Pick<SchemaRegistry, 'fetch'>> {
  if (registry === 'Glue') {
    Object.assign(process.env, environment);
    return await glueSchemaRegistry({ region: 'eu-west-1', role: undefined });
  }
  const user = JSON.stringify({ username: 'bridge', password: 'only-for-the-demo' });
  return confluentSchemaRegistry(
    {
      urls: [schemaRegistryUrl],
      secretArn: 'user',
      caSecretArn: undefined,
      logicalCluster: undefined,
      identityPoolId: undefined,
    },
    { readSecret: async () => user, now: Date.now },
  );
}
