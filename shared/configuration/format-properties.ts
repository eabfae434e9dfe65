import * as z from 'zod/mini';
import { EXTERNAL_ID, ROLE_ARN, ROLE_SESSION_NAME } from './assumed-role.ts';
import type { ConfigurationProblem } from './configuration-error.ts';
import {
  CONVERTER_NAMES,
  type ConverterName,
  converterName,
  DEFAULT_CONVERTERS,
  HEADER_CONVERTER_NAMES,
  type HeaderConverterName,
  headerConverterName,
} from './converter-names.ts';
import {
  type ConfluentProtobuf,
  DECIMAL_FORMATS,
  FIELD_NAMES,
  type FormatConfiguration,
  type Side,
  UNION_FORMATS,
} from './format.ts';
import { choice, flag, oneOf, optional, optionalPattern, property } from './property.ts';
import { issueProblems } from './property-problems.ts';
import { REGION } from './region.ts';
import { registryUrls } from './registry-urls.ts';
import type { Settings } from './settings.ts';

/** Formats of everything in the records of a topic. */
export interface TopicFormats {
  readonly key: FormatConfiguration;
  readonly value: FormatConfiguration;
  readonly headerConverter: HeaderConverterName;
}

/** Properties that a topic may have of its own; all begin like this. */
const FORMAT_PROPERTY = /^(key|value|header)\.converter(\.|$)/;

export function isFormatProperty(name: string): boolean {
  return FORMAT_PROPERTY.test(name);
}

const SECRET = /^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/;
const HEADER_TEXT = /^[\x21-\x7e]{1,256}$/;

const DEFAULT_ROLE_SESSION = 'kafka-eventbridge-bridge';

/** What key and value have in common. */
const SHARED_PROPERTIES = {
  'converter.schemas.enable': optional(flag(), 'false'),
  'converter.decimal.format': optional(oneOf(DECIMAL_FORMATS), 'BASE64'),
  'converter.unions': optional(oneOf(UNION_FORMATS), 'branches'),
  'converter.field.names': optional(oneOf(FIELD_NAMES), 'original'),
  'converter.enhanced.avro.schema.support': optional(flag(), 'false'),
  'converter.generate.index.for.unions': optional(flag(), 'true'),
  'converter.flatten.unions': optional(flag(), 'false'),
  'converter.int.for.enums': optional(flag(), 'false'),
  'converter.wrapper.for.raw.primitives': optional(flag(), 'true'),
  'converter.wrapper.for.nullables': optional(flag(), 'false'),
  'converter.region': optionalPattern(
    'Give the Region of the Glue registry, or leave it out for aws.eventbridge.region.',
    REGION,
  ),
  'converter.assumeRoleArn': optionalPattern(
    'Give the ARN of a role that may read the Glue registry of its account.',
    ROLE_ARN,
  ),
  'converter.assumeRoleSessionName': optionalPattern(
    'Give a session name of 2 to 64 letters, digits and characters of _+=,.@-',
    ROLE_SESSION_NAME,
  ),
  'converter.assumeRoleExternalId': optionalPattern(
    'Give the external id that the trust policy of the role asks for.',
    EXTERNAL_ID,
  ),
  'converter.schema.registry.url': optional(
    property(
      'Give the https addresses of the schema registry, separated by commas, without user and password.',
      registryUrls,
    ),
    '',
  ),
  'converter.schema.registry.secret.arn': optionalPattern(
    'Give the ARN of a Secrets Manager secret {"username":…,"password":…} or {"token":…}.',
    SECRET,
  ),
  'converter.schema.registry.ca.secret.arn': optionalPattern(
    'Give the ARN of a Secrets Manager secret {"certificate":"-----BEGIN CERTIFICATE-----…"}.',
    SECRET,
  ),
  'converter.bearer.auth.logical.cluster': optionalPattern(
    'Give the logical cluster of the registry, such as lsrc-abc123.',
    HEADER_TEXT,
  ),
  'converter.bearer.auth.identity.pool.id': optionalPattern(
    'Give the identity pool, such as pool-abc1.',
    HEADER_TEXT,
  ),
};

/** The properties of one side, without the `key.` or `value.` that they begin with. */
const sideProperties = (side: Side) =>
  z.strictObject({
    converter: optional(
      property(
        `Give one of ${CONVERTER_NAMES.join(', ')} or the Java class of such a converter.`,
        choice(converterName),
      ),
      DEFAULT_CONVERTERS[side],
    ),
    ...SHARED_PROPERTIES,
  });

const headerProperties = z.strictObject({
  converter: optional(
    property(
      `Give one of ${HEADER_CONVERTER_NAMES.join(', ')} or the Java class of such a Kafka Connect converter.`,
      choice(headerConverterName),
    ),
    'string',
  ),
});

const SIDES = { key: sideProperties('key'), value: sideProperties('value') };

/** Every property of a format; `<side>` stands for `key` and `value`. */
export const FORMAT_PROPERTIES: readonly string[] = [
  ...Object.keys(SIDES.key.shape).map((name) => `<side>.${name}`),
  ...Object.keys(headerProperties.shape).map((name) => `header.${name}`),
];

/** Formats as far as they could be read, and everything that is wrong with them. */
export interface ParsedFormats {
  readonly formats: TopicFormats | undefined;
  readonly problems: readonly ConfigurationProblem[];
}

/**
 * Reads the properties of key, value and headers.
 *
 * @param region Region of the Glue registry where none is named.
 */
export function parseFormats(settings: Settings, region: string): ParsedFormats {
  const key = parseSide('key', settings, region);
  const value = parseSide('value', settings, region);
  const members = withPrefix('header.', settings);
  const headers = headerProperties.safeParse(members);
  const problems = [
    ...key.problems,
    ...value.problems,
    ...(headers.success ? [] : issueProblems(headers.error.issues, members, 'header.')),
  ];
  if (key.format === undefined || value.format === undefined || !headers.success) {
    return { formats: undefined, problems };
  }
  return {
    formats: { key: key.format, value: value.format, headerConverter: headers.data.converter },
    problems,
  };
}

function parseSide(
  side: Side,
  settings: Settings,
  region: string,
): { readonly format: FormatConfiguration | undefined; readonly problems: readonly ConfigurationProblem[] } {
  const members = withPrefix(`${side}.`, settings);
  const result = SIDES[side].safeParse(members);
  if (!result.success) {
    return { format: undefined, problems: issueProblems(result.error.issues, members, `${side}.`) };
  }
  const format = toFormat(result.data, region);
  return { format, problems: missingUrl(side, format) };
}

function toFormat(properties: z.output<(typeof SIDES)[Side]>, region: string): FormatConfiguration {
  const roleArn = properties['converter.assumeRoleArn'];
  const urls = properties['converter.schema.registry.url'];
  return {
    converter: properties.converter,
    hasSchemaEnvelope: properties['converter.schemas.enable'],
    rendering: {
      decimals: properties['converter.decimal.format'],
      unions: properties['converter.unions'],
      hasFullNames: properties['converter.enhanced.avro.schema.support'],
      fieldNames: properties['converter.field.names'],
      confluentProtobuf: confluentProtobuf(properties),
    },
    glue: {
      region: properties['converter.region'] ?? region,
      role:
        roleArn === undefined
          ? undefined
          : {
              arn: roleArn,
              sessionName: properties['converter.assumeRoleSessionName'] ?? DEFAULT_ROLE_SESSION,
              externalId: properties['converter.assumeRoleExternalId'],
            },
    },
    confluent:
      urls.length === 0
        ? undefined
        : {
            urls,
            secretArn: properties['converter.schema.registry.secret.arn'],
            caSecretArn: properties['converter.schema.registry.ca.secret.arn'],
            logicalCluster: properties['converter.bearer.auth.logical.cluster'],
            identityPoolId: properties['converter.bearer.auth.identity.pool.id'],
          },
  };
}

function confluentProtobuf(properties: z.output<(typeof SIDES)[Side]>): ConfluentProtobuf {
  const hasFlatPayloads = properties['converter.wrapper.for.raw.primitives'];
  return {
    hasOneofIndexes: properties['converter.generate.index.for.unions'],
    hasFlatOneofs: properties['converter.flatten.unions'],
    hasNumericEnums: properties['converter.int.for.enums'],
    hasFlatPayloads,
    // Despite its name the property for payloads holds for fields too, as in Confluent's converter.
    hasFlatWrappers: hasFlatPayloads || properties['converter.wrapper.for.nullables'],
  };
}

function missingUrl(side: Side, { converter, confluent }: FormatConfiguration): ConfigurationProblem[] {
  if (!isConfluent(converter) || confluent !== undefined) return [];
  const property = `${side}.converter.schema.registry.url`;
  const message = `${property} is missing, and ${side}.converter is "${converter}". Give the https address of the schema registry.`;
  return [{ property, message }];
}

function isConfluent(converter: ConverterName): boolean {
  return converter.startsWith('confluent');
}

/** The members that begin with a prefix, without it. */
function withPrefix(prefix: string, settings: Settings): Settings {
  const members = Object.entries(settings).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(members.map(([name, value]) => [name.slice(prefix.length), value]));
}
