import { writeFile } from 'node:fs/promises';
import { glueSchemaRegistry } from '../../functions/bridge/aws/glue-schema-registry.ts';
import { confluentSchemaRegistry } from '../../functions/bridge/confluent/schema-registry.ts';
import type { SchemaRegistry } from '../../functions/bridge/schemas/registered-schema.ts';
import type { StandIns } from '../../infra/local/stand-ins.ts';
import { type ForeignFrame, foreignRecord, framingOf, type RegistryName } from './foreign-frame.ts';
import type { Order, Serialized } from './order.ts';

const FILE = new URL('foreign-frames.json', import.meta.url);

/** Of Avro, every so many are enough: the golden cases are there by themselves. */
const AVRO_STEP = 12;

/** What the serializers wrote, with the schemas as they registered them. */
export async function recordFrames(
  registry: RegistryName,
  standIns: StandIns,
  pairs: readonly { readonly order: Order; readonly answer: Serialized }[],
): Promise<ForeignFrame[]> {
  const { fetch } = await registryOf(registry, standIns);
  const framing = framingOf(registry);
  const chosen = pairs.filter(({ order }, index) => order.dataFormat !== 'AVRO' || index % AVRO_STEP === 0);
  return await Promise.all(
    chosen.map(async ({ order: { name, expected }, answer }) => {
      const { frameHex = '', headers = [] } = answer;
      const key = framing.schemaKey(Buffer.from(frameHex, 'hex'), foreignRecord(answer));
      const schema = await fetch(key, AbortSignal.timeout(10_000));
      return { name, registry, frameHex, headers, schema, expected };
    }),
  );
}

export async function writeFrames(frames: readonly ForeignFrame[]): Promise<void> {
  const about =
    'Records that the serializers of the AWS Glue Schema Registry (Java) and of Confluent (Python) wrote, versions in test/producers, with their schemas as they registered them, and the JSON text of the value. Written by: npm run producers -- --record';
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
