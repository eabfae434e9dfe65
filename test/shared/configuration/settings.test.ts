import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../shared/configuration/configuration-error.ts';
import { type ReadSettings, readSettings } from '../../../shared/configuration/settings.ts';

const CONNECT_JSON = 'org.apache.kafka.connect.json.JsonConverter';

function read(members: Readonly<Record<string, unknown>>): Omit<ReadSettings, 'topics'> {
  const { topics, ...read } = readSettings(JSON.stringify(members));
  expect(topics).toEqual(new Map());
  return read;
}

/** The sentence with which a document is refused. */
function refusalOf(text: string): string {
  try {
    readSettings(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expect(error.problems.map(({ property }) => property)).toEqual(['document']);
    return error.problems.map(({ message }) => message).join('\n');
  }
  throw new Error('The document was accepted.');
}

describe('readSettings', () => {
  it('hands on what may be a property of the bridge, in whatever form it was written', () => {
    const members = { 'aws.eventbridge.retries.max': 3, 'key.converter': ' long ', unknown: { a: [1] } };

    expect(read(members)).toEqual({ settings: members, notes: [], problems: [] });
  });

  it('passes over the schema by which an editor completes the document', () => {
    expect(read({ $schema: './configuration.schema.json', 'errors.tolerance': 'all' })).toEqual({
      settings: { 'errors.tolerance': 'all' },
      notes: [],
      problems: [],
    });
  });

  it.each([
    { property: 'connector.class', note: 'Not needed: the bridge is the connector.' },
    { property: 'connector.plugin.version', note: 'Not needed: the bridge is the connector.' },
    { property: 'tasks.max.enforce', note: 'Not needed: the event source mapping scales its pollers.' },
    { property: 'producer.override.acks', note: 'Not needed: there is no dead-letter topic.' },
    { property: 'admin.override.client.id', note: 'Not needed: there is no dead-letter topic.' },
    { property: 'value.converter.plugin.version', note: 'Not needed: converters are part of the bridge.' },
    { property: 'header.converter.plugin.version', note: 'Not needed: converters are part of the bridge.' },
    { property: 'name', note: 'Not needed: aws.eventbridge.connector.id names the bridge.' },
    { property: 'tasks.max', note: 'Not needed: the event source mapping scales its pollers.' },
    { property: 'topics', note: 'Not needed: the event source mapping names the topic.' },
    { property: 'topics.regex', note: 'Not needed: the event source mapping names the topic.' },
    { property: 'auto.offset.reset', note: 'Not needed: the event source mapping has a starting position.' },
    { property: 'config.action.reload', note: 'Not needed: the document is read again every minute.' },
    {
      property: 'consumer.override.max.poll.records',
      note: 'Not needed: the event source mapping is the consumer.',
    },
    { property: 'errors.log.enable', note: expect.stringContaining('failures are always logged') },
    { property: 'errors.deadletterqueue.topic.name', note: expect.stringContaining('dead-letter queue') },
    { property: 'errors.retry.timeout', note: expect.stringContaining('dead-letter queue') },
    { property: 'value.converter.avroRecordType', note: expect.stringContaining('schema version id') },
    {
      property: 'value.converter.schemaAutoRegistrationEnabled',
      note: expect.stringContaining('schema version id'),
    },
    { property: 'key.converter.registry.name', note: expect.stringContaining('schema version id') },
    { property: 'key.converter.allow.optional.map.keys', note: expect.stringContaining('schema id') },
    { property: 'key.converter.schemaName', note: expect.stringContaining('schema version id') },
    {
      property: 'value.converter.enhanced.protobuf.schema.support',
      note: expect.stringContaining('schemas of Connect'),
    },
    {
      property: 'value.converter.optional.for.nullables',
      note: expect.stringContaining('schemas of Connect'),
    },
    {
      property: 'value.converter.ignore.default.for.nullables',
      note: expect.stringContaining('schemas of Connect'),
    },
  ])('takes out $property, which has no place here, with a note', ({ property, note }) => {
    expect(read({ [property]: 'something' })).toEqual({
      settings: {},
      notes: [{ property, note }],
      problems: [],
    });
  });

  it.each([
    { property: 'aws.eventbridge.auth.credentials_provider.class', value: '' },
    { property: 'transforms', value: '  ' },
    { property: 'value.converter.secondaryDeserializer', value: '' },
    { property: 'value.converter.use.latest.version', value: 'False' },
    { property: 'value.converter.replace.null.with.default', value: 'true' },
    { property: 'value.converter.generate.struct.for.nulls', value: 'false' },
    { property: 'value.converter.generalized.sum.type.support', value: 'False' },
    { property: 'key.converter.flatten.singleton.unions', value: 'true' },
    { property: 'key.converter.optional.for.proto2', value: 'true' },
    { property: 'value.converter.converter.encoding', value: 'UTF8' },
    { property: 'header.converter.converter.encoding', value: 'utf-8' },
    { property: 'value.converter.schema.registry.ssl.endpoint.identification.algorithm', value: 'https' },
  ])('takes out $property with the value $value, which asks for nothing', ({ property, value }) => {
    expect(read({ [property]: value })).toEqual({
      settings: {},
      notes: [{ property, note: 'Not needed: its value is the default.' }],
      problems: [],
    });
  });

  it('answers a profile, which a function does not have, with what to give where it named a role', () => {
    const property = 'aws.eventbridge.iam.profile.name';

    expect(read({ [property]: 'events' })).toEqual({
      settings: {},
      notes: [
        {
          property,
          note: 'Not needed: a function has its execution role and no profiles; for another role, give aws.eventbridge.iam.role.arn.',
        },
      ],
      problems: [],
    });
  });

  it.each([
    'ContainerCredentialsProvider',
    'DefaultCredentialsProvider',
    'EnvironmentVariableCredentialsProvider',
    'InstanceProfileCredentialsProvider',
    'ProfileCredentialsProvider',
    'SystemPropertyCredentialsProvider',
    'WebIdentityTokenFileCredentialsProvider',
  ])('takes out the standard %s of the SDK, whose place the execution role takes', (provider) => {
    const property = 'aws.eventbridge.auth.credentials_provider.class';

    expect(read({ [property]: `software.amazon.awssdk.auth.credentials.${provider}` })).toEqual({
      settings: {},
      notes: [{ property, note: 'Not needed: the function has its execution role.' }],
      problems: [],
    });
  });

  it('refuses a credentials provider of somebody, and tells what to use instead', () => {
    const property = 'aws.eventbridge.auth.credentials_provider.class';

    expect(read({ [property]: 'com.acme.Provider' })).toEqual({
      settings: {},
      notes: [],
      problems: [
        {
          property,
          message: `${property}: The bridge runs no classes of Java, and signs as the execution role of the function. Remove it, and give aws.eventbridge.iam.role.arn where it has to be another role.`,
        },
      ],
    });
  });

  it.each([
    'transforms',
    'transforms.mask.type',
    'transforms.mask.fields',
    'predicates',
    'predicates.isTombstone.type',
  ])('refuses %s with what leaving it out does to the events', (property) => {
    expect(read({ [property]: 'something' })).toEqual({
      settings: {},
      notes: [],
      problems: [
        {
          property,
          message: `${property}: Single message transforms are not supported. Remove it: events then carry the records as they are on the topic.`,
        },
      ],
    });
  });

  it.each([
    { property: 'value.converter.replace.null.with.default', value: 'false', what: 'becomes that default' },
    { property: 'value.converter.converter.encoding', value: 'ISO-8859-1', what: 'is read as UTF-8' },
    { property: 'value.converter.optional.for.proto2', value: 'false', what: 'is not there is null' },
    { property: 'value.converter.generate.struct.for.nulls', value: 'true', what: 'is not there is null' },
    { property: 'value.converter.generalized.sum.type.support', value: 'true', what: 'keep their names' },
    { property: 'value.converter.use.optional.for.nonrequired', value: 'true', what: 'is sent as it is' },
    { property: 'key.converter.flatten.singleton.unions', value: 'false', what: 'a single branch' },
  ])('refuses $property with the value $value', ({ property, value, what }) => {
    expect(read({ [property]: value }).problems).toEqual([
      { property, message: expect.stringContaining(what) },
    ]);
  });

  it('refuses the empty algorithm for host names, which asks not to verify them', () => {
    const property = 'value.converter.schema.registry.ssl.endpoint.identification.algorithm';

    expect(read({ [property]: '' })).toEqual({
      settings: {},
      notes: [],
      problems: [
        {
          property,
          message: `${property}: The name of the host of the registry is always verified. Remove it.`,
        },
      ],
    });
  });

  it.each(['transformsX', 'my.transforms'])('leaves %s to the schema, which does not know it', (property) => {
    expect(read({ [property]: 'x' })).toEqual({ settings: { [property]: 'x' }, notes: [], problems: [] });
  });

  it('notes that Kafka Connect takes another default for schemas.enable, for its own JSON converter', () => {
    const { notes } = read({ 'key.converter': CONNECT_JSON, 'value.converter': ` ${CONNECT_JSON} ` });

    expect(notes).toEqual(
      ['key.converter.schemas.enable', 'value.converter.schemas.enable'].map((property) => ({
        property,
        note: 'Not set: it is false here, where Kafka Connect takes true.',
      })),
    );
  });

  it.each(['key', 'value'])(
    'notes that a format of decimals has effect here, for that converter of a %s',
    (side) => {
      const members = { [`${side}.converter`]: CONNECT_JSON, [`${side}.converter.schemas.enable`]: 'true' };

      expect(read({ ...members, [`${side}.converter.decimal.format`]: 'numeric' }).notes).toEqual([
        {
          property: `${side}.converter.decimal.format`,
          note: 'Has effect here: a sink of Kafka Connect passes over it and sends BASE64.',
        },
      ]);
      expect(read({ ...members, [`${side}.converter.decimal.format`]: 'base64' }).notes).toEqual([]);
      expect(read({ 'value.converter': 'json', 'value.converter.decimal.format': 'NUMERIC' }).notes).toEqual(
        [],
      );
    },
  );

  it.each([
    {
      what: 'schemas.enable is set',
      members: { 'value.converter': CONNECT_JSON, 'value.converter.schemas.enable': 'false' },
    },
    { what: 'the converter has the name of this project', members: { 'value.converter': 'json' } },
    {
      what: 'the converter is another',
      members: { 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' },
    },
    { what: 'there is no converter', members: {} },
  ])('notes nothing when $what', ({ members }) => {
    expect(read(members).notes).toEqual([]);
  });

  it.each([
    { text: '', problem: 'is not JSON' },
    { text: '{"a":', problem: 'is not JSON' },
    { text: 'aws.eventbridge.region=eu-west-1', problem: 'is not JSON' },
    { text: 'null', problem: 'is JSON, but not an object' },
    { text: '[]', problem: 'is JSON, but not an object' },
    { text: '"text"', problem: 'is JSON, but not an object' },
  ])('refuses the document $text', ({ text, problem }) => {
    expect(refusalOf(text)).toBe(
      `The document ${problem}. Give one JSON object with the properties of the connector.`,
    );
  });

  it.each([{ name: 'orders', config: { topics: 'orders' } }, { config: {} }])(
    'refuses the request body of a Connect worker, %j, and names its member "config"',
    (document) => {
      expect(refusalOf(JSON.stringify(document))).toBe(
        'The document holds the properties inside its member "config". Give that object alone.',
      );
    },
  );

  it.each(['text', null, ['list']])(
    'leaves a member "config" of %j to the schema, which does not know it',
    (config) => {
      expect(read({ config }).settings).toEqual({ config });
    },
  );

  it.each([
    { what: 'is not JSON', text: '{"password":"SECRET"' },
    { what: 'holds its properties too deep', text: '{"config":{"password":"SECRET"}}' },
  ])('never quotes a document that $what', ({ text }) => {
    expect(refusalOf(text)).not.toContain('SECRET');
  });
});
