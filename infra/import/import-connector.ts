import type { BridgeOptions } from '../constructs/bridge/bridge-options.ts';
import type { Connector } from './connector.ts';
import { consumerPosition } from './consumer-position.ts';
import type { BridgeParts, Decision } from './decision.ts';
import { decisions } from './decisions.ts';
import { withDefaults } from './effective-properties.ts';
import type { ImportContext } from './import-context.ts';
import { type ImportLine, OPEN_FATES } from './import-line.ts';
import { withoutLeftOut } from './left-out.ts';
import { reviewed } from './reviewed.ts';
import { clusterReference, surroundingLines } from './surroundings.ts';
import type { Worker } from './worker.ts';

export interface ImportOptions extends Omit<ImportContext, 'connector' | 'leftOut' | 'hasClusterArn'> {
  /** Names of properties to leave out, with all that begins with one of them and a dot. */
  readonly removed: readonly string[];
  /** Undefined when nothing is known of it. */
  readonly worker: Worker | undefined;
  readonly clusterArn: string | undefined;
}

/** A connector as a bridge. */
export interface Import {
  readonly bridgeName: string;
  /** What became of everything that was written, or would have another meaning here. */
  readonly lines: readonly ImportLine[];
  readonly remarks: readonly string[];
  /** Whether the bridge does what the connector did; the rest is of use only then. */
  readonly isComplete: boolean;
  readonly document: Readonly<Record<string, string>>;
  /** The file of `bridges/`. */
  readonly bridge: BridgeOptions;
}

/** Makes a bridge of a connector that does the same. */
export function importConnector(
  connector: Connector,
  { worker, clusterArn, removed, ...options }: ImportOptions,
): Import {
  const context: ImportContext = {
    ...options,
    // What the worker and Kafka Connect add can be left out as well.
    ...withoutLeftOut(withDefaults(connector, worker), removed),
    hasClusterArn: clusterArn !== undefined,
  };
  const review = reviewed(decisions(context));
  const decided = [...review.decisions, ...undecided(context)];
  const topics = partsOf(decided).topics ?? [];
  const all = [...decided, ...consumerPosition(context, topics)];
  const lines = [...all.map(({ line }) => line), ...surroundingLines(context)];
  return {
    bridgeName: options.bridgeName,
    lines,
    remarks: connector.remarks,
    isComplete: !lines.some(({ fate }) => OPEN_FATES.includes(fate)),
    document: review.document,
    bridge: bridgeOptions(options.bridgeName, clusterArn, partsOf(all), review.document),
  };
}

/** What Kafka Connect would know, and the file does not tell. */
function undecided({ connector, leftOut }: ImportContext): Decision[] {
  const converters = ['key.converter', 'value.converter'].filter(
    // The bridge has a default for one that is left out.
    (name) => !connector.properties.has(name) && !leftOut.some((property) => property.name === name),
  );
  return [
    ...converters.map((property) => ({
      line: { property, fate: 'missing', why: whichConverter(property, connector) } as const,
    })),
    ...(connector.properties.has('topics') || connector.properties.has('topics.regex')
      ? []
      : [
          {
            line: {
              property: 'topics',
              fate: 'missing',
              why: 'Give them with --set topics=ONE,TWO.',
            } as const,
          },
        ]),
  ];
}

function whichConverter(name: string, { surroundings }: Connector): string {
  const arn = surroundings?.workerConfigurationArn;
  const worker =
    surroundings === undefined
      ? 'Give the properties file of the worker with --worker FILE'
      : `Give what aws kafkaconnect describe-worker-configuration --worker-configuration-arn ${arn ?? 'ARN'} answers with --worker FILE`;
  return `The worker decides. ${worker}, or give --set ${name}=CLASS.`;
}

function partsOf(decisions: readonly Decision[]): BridgeParts {
  return Object.assign({}, ...decisions.map(({ bridge = {} }) => bridge));
}

function bridgeOptions(
  name: string,
  clusterArn: string | undefined,
  { topics = [], consumerGroupId, maximumPollers, ...mapping }: BridgeParts,
  configuration: Readonly<Record<string, string>>,
): BridgeOptions {
  const polling =
    maximumPollers === undefined ? {} : { polling: { mode: 'provisioned' as const, maximumPollers } };
  const hasMapping = maximumPollers !== undefined || Object.keys(mapping).length > 0;
  return {
    name,
    source: {
      type: 'msk',
      clusterArn: clusterArn ?? clusterReference(name),
      authentication: { type: 'iam' },
    },
    topics,
    ...(consumerGroupId === undefined ? {} : { consumerGroupId }),
    ...(hasMapping ? { mapping: { ...polling, ...mapping } } : {}),
    configuration,
  };
}
