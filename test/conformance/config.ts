import { isDeepStrictEqual } from 'node:util';
import { type Configuration, parseConfiguration } from '../../shared/configuration/configuration.ts';
import { UNSUPPORTED } from '../../shared/configuration/connect-properties.ts';
import type { DetailTypeRule } from '../../shared/configuration/detail-type-rule.ts';
import { compareCases, type Deviation, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import { checkRefused, type Properties, refusalOf, refusedFor, unsupportedProperties } from './refusal.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'config.json';

interface ConfigCase extends Omit<GoldenCase, 'expect'> {
  readonly config: Properties;
  readonly expect: {
    readonly valid: boolean;
    /** Values that differ from the defaults, by property; of the case `minimal` the defaults. */
    readonly settings?: Settings;
  };
}

/** Effective values by property. */
type Settings = Readonly<Record<string, unknown>>;

/** Effective values, as the reference tells them, of the properties that the bridge carries out. */
const SETTINGS: Readonly<Record<string, (configuration: Configuration) => unknown>> = {
  'aws.eventbridge.connector.id': ({ connectorId }) => connectorId,
  'aws.eventbridge.detail.types': ({ detailTypeRule }) => detailTypes(detailTypeRule),
  'aws.eventbridge.endpoint.uri': ({ endpointUri }) => endpointUri ?? '',
  'aws.eventbridge.eventbus.resources': ({ resources }) => resources,
  'aws.eventbridge.retries.delay': ({ retryDelayMs }) => retryDelayMs,
  'aws.eventbridge.retries.max': ({ maxRetries }) => maxRetries,
};

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'arn-ok': {
    gives: refusedFor('aws.eventbridge.eventbus.arn'),
    reason:
      'a bus of another Region than `aws.eventbridge.region` is refused, because events for it would be dropped',
    isDespiteMatch: true,
  },
  'delay-neg': {
    gives: refusedFor('aws.eventbridge.retries.delay'),
    reason: 'a negative delay is refused at start',
  },
  'unknown-key': {
    gives: refusedFor('aws.eventbridge.unknown'),
    reason: 'an unknown property is refused at start; the connector ignores it',
  },
};

/** Connector properties to accepted or refused, for which property, and effective values. */
export function checkConfigurations(): ConformanceResult {
  const cases = readGoldenCases<ConfigCase>(FILE);
  const minimal = cases.find(({ id }) => id === 'minimal');
  if (minimal === undefined) throw new Error(`${FILE} has no case "minimal".`);
  const isSupported = ({ config }: ConfigCase) => unsupportedProperties(config).length === 0;
  const golden = cases.filter(isSupported).map(({ expect, ...rest }) => ({
    ...rest,
    // The minimal case tells the defaults, the others what differs from them.
    defaults: rest.id === minimal.id ? {} : (minimal.expect.settings ?? {}),
    expect: {
      json: expect.valid
        ? acceptedWith(withoutIdle(expect.settings ?? {}))
        : refusedFor(...differences(rest.config, minimal.config)),
    },
  }));
  const result = compareCases(FILE, golden, DEVIATIONS, render);
  const { notYetSupported, failures } = checkRefused(
    cases
      .filter((each) => !isSupported(each))
      .map(({ id, config }) => ({
        id,
        properties: config,
        reason: `not carried out yet, and refused by name: ${unsupportedProperties(config).join(', ')}`,
      })),
  );
  return { ...result, notYetSupported, failures: [...result.failures, ...failures] };
}

function render({ config, defaults }: { readonly config: Properties; readonly defaults: Settings }): string {
  const refusal = refusalOf(config);
  if (refusal !== undefined) return refusal;
  const configuration = parseConfiguration(JSON.stringify(config));
  const effective = Object.entries(SETTINGS).map(
    ([name, valueIn]) => [name, valueIn(configuration)] as const,
  );
  return acceptedWith(
    Object.fromEntries(effective.filter(([name, value]) => !isDeepStrictEqual(value, defaults[name]))),
  );
}

/** Leaves out what the bridge does not carry out, where its value asks for nothing. */
function withoutIdle(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => !UNSUPPORTED[name]?.includes(String(value))),
  );
}

function acceptedWith(settings: Settings): string {
  const values = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return values.length === 0 ? 'accepted' : `accepted with ${JSON.stringify(Object.fromEntries(values))}`;
}

/** The properties to blame: those in which a refused configuration differs from one that is accepted. */
function differences(config: Properties, accepted: Properties): string[] {
  const names = new Set([...Object.keys(config), ...Object.keys(accepted)]);
  return [...names].filter((name) => config[name] !== accepted[name]);
}

function detailTypes(rule: DetailTypeRule): unknown {
  return rule.kind === 'expression' ? rule.expression : Object.fromEntries(rule.detailTypes);
}
