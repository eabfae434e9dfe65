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

  it.each([
    { property: 'connector.class', note: 'Not needed: the bridge is the connector.' },
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
    { property: 'key.converter.schemaName', note: expect.stringContaining('schema version id') },
  ])('takes out $property, which has no place here, with a note', ({ property, note }) => {
    expect(read({ [property]: 'something' })).toEqual({
      settings: {},
      notes: [{ property, note }],
      problems: [],
    });
  });

  it.each([
    { property: 'aws.eventbridge.iam.role.arn', value: '' },
    { property: 'aws.eventbridge.iam.role.arn', value: '  ' },
    { property: 'aws.eventbridge.offloading.default.fieldref', value: '$.detail.value' },
    {
      property: 'aws.eventbridge.detail.types.mapper.class',
      value: 'software.amazon.event.kafkaconnector.mapping.DefaultDetailTypeMapper',
    },
  ])('takes out $property with the value $value, which asks for nothing', ({ property, value }) => {
    expect(read({ [property]: value })).toEqual({
      settings: {},
      notes: [{ property, note: 'Not needed: its value is the default.' }],
      problems: [],
    });
  });

  it.each([
    'aws.eventbridge.eventbus.global.endpoint.id',
    'aws.eventbridge.detail.types.mapper.class',
    'aws.eventbridge.detail.types.jsonpathmapper.fieldref',
    'aws.eventbridge.time.mapper.class',
    'aws.eventbridge.auth.credentials_provider.class',
    'aws.eventbridge.iam.profile.name',
    'aws.eventbridge.iam.role.arn',
    'aws.eventbridge.iam.external.id',
    'aws.eventbridge.offloading.default.s3.bucket',
    'aws.eventbridge.offloading.default.fieldref',
    'aws.eventbridge.offloading.default.s3.endpoint.uri',
  ])('refuses %s, which it would otherwise ignore, without its value', (property) => {
    expect(read({ [property]: 'something' })).toEqual({
      settings: {},
      notes: [],
      problems: [{ property, message: `${property} is not supported by this version. Remove it.` }],
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
