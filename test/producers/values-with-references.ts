import avsc, { type Schema } from 'avsc';
import descriptor from 'protobufjs/ext/descriptor.js';
import type { Value } from './orders.ts';

/** Values whose schemas refer to others, which the serializers of Confluent register as such. */
export function valuesWithReferences(): Value[] {
  return [avroValue(), jsonValue(), protobufValue()];
}

function avroValue(): Value {
  const address: Schema = { type: 'record', name: 'geo.Address', fields: [{ name: 'city', type: 'string' }] };
  const fields = [
    { name: 'from', type: 'geo.Address' },
    { name: 'to', type: ['null', 'geo.Address'] },
  ];
  const registry = {};
  avsc.Type.forSchema(address, { registry });
  const schema: Schema = { type: 'record', name: 'shop.Parcel', fields };
  const datum = avsc.Type.forSchema(schema, { registry }).toBuffer({
    from: { city: 'Ulm' },
    to: { city: 'Graz' },
  });
  return {
    name: 'avro-references',
    dataFormat: 'AVRO',
    schema: JSON.stringify(schema),
    references: [{ name: 'geo.Address', schema: JSON.stringify(address) }],
    datumHex: datum.toString('hex'),
    expected: '{"from":{"city":"Ulm"},"to":{"city":"Graz"}}',
  };
}

function jsonValue(): Value {
  const money = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { amount: { type: 'number' }, currency: { type: 'string' } },
  };
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Price',
    type: 'object',
    properties: { net: { $ref: 'money.json' } },
  };
  const document = '{"net":{"amount":12.5,"currency":"EUR"}}';
  return {
    name: 'json-references',
    dataFormat: 'JSON',
    schema: JSON.stringify(schema),
    references: [{ name: 'money.json', schema: JSON.stringify(money) }],
    document,
    expected: document,
  };
}

const ADDRESS_FILE = 'geo/address.proto';

/** A file that imports another one. */
function protobufValue(): Value {
  const address = { name: 'city', number: 1, label: 1, type: 9, jsonName: 'city' };
  const to = { name: 'to', number: 1, label: 1, type: 11, typeName: '.geo.Address', jsonName: 'to' };
  const set = descriptor.FileDescriptorSet.fromObject({
    file: [
      {
        name: ADDRESS_FILE,
        package: 'geo',
        syntax: 'proto3',
        messageType: [{ name: 'Address', field: [address] }],
      },
      {
        name: 'shop/parcel.proto',
        package: 'shop',
        syntax: 'proto3',
        dependency: [ADDRESS_FILE],
        messageType: [{ name: 'Parcel', field: [to] }],
      },
    ],
  });
  return {
    name: 'protobuf-references',
    dataFormat: 'PROTOBUF',
    schema: `syntax = "proto3"; package shop; import "${ADDRESS_FILE}"; message Parcel { geo.Address to = 1; }`,
    descriptorSet: Buffer.from(descriptor.FileDescriptorSet.encode(set).finish()).toString('base64'),
    message: 'shop.Parcel',
    // Field 1, a message of 6 bytes; in it field 1, the text `Graz`.
    payload: Buffer.from('0a060a044772617a', 'hex').toString('base64'),
    expected: '{"to":{"city":"Graz"}}',
  };
}
