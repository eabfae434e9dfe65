import { readFileSync } from 'node:fs';
import { REGISTRY_SECRET_ARN } from '../../infra/local/demo/resource-names.ts';
import { configurationDocument, type RunningBridge, startRunningBridge } from '../fixtures/running-bridge.ts';
import { apicurioJar, startApicurio } from './apicurio-registry.ts';
import type { RegistryName } from './foreign-frame.ts';
import { confluentSerializer, type ForeignProgram, glueSerializer } from './foreign-program.ts';
import type { Order } from './order.ts';

type OnStage = (text: string) => void;

/** A serializer that writes, and a bridge that reads what it wrote with the schemas of the same registry. */
export interface ProducerSetting {
  readonly serializer: ForeignProgram;
  readonly bridge: RunningBridge;
  readonly close: () => Promise<void>;
}

export interface Producer {
  /** As it is shown: serializer, version, registry. */
  readonly name: string;
  /** Whose frames it writes. */
  readonly registry: RegistryName;
  /** The values that it is to write, and how. */
  readonly ordersOf: (orders: readonly Order[]) => readonly Order[];
  /** Whether `--record` keeps some of its records: those whose schemas a stand-in has. */
  readonly isRecorded: boolean;
  /** Fetches what the machine does not have. @throws Error with what to install. */
  readonly prepare: (onStage: OnStage) => Promise<() => Promise<ProducerSetting>>;
}

/** The user that the stand-in of the registry demands. */
const REGISTRY_USER = 'bridge:only-for-the-demo';

const GLUE_VERSION = versionIn('pom.xml', /schema-registry-serde<\/artifactId>\s*<version>([^<]+)/);
const CONFLUENT_VERSION = versionIn('requirements.txt', /^confluent-kafka==(.+)$/m);
const APICURIO_VERSION = versionIn(
  'registry-pom.xml',
  /apicurio-registry-app<\/artifactId>\s*<version>([^<]+)/,
);

const GLUE_SERIALIZER = `schema-registry-serde ${GLUE_VERSION} (Java)`;
const CONFLUENT_SERIALIZER = `confluent-kafka ${CONFLUENT_VERSION} (Python)`;

export const PRODUCERS: readonly Producer[] = [
  {
    name: GLUE_SERIALIZER,
    registry: 'Glue',
    isRecorded: true,
    ordersOf: (orders) => orders,
    prepare: async (onStage) => {
      const serializerOf = await glueSerializer(onStage);
      return async () => {
        const bridge = await startRunningBridge({ configuration: { 'value.converter': 'glue' } });
        return { bridge, serializer: serializerOf(bridge.standIns.url), close: bridge.close };
      };
    },
  },
  {
    name: CONFLUENT_SERIALIZER,
    registry: 'Confluent',
    isRecorded: true,
    ordersOf: (orders) => orders,
    prepare: async (onStage) => {
      const serializerOf = confluentSerializer(onStage);
      return async () => {
        const bridge = await startRunningBridge();
        const url = bridge.standIns.schemaRegistryUrl;
        readFrom(bridge, url, { 'value.converter.schema.registry.secret.arn': REGISTRY_SECRET_ARN });
        return { bridge, serializer: serializerOf(url, REGISTRY_USER), close: bridge.close };
      };
    },
  },
  {
    name: `${CONFLUENT_SERIALIZER}, Apicurio Registry ${APICURIO_VERSION}`,
    registry: 'Confluent',
    isRecorded: false,
    // Version 7 of the API has no GUIDs, which the headers name.
    ordersOf: (orders) => orders.filter(({ placement }) => placement === 'prefix'),
    prepare: async (onStage) => {
      const serializerOf = confluentSerializer(onStage);
      const jar = await apicurioJar(onStage);
      return async () => {
        const registry = await startApicurio(jar);
        const bridge = await startRunningBridge();
        readFrom(bridge, registry.url);
        const close = async () => void (await Promise.all([bridge.close(), registry.close()]));
        return { bridge, serializer: serializerOf(registry.url), close };
      };
    },
  },
];

function readFrom({ putDocument }: RunningBridge, url: string, properties: object = {}): void {
  putDocument(
    configurationDocument({
      'value.converter': 'confluent',
      'value.converter.schema.registry.url': url,
      ...properties,
    }),
  );
}

function versionIn(file: string, pattern: RegExp): string {
  const [, version] = pattern.exec(readFileSync(new URL(file, import.meta.url), 'utf8')) ?? [];
  if (version === undefined) throw new Error(`There is no version in ${file}.`);
  return version;
}
