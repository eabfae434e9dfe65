import type { ConfigurationProblem } from './configuration-error.ts';
import { detailTypeMapper, timeMapper } from './mapper-names.ts';
import { shown } from './property-problems.ts';
import { REGION } from './region.ts';
import { isGiven, settingText } from './setting-text.ts';
import type { Settings } from './settings.ts';
import { DEFAULT_SOURCE, parseSource } from './source-rule.ts';

/** Properties that are good by themselves and do not go together. */
export function contradictions(settings: Settings): ConfigurationProblem[] {
  return [
    ...busRegionProblems(settings),
    ...globalEndpointProblems(settings),
    ...externalIdProblems(settings),
    ...sourceProblems(settings),
    ...pathProblems(settings, DETAIL_TYPE_MAPPING),
    ...pathProblems(settings, TIME_MAPPING),
    ...bucketProblems(settings),
    ...offloadedShapeProblems(settings),
    ...keyProblems(settings),
  ];
}

/** EventBridge takes events for a bus that does not exist in the Region, and drops them without an error. */
function busRegionProblems(settings: Settings): ConfigurationProblem[] {
  const property = 'aws.eventbridge.eventbus.arn';
  const region = bridgeRegion(settings);
  const busRegion = settingText(settings, property).split(':')[3];
  if (!busRegion || region === undefined || busRegion === region) return [];
  const message = `${property} is in ${shown(busRegion)}, but aws.eventbridge.region is ${shown(region)}. Make them the same: events for a bus that is not in the Region are dropped.`;
  return [{ property, message }];
}

/** Undefined when it is missing or no Region, which is a problem of its own. */
function bridgeRegion(settings: Settings): string | undefined {
  const region = settingText(settings, 'aws.eventbridge.region');
  return REGION.test(region) ? region : undefined;
}

/** The id of a global endpoint stands for an address of its own. */
function globalEndpointProblems(settings: Settings): ConfigurationProblem[] {
  const property = 'aws.eventbridge.eventbus.global.endpoint.id';
  const other = 'aws.eventbridge.endpoint.uri';
  if (!isGiven(settings, property) || !isGiven(settings, other)) return [];
  const message = `${property} is ${shown(settings[property])}, and ${other} names another endpoint. Remove one of them: events go to one place.`;
  return [{ property, message }];
}

function externalIdProblems(settings: Settings): ConfigurationProblem[] {
  const role = 'aws.eventbridge.iam.role.arn';
  return idleProblems(settings, ['aws.eventbridge.iam.external.id'], {
    isIdle: !isGiven(settings, role),
    why: `${role} is not given`,
    remedy: 'Give the role that asks for it, or remove it.',
  });
}

/** The length of a source, and what it begins with, depend on the connector id. */
function sourceProblems(settings: Settings): ConfigurationProblem[] {
  const property = 'aws.eventbridge.source';
  const text = settingText(settings, property) || DEFAULT_SOURCE;
  const connectorId = settingText(settings, 'aws.eventbridge.connector.id');
  // What is wrong with any connector id, or with this one alone, is a problem of its own.
  if (connectorId === '' || text === DEFAULT_SOURCE || 'problem' in parseSource(text, 'connector')) return [];
  const result = parseSource(text, connectorId);
  if (!('problem' in result)) return [];
  const message = `${property} is ${shown(text)}, which ${result.problem}. Give another source, or a shorter aws.eventbridge.connector.id.`;
  return [{ property, message }];
}

interface Mapping {
  /** What the names of its properties begin with. */
  readonly prefix: string;
  readonly mapperName: (text: string) => string | undefined;
  readonly remedy: string;
}

const DETAIL_TYPE_MAPPING: Mapping = {
  prefix: 'aws.eventbridge.detail.types',
  mapperName: detailTypeMapper,
  remedy: 'Give the path of a text in the value, such as $.order.type.',
};

const TIME_MAPPING: Mapping = {
  prefix: 'aws.eventbridge.time',
  mapperName: timeMapper,
  remedy: 'Give the path of a time in the value, such as $.order.createdAt.',
};

/** A mapper that goes by a path needs one, and no other takes one. */
function pathProblems(settings: Settings, { prefix, mapperName, remedy }: Mapping): ConfigurationProblem[] {
  const property = `${prefix}.jsonpathmapper.fieldref`;
  const mapper = `${prefix}.mapper.class`;
  const name = isGiven(settings, mapper) ? mapperName(settingText(settings, mapper)) : 'the default';
  if (name === undefined) return [];
  if (name === 'jsonpath' && !isGiven(settings, property)) {
    return [{ property, message: `${property} is missing, and ${mapper} is jsonpath. ${remedy}` }];
  }
  return idleProblems(settings, [property], {
    isIdle: name !== 'jsonpath',
    why: `${mapper} is ${name}`,
    remedy: `Give ${mapper} the value jsonpath, or remove this.`,
  });
}

/** Values that ask for nothing, by property. */
const IDLE_VALUES: Readonly<Record<string, string>> = {
  'aws.eventbridge.offloading.default.mode': 'always',
  'aws.eventbridge.offloading.default.s3.prefix': '',
  'aws.eventbridge.offloading.default.s3.encryption': 'none',
  'aws.eventbridge.offloading.default.s3.kms.key.arn': '',
};

/** What the connector has as well is noted instead, because it takes it. */
function bucketProblems(settings: Settings): ConfigurationProblem[] {
  const bucket = 'aws.eventbridge.offloading.default.s3.bucket';
  const asking = Object.entries(IDLE_VALUES)
    .filter(([property, idle]) => settingText(settings, property).toLowerCase() !== idle)
    .map(([property]) => property);
  return idleProblems(settings, asking, {
    isIdle: !isGiven(settings, bucket),
    why: `${bucket} is not given`,
    remedy: 'Give the bucket, or remove this.',
  });
}

/** Where a value is the detail itself, its members and the reference could meet under one name. */
function offloadedShapeProblems(settings: Settings): ConfigurationProblem[] {
  const property = 'aws.eventbridge.offloading.default.s3.bucket';
  const shape = settingText(settings, 'aws.eventbridge.detail.shape').toLowerCase();
  if (!isGiven(settings, property) || !['value', 'cloudevents'].includes(shape)) return [];
  const message = `${property} is ${shown(settings[property])}, and aws.eventbridge.detail.shape is ${shape}. Remove one of them: what is offloaded begins with $.detail.value, which only the shape connector has.`;
  return [{ property, message }];
}

function keyProblems(settings: Settings): ConfigurationProblem[] {
  const encryption = 'aws.eventbridge.offloading.default.s3.encryption';
  return idleProblems(settings, ['aws.eventbridge.offloading.default.s3.kms.key.arn'], {
    isIdle: settingText(settings, encryption).toLowerCase() !== 'aws:kms',
    why: `${encryption} is not aws:kms`,
    remedy: 'Give the encryption aws:kms, or remove this.',
  });
}

interface Idleness {
  readonly isIdle: boolean;
  readonly why: string;
  readonly remedy: string;
}

function idleProblems(
  settings: Settings,
  properties: readonly string[],
  { isIdle, why, remedy }: Idleness,
): ConfigurationProblem[] {
  return properties
    .filter((property) => isIdle && isGiven(settings, property))
    .map((property) => ({ property, message: `${property} has no effect, because ${why}. ${remedy}` }));
}
