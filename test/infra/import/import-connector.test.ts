import { describe, expect, it } from 'vitest';
import { GROUP_ID } from '../../../infra/import/consumer-position.ts';
import { parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { CLUSTER_ARN } from '../../fixtures/kafka-sources.ts';
import { CONFIG, connector, imported, lineOf, without, worker } from './connector-fixture.ts';

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const STRING_CONVERTER = 'org.apache.kafka.connect.storage.StringConverter';
const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-a1b2c3';

const CONFLUENT = {
  'value.converter': 'io.confluent.connect.avro.AvroConverter',
  'value.converter.schema.registry.url': 'https://registry.example.com',
};

describe('a connector', () => {
  it('becomes a bridge with a document that the function takes', () => {
    const { document, bridge, isComplete } = imported(connector(), { clusterArn: CLUSTER_ARN });
    const { 'connector.class': _, topics: __, ...configuration } = CONFIG;

    expect(isComplete).toBe(true);
    expect(document).toEqual(configuration);
    expect(() => parseConfiguration(JSON.stringify(document))).not.toThrow();
    expect(bridge).toEqual({
      name: 'payments',
      source: { type: 'msk', clusterArn: CLUSTER_ARN, authentication: { type: 'iam' } },
      topics: ['payments'],
      consumerGroupId: 'connect-payments-sink',
      configuration,
    });
  });

  it('has a line for every property, whatever it is', () => {
    const odd = {
      'my.note': 'x',
      'producer.override.acks': '1',
      transforms: 'a',
      'transforms.a.type': 'b.C',
    };
    const { lines } = imported(connector({ ...odd, 'consumer.override.fetch.min.bytes': '1' }));

    expect(lines.map(({ property }) => property)).toEqual(
      expect.arrayContaining([
        ...Object.keys(CONFIG),
        ...Object.keys(odd),
        'consumer.override.fetch.min.bytes',
      ]),
    );
  });

  it('finds its cluster in a parameter when none is given', () => {
    expect(imported(connector()).bridge.source).toEqual({
      type: 'msk',
      clusterArn: 'ssm:/kafka-eventbridge/payments/cluster-arn',
      authentication: { type: 'iam' },
    });
  });
});

describe('what Kafka Connect takes for granted', () => {
  it.each([
    { property: 'errors.tolerance', value: 'none' },
    { property: 'header.converter', value: 'simple' },
  ])('is written: $property is $value', ({ property, value }) => {
    const result = imported(without([property]));

    expect(lineOf(result, property)).toMatchObject({ fate: 'added', becomes: value });
    expect(lineOf(result, property)).not.toHaveProperty('value');
    expect(result.document[property]).toBe(value);
  });

  it.each(['key.converter', 'value.converter'])('is written: %s expects schemas in JSON', (side) => {
    const result = imported(connector({ [side]: JSON_CONVERTER }));

    expect(lineOf(result, `${side}.schemas.enable`)).toMatchObject({ fate: 'added', becomes: 'true' });
    expect(result.document[`${side}.schemas.enable`]).toBe('true');
  });

  it('is not written over what the connector says', () => {
    const result = imported(
      connector({ 'value.converter': JSON_CONVERTER, 'value.converter.schemas.enable': 'false' }),
    );

    expect(lineOf(result, 'value.converter.schemas.enable')).toMatchObject({
      fate: 'carried over',
      value: 'false',
    });
  });
});

describe('the worker', () => {
  it('is asked for when it decides on a converter', () => {
    const result = imported(without(['key.converter', 'value.converter']));

    expect(result.isComplete).toBe(false);
    for (const side of ['key.converter', 'value.converter']) {
      expect(lineOf(result, side)).toMatchObject({
        fate: 'missing',
        why: expect.stringContaining('--worker FILE'),
      });
    }
  });

  it('says what the connector leaves out, with all that belongs to it', () => {
    const result = imported(without(['value.converter', 'header.converter']), {
      worker: worker({
        'key.converter': JSON_CONVERTER,
        'value.converter': JSON_CONVERTER,
        'value.converter.schemas.enable': 'false',
        'header.converter': STRING_CONVERTER,
        'bootstrap.servers': 'b-1.example.com:9098',
      }),
    });

    expect(result.isComplete).toBe(true);
    expect(result.document).toMatchObject({
      'key.converter': STRING_CONVERTER,
      'value.converter': JSON_CONVERTER,
      'value.converter.schemas.enable': 'false',
      'header.converter': STRING_CONVERTER,
    });
    expect(lineOf(result, 'value.converter')).toMatchObject({
      fate: 'added',
      why: expect.stringContaining('worker'),
    });
    expect(result.lines.map(({ property }) => property)).not.toContain('bootstrap.servers');
  });

  it('has the say over what the connector writes without the converter, as in Kafka Connect', () => {
    const alone = connector({ 'value.converter.schemas.enable': 'false' });
    const result = imported(without(['value.converter'], alone), {
      worker: worker({ 'value.converter': JSON_CONVERTER }),
    });

    expect(result.document['value.converter.schemas.enable']).toBe('true');
    expect(result.lines.filter(({ property }) => property === 'value.converter.schemas.enable')).toEqual([
      expect.objectContaining({ fate: 'added', becomes: 'true' }),
      expect.objectContaining({ fate: 'not needed', value: 'false' }),
    ]);
  });

  it('says how its consumers read', () => {
    const result = imported(connector(), {
      worker: worker({
        'consumer.max.poll.records': '50',
        'consumer.auto.offset.reset': 'latest',
        'consumer.fetch.min.bytes': '1',
      }),
    });

    expect(result.bridge.mapping).toEqual({ batchSize: 50, startingPosition: 'LATEST' });
  });
});

describe('what the worker does to records before they are converted', () => {
  it.each(['key.deserializer', 'value.deserializer'])('keeps it from being imported: %s', (name) => {
    const result = imported(connector(), {
      worker: worker({ [`consumer.${name}`]: 'com.example.DecryptingDeserializer' }),
    });

    expect(lineOf(result, `consumer.override.${name}`).fate).toBe('unsupported');
    expect(result.isComplete).toBe(false);
  });
});

describe('how a connector reads', () => {
  it.each([
    { property: 'tasks.max', value: '1', mapping: undefined },
    { property: 'tasks.max', value: '10', mapping: undefined },
    { property: 'tasks.max', value: '24', mapping: { polling: { mode: 'provisioned', maximumPollers: 24 } } },
    {
      property: 'tasks.max',
      value: '5000',
      mapping: { polling: { mode: 'provisioned', maximumPollers: 2_000 } },
    },
    { property: 'consumer.override.max.poll.records', value: '50', mapping: { batchSize: 50 } },
    { property: 'consumer.override.max.poll.records', value: '20000', mapping: { batchSize: 10_000 } },
    {
      property: 'consumer.override.auto.offset.reset',
      value: 'latest',
      mapping: { startingPosition: 'LATEST' },
    },
    {
      property: 'consumer.override.auto.offset.reset',
      value: 'earliest',
      mapping: { startingPosition: 'TRIM_HORIZON' },
    },
  ])('becomes options of the mapping: $property $value', ({ property, value, mapping }) => {
    const result = imported(connector({ [property]: value }));

    expect(lineOf(result, property)).toMatchObject({ fate: 'changed', value });
    expect(result.bridge.mapping).toEqual(mapping);
    expect(result.document).not.toHaveProperty([property]);
  });

  it.each([
    { property: 'consumer.override.isolation.level', value: 'read_committed' },
    { property: 'consumer.override.interceptor.classes', value: 'com.example.Filter' },
    { property: 'consumer.override.key.deserializer', value: 'com.example.DecryptingDeserializer' },
    { property: 'consumer.override.value.deserializer', value: 'com.example.DecryptingDeserializer' },
    { property: 'consumer.override.auto.offset.reset', value: 'none' },
    { property: 'consumer.override.max.poll.records', value: 'many' },
  ])('is unsupported where Lambda reads in another way: $property $value', ({ property, value }) => {
    const result = imported(connector({ [property]: value }));

    expect(lineOf(result, property).fate).toBe('unsupported');
    expect(result.isComplete).toBe(false);
  });

  it.each([
    { mechanism: 'AWS_MSK_IAM', fate: 'not needed' },
    { mechanism: 'SCRAM-SHA-512', fate: 'changed' },
  ])('tells how to log in with $mechanism, and shows no password', ({ mechanism, fate }) => {
    const result = imported(
      connector({
        'consumer.override.sasl.mechanism': mechanism,
        'consumer.override.sasl.jaas.config': 'LoginModule required password="hunter2";',
      }),
    );

    expect(lineOf(result, 'consumer.override.sasl.jaas.config')).toMatchObject({
      fate,
      value: '(not shown)',
    });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('reads each topic with a mapping, and none twice', () => {
    const result = imported(connector({ topics: 'payments, refunds,,payments' }));

    expect(result.bridge.topics).toEqual(['payments', 'refunds']);
    expect(result.bridge).not.toHaveProperty('consumerGroupId');
  });

  it.each(['${env:TASKS}', undefined])('needs the number of tasks, and not %s', (value) => {
    expect(lineOf(imported(connector({ 'tasks.max': value })), 'tasks.max')).toMatchObject({
      fate: 'missing',
      why: expect.stringContaining('--set tasks.max=VALUE'),
    });
  });

  it('needs topics by name', () => {
    const byPattern = without(['topics'], connector({ 'topics.regex': 'pay.*' }));

    expect(lineOf(imported(byPattern), 'topics.regex')).toMatchObject({
      fate: 'unsupported',
      why: expect.stringContaining('--set topics=ONE,TWO'),
    });
    expect(lineOf(imported(connector({ 'topics.regex': 'pay.*' })), 'topics.regex').fate).toBe('changed');
    expect(lineOf(imported(without(['topics'])), 'topics').fate).toBe('missing');
    expect(lineOf(imported(connector({ topics: ' , ' })), 'topics').fate).toBe('missing');
    expect(lineOf(imported(connector({ topics: '.a' })), 'topics').fate).toBe('unsupported');
  });
});

describe('the consumer group', () => {
  it.each([
    { what: 'that of the connector', config: {}, name: 'sink', group: 'connect-sink' },
    {
      what: 'the one that it overrides it with',
      config: { 'consumer.override.group.id': 'own' },
      name: 'sink',
      group: 'own',
    },
    { what: 'a new one without its name', config: {}, name: undefined, group: undefined },
    { what: 'a new one where Lambda takes no such name', config: {}, name: 'a sink', group: undefined },
    { what: 'a new one where the name is looked up', config: {}, name: '${env:NAME}', group: undefined },
    {
      what: 'a new one for each of several topics',
      config: { topics: 'a1,b2' },
      name: 'sink',
      group: undefined,
    },
  ])('is $what', ({ config, name, group }) => {
    expect(imported(connector(config, { name })).bridge.consumerGroupId).toBe(group);
  });

  it.each([
    {
      what: 'it is written',
      config: {},
      name: 'sink',
      line: 'consumer group',
      fate: 'carried over',
      why: 'goes on where',
    },
    {
      what: 'the connector overrides it',
      config: { [GROUP_ID]: 'own' },
      name: 'sink',
      line: GROUP_ID,
      fate: 'carried over',
      why: 'goes on where',
    },
    {
      what: 'the name of the connector is not written',
      config: {},
      name: undefined,
      line: 'consumer group',
      fate: 'changed',
      why: '--set name=NAME',
    },
    {
      what: 'Lambda takes no such name',
      config: {},
      name: 'a sink',
      line: 'consumer group',
      fate: 'changed',
      why: 'Lambda takes no group of this name',
    },
    {
      what: 'there are several topics',
      config: { topics: 'a1,b2', [GROUP_ID]: 'own' },
      name: 'sink',
      line: GROUP_ID,
      fate: 'changed',
      why: 'Lambda wants a group for each topic',
    },
    {
      what: 'there are several topics, and it is looked up',
      config: { topics: 'a1,b2', [GROUP_ID]: '${file:/x:g}' },
      name: 'sink',
      line: GROUP_ID,
      fate: 'changed',
      why: 'Lambda wants a group for each topic',
    },
    {
      what: 'the worker looks it up',
      config: { [GROUP_ID]: '${file:/x:g}' },
      name: 'sink',
      line: GROUP_ID,
      fate: 'missing',
      why: `--set ${GROUP_ID}=VALUE`,
    },
    {
      what: 'it is known at deployment only',
      config: { [GROUP_ID]: undefined },
      name: 'sink',
      line: GROUP_ID,
      fate: 'missing',
      why: `--set ${GROUP_ID}=VALUE`,
    },
    {
      what: 'the topics are not known',
      config: { topics: undefined, [GROUP_ID]: 'own' },
      name: 'sink',
      line: GROUP_ID,
      fate: 'changed',
      why: 'with one topic',
    },
  ])('has one line where $what, which is true', ({ config, name, line, fate, why }) => {
    const result = imported(connector(config, { name }));
    const lines = result.lines.filter(({ property }) => /group/.test(property));

    expect(lines).toEqual([
      expect.objectContaining({ property: line, fate, why: expect.stringContaining(why) }),
    ]);
  });

  it('is a new one when the override is left out, and not one that nobody ever used', () => {
    const result = imported(connector({ [GROUP_ID]: 'own' }), { removed: [GROUP_ID] });

    expect(result.bridge).not.toHaveProperty('consumerGroupId');
    expect(lineOf(result, 'consumer group').why).toContain(`${GROUP_ID} is left out`);
  });

  it('is that of the worker, where it gives one to all', () => {
    const result = imported(connector(), { worker: worker({ 'consumer.group.id': 'all' }) });

    expect(result.bridge.consumerGroupId).toBe('all');
  });

  it('begins where it is told when it is new, and says so', () => {
    const startingPosition = { timestampSeconds: Date.parse('2026-11-20T08:30:00Z') / 1_000 };
    const result = imported(connector({ topics: 'a1,b2', 'consumer.override.auto.offset.reset': 'latest' }), {
      startingPosition,
    });

    expect(result.bridge.mapping).toEqual({ startingPosition });
    expect(lineOf(result, 'consumer group').why).toContain('begin at 2026-11-20T08:30:00Z');
  });

  it('sends again what the topics hold when it is new, and says so', () => {
    expect(lineOf(imported(connector({ topics: 'a1,b2' })), 'consumer group').why).toContain(
      '--start-at TIME',
    );
  });
});

describe('what would change events', () => {
  it.each([
    { property: 'transforms', value: 'mask' },
    { property: 'transforms.mask.type', value: 'org.apache.kafka.connect.transforms.MaskField$Value' },
    { property: 'transforms.mask.fields', value: 'pan' },
    {
      property: 'predicates.isTombstone.type',
      value: 'org.apache.kafka.connect.transforms.predicates.RecordIsTombstone',
    },
    { property: 'value.converter', value: 'com.example.OwnConverter' },
    { property: 'header.converter', value: JSON_CONVERTER },
    { property: 'value.converter.replace.null.with.default', value: 'false' },
    { property: 'value.converter.converter.encoding', value: 'ISO-8859-1' },
    { property: 'aws.eventbridge.detail.types.mapper.class', value: 'com.example.Mapper' },
    { property: 'aws.eventbridge.time.mapper.class', value: 'com.example.TimeMapper' },
    { property: 'aws.eventbridge.auth.credentials_provider.class', value: 'com.example.Provider' },
    { property: 'aws.eventbridge.retrys.max', value: '3' },
    { property: 'aws.eventbridge.retries.max', value: '11' },
  ])('is never left out: $property', ({ property, value }) => {
    const result = imported(connector({ [property]: value }));

    expect(lineOf(result, property).fate).toBe('unsupported');
    expect(lineOf(result, property).why).not.toBe('');
    expect(result.isComplete).toBe(false);
  });

  it.each([
    {
      converter: 'io.confluent.connect.json.JsonSchemaConverter',
      difference: 'The document is passed on as it is.',
    },
    {
      converter: 'com.amazonaws.services.schemaregistry.kafkaconnect.jsonschema.JsonSchemaConverter',
      difference: 'The document is passed on as it is.',
    },
    {
      converter: 'io.confluent.connect.protobuf.ProtobufConverter',
      difference: 'It looks the same, but for',
    },
  ])('is told where values look otherwise than with $converter', ({ converter, difference }) => {
    const config = {
      'value.converter': converter,
      'value.converter.schema.registry.url': 'https://registry.example.com',
    };
    const result = imported(connector(config));

    expect(lineOf(result, 'value.converter')).toMatchObject({
      fate: 'carried over',
      value: converter,
      why: expect.stringContaining(difference),
    });
    expect(result.isComplete).toBe(true);
  });

  it('is carried out as by the converter for Protobuf of Confluent', () => {
    const config = {
      'value.converter': 'io.confluent.connect.protobuf.ProtobufConverter',
      'value.converter.schema.registry.url': 'https://registry.example.com',
      'value.converter.generate.index.for.unions': 'false',
      'value.converter.flatten.unions': 'true',
      'value.converter.int.for.enums': 'true',
      'value.converter.wrapper.for.raw.primitives': 'false',
      'value.converter.wrapper.for.nullables': 'true',
    };

    expect(imported(connector(config)).document).toMatchObject(config);
  });

  it.each([
    { option: 'enhanced.protobuf.schema.support', value: 'true' },
    { option: 'optional.for.nullables', value: 'true' },
    { option: 'optional.for.proto2', value: 'true' },
    { option: 'generate.struct.for.nulls', value: 'false' },
    { option: 'generalized.sum.type.support', value: 'false' },
    { option: 'scrub.invalid.names', value: 'true' },
  ])('is not what $option $value asks for', ({ option, value }) => {
    const property = `value.converter.${option}`;

    expect(lineOf(imported(connector({ [property]: value })), property).fate).toBe('not needed');
  });

  it.each([
    { option: 'optional.for.proto2', value: 'false' },
    { option: 'generate.struct.for.nulls', value: 'true' },
    { option: 'generalized.sum.type.support', value: 'true' },
  ])('is refused where the bridge does not do it: $option $value', ({ option, value }) => {
    const property = `value.converter.${option}`;

    expect(lineOf(imported(connector({ [property]: value })), property)).toMatchObject({
      fate: 'unsupported',
      why: expect.stringContaining('Remove it, if events may look so'),
    });
  });

  it('is left out when somebody says so, with all that belongs to it', () => {
    const config = { transforms: 'mask', 'transforms.mask.type': 'a.B' };
    const result = imported(connector(config), { removed: ['transforms'] });

    expect(result.isComplete).toBe(true);
    expect(lineOf(result, 'transforms').fate).toBe('left out');
    expect(lineOf(result, 'transforms.mask.type').fate).toBe('left out');
  });

  it('is not taken over where Kafka Connect passed over it: the format of decimals', () => {
    const property = 'value.converter.decimal.format';
    const config = connector({ 'value.converter': JSON_CONVERTER, [property]: 'NUMERIC' });

    expect(lineOf(imported(config), property)).toMatchObject({ fate: 'changed', becomes: 'BASE64' });
    expect(imported(config).document).not.toHaveProperty([property]);
  });

  it('is taken over when it is given for the bridge', () => {
    const property = 'value.converter.decimal.format';
    const given = connector();
    const properties = new Map([
      ...given.properties,
      [property, { name: property, value: 'NUMERIC', origin: 'command line' as const }],
    ]);

    expect(imported({ ...given, properties }).document[property]).toBe('NUMERIC');
  });

  it.each([
    { property: 'aws.eventbridge.ordering', value: 'key' },
    { property: 'aws.eventbridge.detail.types', value: 'payments:paid-${topic}' },
    { property: 'aws.eventbridge.detail.types', value: 'pay*:paid' },
    { property: 'aws.eventbridge.detail.types', value: 'paid-${$.type}' },
    { property: 'aws.eventbridge.detail.types', value: "paid-${$['event:type']}" },
    { property: 'aws.eventbridge.detail.types', value: '${topic}-${$.type}' },
    { property: 'aws.eventbridge.eventbus.resources', value: 'arn:aws:x:${topic},b' },
    { property: 'aws.eventbridge.eventbus.resources', value: 'a,${$.id}' },
  ])('is told where the bridge does more than the connector: $property $value', ({ property, value }) => {
    const result = imported(connector({ [property]: value }));

    expect(lineOf(result, property)).toMatchObject({ fate: 'changed', becomes: expect.any(String) });
    expect(result.document[property]).toBe(value);
  });

  it.each([
    { property: 'aws.eventbridge.detail.types', value: 'paid-${topic}' },
    { property: 'aws.eventbridge.detail.types', value: 'paid*' },
    { property: 'aws.eventbridge.detail.types', value: 'payments:paid*,refunds:back' },
    { property: 'aws.eventbridge.eventbus.resources', value: 'arn:aws:x:*,b' },
  ])('is not told where it does the same: $property $value', ({ property, value }) => {
    expect(lineOf(imported(connector({ [property]: value })), property).fate).toBe('carried over');
  });

  it('is asked for when it is known at deployment only', () => {
    const result = imported(connector({ 'aws.eventbridge.eventbus.arn': undefined }));

    expect(lineOf(result, 'aws.eventbridge.eventbus.arn')).toMatchObject({
      fate: 'missing',
      why: expect.stringContaining('--set aws.eventbridge.eventbus.arn=VALUE'),
    });
  });

  it.each(['value.converter.replace.null.with.default', 'value.converter.ssl.truststore.location'])(
    'is asked for when it is known at deployment only and may change events: %s',
    (property) => {
      expect(lineOf(imported(connector({ [property]: undefined })), property).fate).toBe('missing');
    },
  );

  it('is asked for when the connector cannot do without it', () => {
    expect(lineOf(imported(without(['aws.eventbridge.region'])), 'aws.eventbridge.region').fate).toBe(
      'missing',
    );
  });
});

describe('what has no effect here', () => {
  it.each([
    { property: 'errors.log.enable', value: 'true' },
    { property: 'errors.retry.timeout', value: '-1' },
    { property: 'errors.deadletterqueue.context.headers.enable', value: 'true' },
    { property: 'value.converter.avroRecordType', value: 'GENERIC_RECORD' },
    { property: 'value.converter.replace.null.with.default', value: 'true' },
    { property: 'aws.eventbridge.iam.profile.name', value: 'connect' },
    { property: 'aws.eventbridge.offloading.default.fieldref', value: '$.detail.value.document' },
    { property: 'consumer.override.isolation.level', value: 'read_uncommitted' },
    {
      property: 'consumer.override.value.deserializer',
      value: 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
    },
    { property: 'value.converter.plugin.version', value: '1.0' },
    { property: 'tasks.max.enforce', value: 'true' },
    { property: 'header.converter.converter.encoding', value: 'UTF8' },
    { property: 'my.note', value: 'x' },
  ])('is not needed, with a reason: $property', ({ property, value }) => {
    const result = imported(connector({ [property]: value }));

    expect(lineOf(result, property)).toMatchObject({
      fate: 'not needed',
      value,
      why: expect.stringMatching(/^([A-Z]|aws\.eventbridge\.).*\.$/),
    });
    expect(result.document).not.toHaveProperty([property]);
    expect(result.isComplete).toBe(true);
  });

  it.each(['producer.override.acks', 'admin.override.client.id'])(
    'is what a sink writes dead letters with: %s',
    (property) => {
      expect(lineOf(imported(connector({ [property]: 'x' })), property)).toMatchObject({
        fate: 'not needed',
        why: 'There is no dead-letter topic.',
      });
    },
  );

  it('is told in sentences in which names of properties stay as they are', () => {
    const path = 'aws.eventbridge.offloading.default.fieldref';
    const profile = 'aws.eventbridge.iam.profile.name';
    const result = imported(connector({ [path]: '$.detail.value.document', [profile]: 'connect' }));

    expect(lineOf(result, path).why).toBe('aws.eventbridge.offloading.default.s3.bucket is not given.');
    expect(lineOf(result, profile).why).toMatch(/^A function has/);
  });

  it('is the name of a dead-letter topic that is empty', () => {
    const property = 'errors.deadletterqueue.topic.name';

    expect(lineOf(imported(connector({ [property]: '' })), property).fate).toBe('not needed');
  });

  it('is the dead-letter topic, whose place SQS and S3 take', () => {
    const config = { 'errors.deadletterqueue.topic.name': 'dlq' };

    expect(lineOf(imported(connector(config)), 'errors.deadletterqueue.topic.name')).toMatchObject({
      fate: 'changed',
      becomes: 'dead-letter queue and bucket',
    });
    expect(
      lineOf(
        imported(connector({ ...config, 'errors.tolerance': 'none' })),
        'errors.deadletterqueue.topic.name',
      ).becomes,
    ).toContain('onFailure');
    expect(
      lineOf(
        imported(connector(config), { removed: ['errors.tolerance'] }),
        'errors.deadletterqueue.topic.name',
      ).becomes,
    ).toBe('dead-letter queue and bucket');
  });
});

describe('a secret', () => {
  it.each([
    { property: 'value.converter.basic.auth.user.info', value: 'user:hunter2' },
    { property: 'value.converter.bearer.auth.token', value: 'hunter2' },
    { property: 'value.converter.schema.registry.url', value: 'https://user:hunter2@registry.example.com' },
    { property: 'value.converter.ssl.truststore.password', value: 'hunter2' },
    { property: 'aws.eventbridge.endpoint.uri', value: 'https://user:hunter2@example.com' },
    { property: 'aws.eventbridge.iam.external.id', value: 'hunter2!' },
    { property: 'value.converter.assumeRoleExternalId', value: 'hunter2!' },
    { property: 'value.converter.basic.auth.user.info', value: '${file:/run/hunter2.properties:user}' },
    { property: 'aws.eventbridge.connector.id', value: '${env:hunter2}' },
  ])('is neither shown nor copied: $property', ({ property, value }) => {
    const result = imported(connector({ ...CONFLUENT, [property]: value }));

    expect(lineOf(result, property).fate).toMatch(/^(unsupported|missing)$/);
    expect(lineOf(result, property).value).toMatch(/^\(/);
    expect(JSON.stringify(result.lines)).not.toContain('hunter2');
    expect(JSON.stringify(result.document)).not.toContain('hunter2');
  });

  it.each([
    { property: 'aws.eventbridge.connector.id', remedy: 'Give the value with --set' },
    { property: 'value.converter.sasl.password', remedy: 'leave this out with --remove' },
  ])('may be left out where the worker looks it up, and nothing else: $property', ({ property, remedy }) => {
    expect(lineOf(imported(connector({ [property]: '${env:X}' })), property).why).toContain(remedy);
  });

  it('is replaced by the ARN of a secret', () => {
    const result = imported(
      connector({
        ...CONFLUENT,
        'value.converter.basic.auth.credentials.source': 'USER_INFO',
        'value.converter.basic.auth.user.info': 'user:hunter2',
        'value.converter.schema.registry.secret.arn': SECRET_ARN,
      }),
    );

    expect(result.isComplete).toBe(true);
    expect(lineOf(result, 'value.converter.basic.auth.user.info')).toMatchObject({
      fate: 'changed',
      value: '(not shown)',
      becomes: 'value.converter.schema.registry.secret.arn',
    });
  });
});
