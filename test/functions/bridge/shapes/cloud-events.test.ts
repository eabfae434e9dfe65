import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { base64, kafkaRecord } from '../../../fixtures/kafka-event.ts';
import { arbitraryJson, arbitraryRecord } from './arbitrary-record.ts';
import { header, NO_SCHEMAS, wrap, wrapper } from './wrapped.ts';

const CLOUD_EVENTS = { 'aws.eventbridge.detail.shape': 'cloudevents' };

function detailOf(
  record: Partial<KafkaEventRecord>,
  properties: Readonly<Record<string, unknown>> = {},
): string {
  return wrap(record, { ...CLOUD_EVENTS, ...properties }).detail;
}

function parsed(record: Partial<KafkaEventRecord>, properties: Readonly<Record<string, unknown>> = {}) {
  return JSON.parse(detailOf(record, properties));
}

describe('the shape cloudevents, of a record that is no CloudEvent', () => {
  it('makes it one: attributes from its coordinates, the value as data', () => {
    const record = {
      partition: 3,
      offset: 42,
      headers: [header('trace-id', 'abc')],
      value: base64('{ "total": 12.50 }'),
    };

    expect(detailOf(record)).toBe(
      '{"specversion":"1.0","id":"orders-3-42","source":"kafka-connect.orders-bridge","type":"kafka-connect-orders",' +
        '"subject":"order-1","time":"2023-11-14T22:13:20.123Z","datacontenttype":"application/json",' +
        '"partitionkey":"order-1","kafkatopic":"orders","kafkapartition":3,"kafkaoffset":"42",' +
        '"kafkaheadertraceid":"abc","data":{"total":12.50}}',
    );
  });

  it('leaves out what the record does not have', () => {
    expect(detailOf({ key: null, timestamp: null, value: base64('[]') })).toBe(
      '{"specversion":"1.0","id":"orders-0-0","source":"kafka-connect.orders-bridge","type":"kafka-connect-orders",' +
        '"datacontenttype":"application/json","kafkatopic":"orders","kafkapartition":0,"kafkaoffset":"0","data":[]}',
    );
  });

  it.each(['false', 'true'])(
    'marks a tombstone, which has no data, with the property set to %s',
    (marker) => {
      expect(detailOf({ value: null }, { 'aws.eventbridge.tombstone.marker': marker })).toBe(
        '{"specversion":"1.0","id":"orders-0-0","source":"kafka-connect.orders-bridge","type":"kafka-connect-orders",' +
          '"subject":"order-1","time":"2023-11-14T22:13:20.123Z",' +
          '"partitionkey":"order-1","kafkatopic":"orders","kafkapartition":0,"kafkaoffset":"0","kafkatombstone":true}',
      );
    },
  );

  it('has the type of its detail type, and a source that is a URI reference', () => {
    const properties = {
      'aws.eventbridge.connector.id': 'orders bridge/é:1',
      'aws.eventbridge.detail.types': 'orders:order.changed',
    };

    const { source, type } = parsed({}, properties);

    expect({ source, type }).toEqual({
      source: 'kafka-connect.orders%20bridge%2F%C3%A9%3A1',
      type: 'order.changed',
    });
  });

  it.each([
    { key: 'order-1', converter: 'string', text: 'order-1' },
    { key: 'Zoë "Z"', converter: 'string', text: 'Zoë "Z"' },
    { key: '', converter: 'string', text: undefined },
    { key: 'null', converter: 'string', text: 'null' },
    { key: 'a\u0001b', converter: 'string', text: '"a\\u0001b"' },
    { key: '"order-1"', converter: 'json', text: 'order-1' },
    { key: '{ "id": 7.0 }', converter: 'json', text: '{"id":7.0}' },
    { key: 'null', converter: 'json', text: undefined },
    { key: 'k', converter: 'bytes', text: 'aw==' },
    { key: '\0\0\0\u0007', converter: 'integer', text: '7' },
  ])('takes the key $key ($converter) as partition key and subject $text', ({ key, converter, text }) => {
    const { partitionkey, subject } = parsed({ key: base64(key) }, { 'key.converter': converter });

    expect({ partitionkey, subject }).toEqual({ partitionkey: text, subject: text });
  });

  it.each([
    { timestamp: 0, time: '1970-01-01T00:00:00.000Z' },
    { timestamp: 253_402_300_799_999, time: '9999-12-31T23:59:59.999Z' },
    { timestamp: 253_402_300_800_000, time: undefined },
    { timestamp: Number.MAX_SAFE_INTEGER, time: undefined },
    { timestamp: -1, time: undefined },
  ])('takes the timestamp $timestamp as time $time', ({ timestamp, time }) => {
    expect(parsed({ timestamp }).time).toBe(time);
  });

  it.each([
    { converter: 'json', type: undefined, expected: { datacontenttype: 'application/json', data: { a: 1 } } },
    {
      converter: 'json',
      type: 'application/vnd.acme+json',
      expected: { datacontenttype: 'application/vnd.acme+json', data: { a: 1 } },
    },
    {
      converter: 'json',
      type: 'application/avro',
      expected: { datacontenttype: 'application/json', data: { a: 1 } },
    },
    { converter: 'string', type: undefined, expected: { datacontenttype: 'text/plain', data: '{"a":1}' } },
    {
      converter: 'string',
      type: 'application/xml',
      expected: { datacontenttype: 'application/xml', data: '{"a":1}' },
    },
    {
      converter: 'string',
      type: 'application/json',
      expected: { datacontenttype: 'text/plain', data: '{"a":1}' },
    },
    { converter: 'bytes', type: undefined, expected: { data_base64: 'eyJhIjoxfQ==' } },
    {
      converter: 'bytes',
      type: 'application/json',
      expected: { datacontenttype: 'application/json', data_base64: 'eyJhIjoxfQ==' },
    },
  ])('writes data of the converter $converter, produced as $type', ({ converter, type, expected }) => {
    const headers = type === undefined ? [] : [header('content-type', type)];

    const { datacontenttype, data, data_base64 } = parsed(
      { headers, value: base64('{"a":1}') },
      { 'value.converter': converter },
    );

    expect({ datacontenttype, data, data_base64 }).toEqual(expected);
  });

  it('goes by the converter of the topic', () => {
    const properties = { topics: { raw: { 'value.converter': 'bytes' } } };

    expect(parsed({ topic: 'raw', value: base64('{}') }, properties).data_base64).toBe('e30=');
    expect(parsed({ topic: 'constructor', value: base64('{}') }, properties).data).toEqual({});
  });

  it('tells the JSON document null from a tombstone', () => {
    expect(parsed({ value: base64('null') })).toMatchObject({ data: null });
    expect(parsed({ value: null })).not.toHaveProperty('data');
  });

  it.each([
    { what: 'text', headers: [header('Trace-Id', 'a b')], expected: { kafkaheadertraceid: 'a b' } },
    {
      what: 'the same name',
      headers: [header('a', '1'), header('A', '2')],
      expected: { kafkaheadera: '2' },
    },
    { what: 'no text', headers: [header('a', '')], expected: { kafkaheadera: '' } },
    { what: 'null', headers: [{ a: null }], expected: {} },
    { what: 'a name without letters and digits', headers: [header('–', '1')], expected: {} },
    {
      what: 'several members',
      headers: [{ a: [49], b: [50] }],
      expected: { kafkaheadera: '1', kafkaheaderb: '2' },
    },
    { what: 'control characters', headers: [header('a', '\n')], expected: { kafkaheadera: '"\\n"' } },
    {
      what: 'an incomplete CloudEvent',
      headers: [header('ce_id', '1'), header('ce_specversion', '1.0')],
      expected: { kafkaheaderceid: '1', kafkaheadercespecversion: '1.0' },
    },
  ])('turns headers of $what into attributes', ({ headers, expected }) => {
    const attributes = Object.entries(parsed({ headers })).filter(([name]) => name.startsWith('kafkaheader'));

    expect(Object.fromEntries(attributes)).toEqual(expected);
  });

  it('reads headers with their converter', () => {
    const headers = [{ raw: [-1, 0] }];

    expect(parsed({ headers }, { 'header.converter': 'base64' }).kafkaheaderraw).toBe('/wA=');
  });

  it('refuses a batch of CloudEvents', () => {
    const headers = [header('content-type', 'application/cloudevents-batch+json; charset=UTF-8')];

    expect(() => detailOf({ headers, value: base64('[]') })).toThrow(
      expect.objectContaining({
        code: 'PAYLOAD_INVALID',
        message:
          'The content type is that of a batch of CloudEvents, and a record becomes one event. Send each CloudEvent as a record of its own.',
      }),
    );
  });
});

const REQUIRED_HEADERS = [
  header('ce_specversion', '1.0'),
  header('ce_type', 'order.created'),
  header('ce_source', '/shop'),
  header('ce_id', 'A-1'),
];

describe('the shape cloudevents, of a CloudEvent in binary mode', () => {
  it('keeps its attributes, takes the value as data and adds where it was in Kafka', () => {
    const headers = [
      ...REQUIRED_HEADERS,
      header('ce_time', '2018-04-05T03:56:24Z'),
      header('content-type', 'application/json;charset=utf-8'),
      header('ce_tenant', 'Zürich'),
      header('trace', 'x'),
    ];

    expect(detailOf({ headers })).toBe(
      '{"specversion":"1.0","type":"order.created","source":"/shop","id":"A-1","time":"2018-04-05T03:56:24Z",' +
        '"tenant":"Zürich","datacontenttype":"application/json;charset=utf-8",' +
        '"partitionkey":"order-1","kafkatopic":"orders","kafkapartition":0,"kafkaoffset":"0","kafkaheadertrace":"x",' +
        '"data":{"total":12.5}}',
    );
  });

  it('adds no attribute that the producer left out', () => {
    const event = parsed({ headers: REQUIRED_HEADERS });

    expect(event).not.toHaveProperty('subject');
    expect(event).not.toHaveProperty('time');
    expect(event.datacontenttype).toBe('application/json');
  });

  it('never replaces an attribute of the producer', () => {
    const headers = [...REQUIRED_HEADERS, header('ce_partitionkey', 'mine'), header('ce_kafkaoffset', '7')];

    expect(parsed({ headers })).toMatchObject({ partitionkey: 'mine', kafkaoffset: '7', kafkapartition: 0 });
  });

  it('marks an event without data, which is a tombstone to Kafka', () => {
    const headers = [...REQUIRED_HEADERS, header('content-type', 'application/avro')];

    const event = parsed({ headers, value: null });

    expect(event).toMatchObject({ id: 'A-1', datacontenttype: 'application/avro', kafkatombstone: true });
    expect(event).not.toHaveProperty('data');
  });

  it.each([
    { what: 'the last of several headers', headers: [header('ce_id', 'A-2')], expected: { id: 'A-2' } },
    {
      what: 'no attribute without text',
      headers: [header('ce_subject', '')],
      expected: { subject: undefined },
    },
    { what: 'no attribute of null', headers: [{ ce_subject: null }], expected: { subject: undefined } },
    {
      what: 'no attribute whose last header is null',
      headers: [header('ce_subject', 'x'), { ce_subject: null }],
      expected: { subject: undefined },
    },
    {
      what: 'a header that is no name of an attribute as any other header',
      headers: [header('ce_Tenant', '1'), header('ce_my-tenant', '2'), header('ce_data', '3')],
      expected: { kafkaheadercetenant: '1', kafkaheadercemytenant: '2', kafkaheadercedata: '3' },
    },
    {
      what: 'the content type from its attribute, if it has no header of its own',
      headers: [header('ce_datacontenttype', 'text/json')],
      expected: { datacontenttype: 'text/json', kafkaheadercedatacontenttype: undefined },
    },
    {
      what: 'the content type from its header first',
      headers: [header('ce_datacontenttype', 'text/json'), header('content-type', 'application/json')],
      expected: { datacontenttype: 'application/json' },
    },
    {
      what: 'an event format other than JSON for data',
      headers: [header('content-type', 'application/cloudevents+avro')],
      expected: { id: 'A-1', datacontenttype: 'application/json' },
    },
  ])('takes $what', ({ headers, expected }) => {
    const event = parsed({ headers: [...REQUIRED_HEADERS, ...headers] });

    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, event[name]]))).toEqual(expected);
  });

  it.each(['ce_specversion', 'ce_id', 'ce_source', 'ce_type'])(
    'takes a record without %s for no CloudEvent',
    (missing) => {
      const headers = REQUIRED_HEADERS.filter((one) => !(missing in one));

      expect(parsed({ headers })).toMatchObject({ id: 'orders-0-0', source: 'kafka-connect.orders-bridge' });
    },
  );

  it('takes a record of another version for no CloudEvent 1.0', () => {
    const headers = [...REQUIRED_HEADERS, header('ce_specversion', '0.3')];

    expect(parsed({ headers })).toMatchObject({
      specversion: '1.0',
      id: 'orders-0-0',
      kafkaheadercespecversion: '0.3',
      kafkaheaderceid: 'A-1',
    });
  });
});

const STRUCTURED = [header('content-type', 'application/cloudevents+json; charset=UTF-8')];
const EVENT =
  '{"specversion":"1.0","id":"A-1","source":"/shop","type":"order.created","datacontenttype":"application/xml","data":"<a/>"}';

function structured(event: string, headers = STRUCTURED): Partial<KafkaEventRecord> {
  return { headers, value: base64(event) };
}

describe('the shape cloudevents, of a CloudEvent in structured mode', () => {
  it('passes it on and adds where it was in Kafka', () => {
    expect(detailOf(structured(EVENT))).toBe(
      `${EVENT.slice(0, -1)},"partitionkey":"order-1","kafkatopic":"orders","kafkapartition":0,"kafkaoffset":"0"}`,
    );
  });

  it('never replaces an attribute of the event, however its name is spelled', () => {
    const own = ',"partitionkey":null,"kafka\\u0074opic":"theirs","kafkapartition":5,"kafkaoffset":"6"}';
    const event = `${EVENT.slice(0, -1)}${own}`;

    expect(detailOf(structured(event))).toBe(event);
  });

  it('takes the headers of the binary mode for copies, and all others for headers', () => {
    const headers = [...STRUCTURED, ...REQUIRED_HEADERS, header('trace', 'x')];

    const { kafkaheadertrace, kafkaheaderceid, id } = parsed(structured(EVENT, headers));

    expect({ kafkaheadertrace, kafkaheaderceid, id }).toEqual({
      kafkaheadertrace: 'x',
      kafkaheaderceid: undefined,
      id: 'A-1',
    });
  });

  it('knows the content type in any case and with parameters', () => {
    const headers = [header('content-type', 'Application/CloudEvents+JSON;charset=utf-8')];

    expect(parsed(structured(EVENT, headers)).id).toBe('A-1');
  });

  it('takes a record without a value for a tombstone', () => {
    expect(parsed({ headers: STRUCTURED, value: null })).toMatchObject({
      id: 'orders-0-0',
      kafkatombstone: true,
    });
  });

  it.each([
    { event: '[]', why: 'it is no JSON object' },
    { event: 'null', why: 'it is no JSON object' },
    { event: '{}', why: 'its specversion is missing or no text' },
    { event: EVENT.replace('"A-1"', '""'), why: 'its id is missing or no text' },
    { event: EVENT.replace('"A-1"', '7'), why: 'its id is missing or no text' },
    { event: EVENT.replace('"source"', '"sauce"'), why: 'its source is missing or no text' },
    { event: EVENT.replace('"order.created"', 'null'), why: 'its type is missing or no text' },
    { event: EVENT.replace('"1.0"', '"0.3"'), why: 'its specversion is not 1.0' },
  ])('refuses $event, for $why', ({ event, why }) => {
    expect(() => detailOf(structured(event))).toThrow(
      expect.objectContaining({
        code: 'PAYLOAD_INVALID',
        message: `The content type is application/cloudevents+json, and the value as the converter reads it is no CloudEvent: ${why}.`,
      }),
    );
  });

  it('needs a converter that reads JSON', () => {
    expect(() => detailOf(structured(EVENT), { 'value.converter': 'string' })).toThrow(
      expect.objectContaining({
        code: 'PAYLOAD_INVALID',
        message: expect.stringContaining('no JSON object'),
      }),
    );
  });
});

describe('the shape cloudevents, of any record', () => {
  it('has the data byte for byte as the connector has the value', () => {
    const shaped = wrapper(CLOUD_EVENTS);
    const connector = wrapper();
    fc.assert(
      fc.property(arbitraryJson, (json) => {
        const record = kafkaRecord({ value: base64(json) });

        const { detail } = shaped.wrap(record, 0, NO_SCHEMAS);

        const envelope = connector.wrap(record, 0, NO_SCHEMAS).detail;
        const value = envelope.slice(envelope.indexOf(',"value":') + ',"value":'.length);
        expect(detail.slice(detail.indexOf(',"data":') + ',"data":'.length)).toBe(value);
      }),
    );
  });

  it.each([
    { converter: 'string', headers: [] },
    { converter: 'bytes', headers: [] },
    { converter: 'string', headers: REQUIRED_HEADERS },
  ])(
    'names attributes as CloudEvents do, and gives them the types it has ($converter)',
    ({ converter, headers }) => {
      const wrapping = wrapper({ ...CLOUD_EVENTS, 'key.converter': converter, 'value.converter': converter });
      fc.assert(
        fc.property(arbitraryRecord, (record) => {
          const all = kafkaRecord({ ...record, headers: [...record.headers, ...headers] });

          const { data, data_base64, ...attributes } = JSON.parse(wrapping.wrap(all, 0, NO_SCHEMAS).detail);

          for (const [name, value] of Object.entries(attributes)) {
            expect(name).toMatch(/^[a-z0-9]+$/);
            expect(['string', 'boolean', 'number']).toContain(typeof value);
          }
          for (const name of ['id', 'source', 'type', 'subject', 'partitionkey']) {
            expect(attributes[name]).not.toBe('');
          }
          expect(attributes).toMatchObject({ specversion: '1.0', kafkapartition: record.partition });
          expect(typeof (data ?? data_base64)).toBe(record.value === null ? 'undefined' : 'string');
          expect(attributes.kafkatombstone).toBe(record.value === null ? true : undefined);
        }),
      );
    },
  );

  it('has no character that CloudEvents forbids in what comes of keys and headers', () => {
    const wrapping = wrapper({ ...CLOUD_EVENTS, 'key.converter': 'json' });
    fc.assert(
      fc.property(arbitraryJson, fc.string({ unit: 'binary' }), (key, text) => {
        const record = kafkaRecord({ key: base64(key), headers: [header('a', text)] });

        const { subject, partitionkey, kafkaheadera } = JSON.parse(
          wrapping.wrap(record, 0, NO_SCHEMAS).detail,
        );

        for (const attribute of [subject, partitionkey, kafkaheadera]) {
          expect(attribute ?? '').not.toMatch(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u);
        }
      }),
    );
  });
});
