/**
 * Properties of Kafka Connect that a pasted configuration may hold and that have no place here: what they govern is
 * done by the event source mapping or by the infrastructure. They are accepted and reported, not silently dropped.
 */
export function notNeededReason(name: string): string | undefined {
  if (Object.hasOwn(NOT_NEEDED, name)) return NOT_NEEDED[name];
  return NOT_NEEDED_PATTERNS.find(({ pattern }) => pattern.test(name))?.reason;
}

const NOT_NEEDED: Readonly<Record<string, string>> = {
  'connector.class': 'the bridge is the connector',
  name: 'aws.eventbridge.connector.id names the bridge',
  'tasks.max': 'the event source mapping scales its pollers',
  topics: 'the event source mapping names the topic',
  'topics.regex': 'the event source mapping names the topic',
  'auto.offset.reset': 'the event source mapping has a starting position',
  'config.action.reload': 'the document is read again every minute',
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
];

const NOT_NEEDED_PATTERNS = [
  { pattern: /^consumer\.override\./, reason: 'the event source mapping is the consumer' },
  {
    pattern: /^errors\.(deadletterqueue|log|retry)\./,
    reason: 'the infrastructure gives the dead-letter queue or bucket; failures are always logged',
  },
  {
    pattern: new RegExp(`^(key|value)\\.converter\\.(${GLUE_READER_SETTINGS.join('|')})$`),
    reason: 'the schema version id in each record is enough to read it',
  },
  {
    pattern: new RegExp(`^(key|value)\\.converter\\.(${CONFLUENT_READER_SETTINGS.join('|')})$`),
    reason: 'the schema id in each record is enough to read it',
  },
];

/**
 * Properties of the connector that this version does not carry out, with the values that ask for nothing.
 * Any other value is refused, because ignoring it would change what happens to the events.
 */
export const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = {
  'aws.eventbridge.eventbus.global.endpoint.id': [''],
  'aws.eventbridge.detail.types.mapper.class': [
    '',
    'software.amazon.event.kafkaconnector.mapping.DefaultDetailTypeMapper',
  ],
  'aws.eventbridge.detail.types.jsonpathmapper.fieldref': [''],
  'aws.eventbridge.time.mapper.class': ['', 'software.amazon.event.kafkaconnector.mapping.DefaultTimeMapper'],
  'aws.eventbridge.auth.credentials_provider.class': [''],
  'aws.eventbridge.iam.profile.name': [''],
  'aws.eventbridge.iam.role.arn': [''],
  'aws.eventbridge.iam.external.id': [''],
  'aws.eventbridge.offloading.default.s3.bucket': [''],
  'aws.eventbridge.offloading.default.fieldref': ['', '$.detail.value'],
  'aws.eventbridge.offloading.default.s3.endpoint.uri': [''],
};

/** What a property that is not carried out does to the bridge, where a general sentence would mislead. */
export function unsupportedReason(name: string): string | undefined {
  return UNSUPPORTED_PATTERNS.find(({ pattern }) => pattern.test(name))?.reason;
}

const SIDE = '^(key|value)\\.converter\\.(schema\\.registry\\.)?';

const UNSUPPORTED_PATTERNS = [
  {
    pattern: new RegExp(`${SIDE}secondaryDeserializer$`),
    reason: 'Frames of other serializers are read by the converter auto: set it, and remove this.',
  },
  {
    pattern: /^(transforms|predicates)(\.|$)/,
    reason:
      'Single message transforms are not supported. Remove it: events then carry the records as they are on the topic.',
  },
  {
    pattern: new RegExp(`${SIDE}(basic\\.auth\\.user\\.info|bearer\\.auth\\.token)$`),
    reason:
      'Secrets do not belong in the configuration. Put it into a secret of Secrets Manager, and give its ARN as schema.registry.secret.arn of the same converter.',
  },
  {
    pattern: new RegExp(`${SIDE}ssl\\.truststore\\.`),
    reason:
      'Certificates are read from Secrets Manager. Put the PEM certificate of the authority into a secret, and give its ARN as schema.registry.ca.secret.arn of the same converter.',
  },
  {
    pattern: new RegExp(`${SIDE}ssl\\.keystore\\.`),
    reason: 'Client certificates are not supported for a schema registry. Use a user or a token.',
  },
  {
    pattern: new RegExp(`${SIDE}(basic|bearer)\\.auth\\.credentials\\.source$`),
    reason:
      'Credentials are read from Secrets Manager. Remove it, and give the ARN of the secret as schema.registry.secret.arn of the same converter.',
  },
  {
    pattern: new RegExp(`${SIDE}use\\.latest\\.(version|with\\.metadata)$`),
    reason: 'A record is read with the schema that it was written with. Remove it.',
  },
  {
    pattern: new RegExp(`${SIDE}ssl\\.endpoint\\.identification\\.algorithm$`),
    reason: 'The name of the host of the registry is always verified. Remove it.',
  },
  {
    pattern: new RegExp(`${SIDE}proxy\\.(host|port)$`),
    reason: 'No proxy is used. Remove it, and give the function a network path to the registry.',
  },
  {
    pattern: new RegExp(`${SIDE}rule\\.executors`),
    reason: 'Rules are not run, and fields that a rule encrypts stay encrypted. Remove it.',
  },
  {
    pattern: new RegExp(`${SIDE}bearer\\.auth\\.(client|issuer|scope)`),
    reason:
      'Tokens are not requested. Put one into a secret of Secrets Manager, and give its ARN as schema.registry.secret.arn of the same converter.',
  },
];
