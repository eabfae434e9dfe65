import * as z from 'zod/mini';
import { converterName } from '../../shared/configuration/converter-names.ts';
import type { BridgeOptions } from '../constructs/bridge/bridge-options.ts';
import { needsConfluent } from '../constructs/bridge/topic-formats.ts';
import { readBridgeFiles } from './bridge-files.ts';
import { bridgeName } from './bridge-schema.ts';
import { parseClosed, SettingsError } from './parse-closed.ts';

/**
 * `BRIDGE`: bridges beside a cluster and a bus that exist. `PREREQ`: the demo without a bridge: network, cluster, schemas,
 * bus, rules and applications. `FULL`: the demo with its bridge.
 */
export const DEPLOYMENTS = ['BRIDGE', 'PREREQ', 'FULL'] as const;
export type Deployment = (typeof DEPLOYMENTS)[number];

/** What is deployed, from `cdk deploy -c name=value` or `cdk.json`. */
export interface DeploymentSettings {
  readonly deployment: Deployment;
  /** Bridges of `BRIDGE`; the demo brings its own. */
  readonly bridges: readonly BridgeOptions[];
  /** `https` address that the demo's rule calls. Undefined: no API destination. */
  readonly webhookUrl: string | undefined;
  /** Templates are for `sam local invoke` and cannot be deployed. @default false */
  readonly isLocal?: boolean;
}

const { exactOptional: optional } = z;
const text = z.string().check(z.minLength(1));

/** The context values of this app. Closed: a name that is not here is an error. */
const contextSchema = z.strictObject({
  /** What is deployed. */
  deployment: z._default(z.enum(DEPLOYMENTS), 'BRIDGE'),
  /** Folder with one JSON file a bridge. */
  bridges: z._default(text, 'bridges'),
  /** One bridge without a file: an MSK cluster with IAM authentication … */
  clusterArn: optional(text),
  /** … its topics, separated by commas … */
  topics: optional(text),
  /** … the bus … */
  eventBusArn: optional(text),
  /** … how values are decoded, … */
  valueConverter: optional(text),
  /** … and its name. */
  name: optional(bridgeName),
  webhookUrl: optional(z.string().check(z.regex(/^https:\/\//, 'the address has to start with https://'))),
  /** Templates for `sam local invoke`. */
  local: optional(z.literal(['true', true], 'it is "true" or left out')),
});

type Context = z.output<typeof contextSchema>;

/**
 * Reads the context of the app and the files of bridges.
 *
 * @throws SettingsError with every mistake.
 */
export function readDeploymentSettings(context: Readonly<Record<string, unknown>>): DeploymentSettings {
  const settings = parseClosed('The context', contextSchema, withoutCdkOwn(context));
  const { deployment } = settings;
  refuseMisplaced(settings);
  return {
    deployment,
    bridges: deployment === 'BRIDGE' ? bridgesOf(settings) : [],
    webhookUrl: settings.webhookUrl,
    ...(settings.local === undefined ? {} : { isLocal: true }),
  };
}

/** What would be ignored is refused: somebody expects it to have an effect. */
function refuseMisplaced(settings: Context): void {
  const { deployment, webhookUrl } = settings;
  if (deployment === 'BRIDGE' && webhookUrl !== undefined) {
    throw new SettingsError('The context', [
      'webhookUrl belongs to the demo. Add -c deployment=FULL, or remove it.',
    ]);
  }
  const ofBridge = (['name', 'clusterArn', 'topics', 'eventBusArn', 'valueConverter'] as const).filter(
    (name) => settings[name] !== undefined,
  );
  if (deployment !== 'BRIDGE' && ofBridge.length > 0) {
    throw new SettingsError('The context', [
      `A bridge of your own (${ofBridge.join(', ')}) is not part of ${deployment}. Remove -c deployment=${deployment}, or remove the bridge.`,
    ]);
  }
}

/** Feature flags and lookups of CDK itself have a colon or a package name in theirs. */
function withoutCdkOwn(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(context).filter(([name]) => !/[:@]/.test(name)));
}

function bridgesOf(settings: Context): BridgeOptions[] {
  const bridges = [...readBridgeFiles(settings.bridges), ...bridgeOfContext(settings)];
  if (bridges.length === 0) {
    throw new SettingsError('The context', [
      `There is no bridge to deploy. Describe one in ${settings.bridges}/<name>.json, or give -c clusterArn=… -c topics=… -c eventBusArn=…, or deploy the demo with -c deployment=FULL.`,
    ]);
  }
  const names = bridges.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0)
    throw new SettingsError('The context', [`There are two bridges named ${twice.join(', ')}.`]);
  return bridges;
}

function bridgeOfContext(settings: Context): BridgeOptions[] {
  const { clusterArn, topics, eventBusArn, valueConverter, name = 'bridge' } = settings;
  const ofBridge = [clusterArn, topics, eventBusArn, valueConverter, settings.name];
  if (ofBridge.every((value) => value === undefined)) return [];
  if (clusterArn === undefined || topics === undefined || eventBusArn === undefined) {
    throw new SettingsError('The context', [
      'clusterArn, topics and eventBusArn go together. Give all three.',
    ]);
  }
  refuseRegistry(settings, name);
  return [
    {
      name,
      source: { type: 'msk', clusterArn, authentication: { type: 'iam' } },
      topics: topics.split(',').map((topic) => topic.trim()),
      eventBusArn,
      ...(valueConverter === undefined ? {} : { configuration: { 'value.converter': valueConverter } }),
    },
  ];
}

/** Address and secret of a registry have no names in the context. */
function refuseRegistry({ valueConverter, bridges }: Context, name: string): void {
  const converter = valueConverter === undefined ? undefined : converterName(valueConverter.trim());
  if (converter === undefined || !needsConfluent(converter)) return;
  throw new SettingsError('The context', [
    `valueConverter is "${valueConverter}", which needs the address of a schema registry. Describe the bridge in ${bridges}/${name}.json, with value.converter.schema.registry.url in its configuration.`,
  ]);
}
