import { isDeepStrictEqual } from 'node:util';
import { type Configuration, parseConfiguration } from '../../shared/configuration/configuration.ts';
import { DEFAULT_DETAIL_TYPE, type DetailTypeRule } from '../../shared/configuration/detail-type-rule.ts';
import { compareCases, type Deviation, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import { type Properties, refusalOf, refusedFor } from './refusal.ts';
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

const MAPPERS = 'software.amazon.event.kafkaconnector.mapping';

/** Effective values, as the reference tells them. */
const SETTINGS: Readonly<Record<string, (configuration: Configuration) => unknown>> = {
  'aws.eventbridge.connector.id': ({ connectorId }) => connectorId,
  'aws.eventbridge.detail.types': ({ detailTypeRule }) => detailTypes(detailTypeRule),
  'aws.eventbridge.detail.types.mapper.class': ({ detailTypeRule: { kind } }) =>
    `${MAPPERS}.${kind === 'json-path' ? 'JsonPath' : 'Default'}DetailTypeMapper`,
  'aws.eventbridge.endpoint.uri': ({ endpointUri }) => endpointUri ?? '',
  'aws.eventbridge.eventbus.global.endpoint.id': ({ globalEndpointId }) => globalEndpointId ?? '',
  'aws.eventbridge.eventbus.resources': ({ resources }) => resources.map(({ text }) => text),
  'aws.eventbridge.iam.external.id': ({ role }) => role?.externalId ?? '',
  // A function has none.
  'aws.eventbridge.iam.profile.name': () => '',
  'aws.eventbridge.iam.role.arn': ({ role }) => role?.arn ?? '',
  'aws.eventbridge.offloading.default.fieldref': ({ offloading }) => offloading?.pathText ?? '$.detail.value',
  'aws.eventbridge.offloading.default.s3.bucket': ({ offloading }) => offloading?.bucket ?? '',
  'aws.eventbridge.offloading.default.s3.endpoint.uri': ({ offloading }) => offloading?.endpointUri ?? '',
  'aws.eventbridge.retries.delay': ({ retryDelayMs }) => retryDelayMs,
  'aws.eventbridge.retries.max': ({ maxRetries }) => maxRetries,
  'aws.eventbridge.time.mapper.class': ({ timeRule }) =>
    timeRule.kind === 'none' ? `${MAPPERS}.DefaultTimeMapper` : timeRule.kind,
};

const DETAIL_TYPE_PATH = 'aws.eventbridge.detail.types.jsonpathmapper.fieldref';

/** The properties to blame, where a configuration differs from one that is accepted in more or others than these. */
const TO_BLAME: Readonly<Record<string, readonly string[]>> = {
  'jp-missing-fieldref': [DETAIL_TYPE_PATH],
  'jp-indefinite': [DETAIL_TYPE_PATH],
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
  'fieldref-blank': {
    gives: refusedFor('aws.eventbridge.offloading.default.fieldref'),
    reason: 'an empty offloading path with a bucket is refused at once, not only when the task starts',
  },
  'fieldref-ok': {
    gives: acceptedWith({}),
    reason: 'an offloading path without a bucket has no effect, which a note in the log says',
    isDespiteMatch: true,
  },
  'profile-ok': {
    gives: acceptedWith({}),
    reason: 'a profile has no effect, which a note in the log says: a function has its execution role',
    isDespiteMatch: true,
  },
  'role-gov': {
    gives: acceptedWith({
      'aws.eventbridge.iam.role.arn': 'arn:aws-us-gov:iam::123456789101:role/x',
    }),
    reason: 'roles of all partitions are accepted',
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
  const golden = cases.map(({ expect, ...rest }) => ({
    ...rest,
    // The minimal case tells the defaults, the others what differs from them.
    defaults: rest.id === minimal.id ? {} : (minimal.expect.settings ?? {}),
    expect: {
      json: expect.valid
        ? acceptedWith(expect.settings ?? {})
        : refusedFor(...(TO_BLAME[rest.id] ?? differences(rest.config, minimal.config))),
    },
  }));
  return compareCases(FILE, golden, DEVIATIONS, render);
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
  switch (rule.kind) {
    case 'expression':
      return rule.template.text;
    case 'by-topic':
      return Object.fromEntries([...rule.byName].map(([topic, { text }]) => [topic, text]));
    case 'json-path':
      return DEFAULT_DETAIL_TYPE;
  }
}
