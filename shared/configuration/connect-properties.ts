/**
 * Properties of Kafka Connect that a pasted configuration may hold and that have no place here: what they govern is
 * done by the event source mapping or by the infrastructure. They are accepted and reported, not silently dropped.
 */
export function notNeededReason(name: string): string | undefined {
  if (Object.hasOwn(NOT_NEEDED, name)) return NOT_NEEDED[name];
  return patternOf(name, NOT_NEEDED_PATTERNS)?.reason;
}

/** Properties whose names match an expression. */
export interface PropertyPattern {
  readonly pattern: RegExp;
  /** Whether the expression is for what follows `key.converter.`, `value.converter.` or `header.converter.`. */
  readonly isOfConverter?: true;
}

/** What begins so is a property of the converter of a side. */
const CONVERTER = /^(?:key|value|header)\.converter\.(?<setting>.+)/s;

/** The first that matches. An expression is compiled when it is first used: at a cold start all of them would take a while. */
function patternOf<Pattern extends PropertyPattern>(
  name: string,
  patterns: readonly Pattern[],
): Pattern | undefined {
  const setting = CONVERTER.exec(name)?.groups?.setting;
  return patterns.find(({ pattern, isOfConverter }) =>
    isOfConverter
      ? setting !== undefined && pattern.test(setting)
      : setting === undefined && pattern.test(name),
  );
}

export const NOT_NEEDED: Readonly<Record<string, string>> = {
  'connector.class': 'the bridge is the connector',
  'connector.plugin.version': 'the bridge is the connector',
  name: 'aws.eventbridge.connector.id names the bridge',
  'tasks.max': 'the event source mapping scales its pollers',
  'tasks.max.enforce': 'the event source mapping scales its pollers',
  topics: 'the event source mapping names the topic',
  'topics.regex': 'the event source mapping names the topic',
  'auto.offset.reset': 'the event source mapping has a starting position',
  'config.action.reload': 'the document is read again every minute',
  'aws.eventbridge.iam.profile.name':
    'a function has its execution role and no profiles; for another role, give aws.eventbridge.iam.role.arn',
};

const GLUE_READER_SETTINGS = [
  'protobufMessageType',
  'compatibility',
  'compressionType',
  'description',
  'metadata',
  'tags',
  'userAgentApp',
  'jackson(Ser|Deser)ializationFeatures',
  'avroRecordType',
  'endpoint',
  'schemaAutoRegistrationEnabled',
  'registry\\.name',
  'schemaName',
  'cacheSize',
  'timeToLiveMillis',
  'compression',
  'dataFormat',
];

const CONFLUENT_READER_SETTINGS = [
  'scrub\\.invalid\\.names',
  'discard\\.type\\.doc\\.default',
  'normalize\\.schemas',
  'avro\\.remove\\.java\\.properties',
  'avro\\.use\\.logical\\.type\\.converters',
  'latest\\.cache\\.(size|ttl\\.sec)',
  'http\\.(connect|read)\\.timeout\\.ms',
  'auto\\.register\\.schemas',
  'latest\\.compatibility\\.strict',
  'id\\.compatibility\\.strict',
  'max\\.schemas\\.per\\.subject',
  'schemas\\.cache\\.(config|size)',
  '(key|value)\\.subject\\.name\\.strategy',
  'connect\\.meta\\.data',
  '(key|value)\\.schema\\.id\\.deserializer',
  'allow\\.optional\\.map\\.keys',
  'object\\.additional\\.properties',
];

export const NOT_NEEDED_PATTERNS: readonly (PropertyPattern & { readonly reason: string })[] = [
  { pattern: /^consumer\.override\./, reason: 'the event source mapping is the consumer' },
  // With them, sinks write dead letters.
  { pattern: /^(producer|admin)\.override\./, reason: 'there is no dead-letter topic' },
  {
    pattern: /^errors\.(deadletterqueue|log|retry)\./,
    reason: 'the infrastructure gives the dead-letter queue or bucket; failures are always logged',
  },
  { isOfConverter: true, pattern: /^plugin\.version$/, reason: 'converters are part of the bridge' },
  {
    isOfConverter: true,
    pattern: new RegExp(`^(${GLUE_READER_SETTINGS.join('|')})$`),
    reason: 'the schema version id in each record is enough to read it',
  },
  {
    isOfConverter: true,
    pattern: new RegExp(`^(${CONFLUENT_READER_SETTINGS.join('|')})$`),
    reason: 'the schema id in each record is enough to read it',
  },
  {
    isOfConverter: true,
    pattern: /^(enhanced\.protobuf\.schema\.support|(optional|ignore\.default)\.for\.nullables)$/,
    reason: 'it concerns schemas of Connect and what a source writes, not the values of an event',
  },
];

/** A property that the bridge does not carry out. */
export interface UnsupportedProperty {
  /** Values that ask for nothing, so that the property may stay; in capitals or not. */
  readonly withoutEffect: readonly string[];
  /** Why such a value asks for nothing, where it is more than the default. */
  readonly note?: string;
  /** Why it is refused otherwise, and what to do. */
  readonly reason: string;
}

export function unsupportedProperty(name: string): UnsupportedProperty | undefined {
  return patternOf(name, UNSUPPORTED_PATTERNS);
}

const EMPTY = [''];

/** Credentials providers of the AWS SDK for Java that find what the machine has been given, as a function is its role. */
const STANDARD_PROVIDERS = [
  'ContainerCredentialsProvider',
  'DefaultCredentialsProvider',
  'EnvironmentVariableCredentialsProvider',
  'InstanceProfileCredentialsProvider',
  'ProfileCredentialsProvider',
  'SystemPropertyCredentialsProvider',
  'WebIdentityTokenFileCredentialsProvider',
].map((provider) => `software.amazon.awssdk.auth.credentials.${provider}`);

export const UNSUPPORTED_PATTERNS: readonly (UnsupportedProperty & PropertyPattern)[] = [
  {
    pattern: /^aws\.eventbridge\.auth\.credentials_provider\.class$/,
    withoutEffect: ['', ...STANDARD_PROVIDERS],
    note: 'Not needed: the function has its execution role.',
    reason:
      'The bridge runs no classes of Java, and signs as the execution role of the function. Remove it, and give aws.eventbridge.iam.role.arn where it has to be another role.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?secondaryDeserializer$/,
    withoutEffect: EMPTY,
    reason: 'Frames of other serializers are read by the converter auto: set it, and remove this.',
  },
  {
    pattern: /^(transforms|predicates)(\.|$)/,
    withoutEffect: EMPTY,
    reason:
      'Single message transforms are not supported. Remove it: events then carry the records as they are on the topic.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?(basic\.auth\.user\.info|bearer\.auth\.token)$/,
    withoutEffect: EMPTY,
    reason:
      'Secrets do not belong in the configuration. Put it into a secret of Secrets Manager, and give its ARN as schema.registry.secret.arn of the same converter.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?ssl\.truststore\./,
    withoutEffect: EMPTY,
    reason:
      'Certificates are read from Secrets Manager. Put the PEM certificate of the authority into a secret, and give its ARN as schema.registry.ca.secret.arn of the same converter.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?ssl\.keystore\./,
    withoutEffect: EMPTY,
    reason: 'Client certificates are not supported for a schema registry. Use a user or a token.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?(basic|bearer)\.auth\.credentials\.source$/,
    withoutEffect: EMPTY,
    reason:
      'Credentials are read from Secrets Manager. Remove it, and give the ARN of the secret as schema.registry.secret.arn of the same converter.',
  },
  {
    isOfConverter: true,
    pattern: /^replace\.null\.with\.default$/,
    withoutEffect: ['', 'true'],
    reason:
      'A null whose field has a default becomes that default, as Kafka Connect has it by default. Remove it.',
  },
  {
    isOfConverter: true,
    pattern: /^converter\.encoding$/,
    withoutEffect: ['', 'utf8', 'utf-8'],
    reason: 'Text is read as UTF-8. Remove it, or take the converter bytes for other texts.',
  },
  {
    isOfConverter: true,
    pattern: /^flatten\.singleton\.unions?$/,
    withoutEffect: ['true'],
    reason: 'A union with a single branch is that branch. Remove it.',
  },
  {
    isOfConverter: true,
    pattern: /^optional\.for\.proto2$/,
    withoutEffect: ['true'],
    reason: 'An optional field of proto2 that is not there is null. Remove it, if events may look so.',
  },
  {
    isOfConverter: true,
    pattern: /^generate\.struct\.for\.nulls$/,
    withoutEffect: ['false'],
    reason:
      'A message that is not there is null, and so is an optional field. Remove it, if events may look so.',
  },
  {
    isOfConverter: true,
    pattern: /^generalized\.sum\.type\.support$/,
    withoutEffect: ['false'],
    reason:
      'Branches of Avro unions keep their names, and of Protobuf it changes nothing. Remove it, if events may look so.',
  },
  {
    isOfConverter: true,
    pattern: /^use\.optional\.for\.nonrequired$/,
    withoutEffect: ['false'],
    reason:
      'A JSON document is sent as it is, without a null for a member that it does not have. Remove it, if events may look so.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?use\.latest\.(version|with\.metadata)$/,
    withoutEffect: ['', 'false'],
    reason: 'A record is read with the schema that it was written with. Remove it.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?ssl\.endpoint\.identification\.algorithm$/,
    // Empty, it asks not to verify.
    withoutEffect: ['https'],
    reason: 'The name of the host of the registry is always verified. Remove it.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?proxy\.(host|port)$/,
    withoutEffect: EMPTY,
    reason: 'No proxy is used. Remove it, and give the function a network path to the registry.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?rule\.executors/,
    withoutEffect: EMPTY,
    reason: 'Rules are not run, and fields that a rule encrypts stay encrypted. Remove it.',
  },
  {
    isOfConverter: true,
    pattern: /^(schema\.registry\.)?bearer\.auth\.(client|issuer|scope)/,
    withoutEffect: EMPTY,
    reason:
      'Tokens are not requested. Put one into a secret of Secrets Manager, and give its ARN as schema.registry.secret.arn of the same converter.',
  },
];
