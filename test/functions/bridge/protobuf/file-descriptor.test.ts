import fc from 'fast-check';
import descriptor from 'protobufjs/ext/descriptor.js';
import { describe, expect, it } from 'vitest';
import {
  MAX_MESSAGE_NESTING,
  MAX_MESSAGE_STATEMENTS,
  MAX_NAME_CHARACTERS,
  MAX_SCHEMA_STATEMENTS,
} from '../../../../functions/bridge/protobuf/limits.ts';
import { glueMessageNames } from '../../../../functions/bridge/protobuf/message-index.ts';
import { descriptorSetOf } from '../../../producers/descriptor-set.ts';
import { goldenProtobufSchema, goldenProtobufValues } from '../../../producers/golden-values.ts';
import { anyMessage, anySchema } from './arbitrary-protobuf.ts';
import { anyChanges, changed } from './mutations.ts';
import { groupField, lenField, stringField, varintField } from './protobuf-wire.ts';
import { protobufFailure, renderProtobuf } from './render-protobuf.ts';

const { FileDescriptorProto, FileDescriptorSet } = descriptor;

/** A file in the form of `descriptor.proto`, with the names of enum values. */
function descriptorOf(file: object): string {
  const message = FileDescriptorProto.fromObject(file);
  return Buffer.from(FileDescriptorProto.encode(message).finish()).toString('base64');
}

/** The last file of a set, which stands behind those that it imports. */
function lastFileOf(descriptorSet: string): string {
  const { file } = FileDescriptorSet.toObject(FileDescriptorSet.decode(Buffer.from(descriptorSet, 'base64')));
  return descriptorOf(file.at(-1));
}

function proto3(...messageType: readonly object[]): string {
  return descriptorOf({ syntax: 'proto3', messageType });
}

function int32(name: string, number: number, members: object = {}): object {
  return { name, number, type: 'TYPE_INT32', label: 'LABEL_OPTIONAL', ...members };
}

/** The JSON text, or the code of the error. */
function outcomeOf(definition: string, message: Buffer): string {
  try {
    return renderProtobuf(definition, message);
  } catch {
    return protobufFailure(definition, message).code;
  }
}

describe('a schema as a descriptor', () => {
  it('of protoc renders the messages of the reference as its text does', () => {
    const { protoText, descriptorSetBase64 } = goldenProtobufSchema();
    const definition = lastFileOf(descriptorSetBase64);
    const names = glueMessageNames(definition);
    const cases = goldenProtobufValues('glue');

    expect(names).toEqual(glueMessageNames(protoText));
    expect(cases).toHaveLength(6);
    for (const { message = '', payload = '', expected } of cases) {
      const frame = Buffer.concat([Buffer.of(names.indexOf(message)), Buffer.from(payload, 'base64')]);
      expect(renderProtobuf(definition, frame, { style: 'glue' })).toBe(expected);
    }
  });

  it('gives what its text gives, for any schema and any message, whole or damaged', () => {
    const anyCase = anySchema.chain(({ text, root }) =>
      fc.tuple(
        fc.constant(text),
        anyMessage(root).map((message) => Buffer.from(root.encode(root.create(message)).finish())),
      ),
    );
    fc.assert(
      fc.property(anyCase, anyChanges, ([text, encoded], changes) => {
        const definition = lastFileOf(descriptorSetOf(text));
        for (const message of [encoded, changed(encoded, changes)]) {
          expect(outcomeOf(definition, message)).toBe(outcomeOf(text, message));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of proto2 has groups, required fields and closed enums', () => {
    const definition = descriptorOf({
      package: 'shop',
      messageType: [
        {
          name: 'Order',
          field: [
            int32('id', 1, { label: 'LABEL_REQUIRED' }),
            {
              name: 'line',
              number: 2,
              type: 'TYPE_GROUP',
              typeName: '.shop.Order.Line',
              label: 'LABEL_REPEATED',
            },
            { name: 'state', number: 3, type: 'TYPE_ENUM', typeName: '.shop.State', label: 'LABEL_OPTIONAL' },
          ],
          nestedType: [{ name: 'Line', field: [int32('quantity', 1)] }],
        },
      ],
      enumType: [
        {
          name: 'State',
          value: [
            { name: 'NEW', number: 0 },
            { name: 'PAID', number: 1 },
          ],
        },
      ],
    });
    const message = Buffer.concat([varintField(1, 7), groupField(2, varintField(1, 3)), varintField(3, 9)]);

    expect(renderProtobuf(definition, message)).toBe('{"id":7,"line":[{"quantity":3}],"state":null}');
    expect(outcomeOf(definition, varintField(3, 1))).toBe('PAYLOAD_INVALID');
  });

  it('of an edition has the features of its file, messages, oneofs and fields', () => {
    const definition = descriptorOf({
      syntax: 'editions',
      edition: 'EDITION_2023',
      options: { features: { fieldPresence: 'IMPLICIT' } },
      messageType: [
        {
          name: 'M',
          field: [
            int32('implicit', 1),
            int32('explicit', 2, { options: { features: { fieldPresence: 'EXPLICIT' } } }),
            {
              name: 'inner',
              number: 3,
              type: 'TYPE_MESSAGE',
              typeName: '.M.Inner',
              label: 'LABEL_OPTIONAL',
              options: { features: { messageEncoding: 'DELIMITED' } },
            },
          ],
          nestedType: [
            {
              name: 'Inner',
              options: { features: { fieldPresence: 'EXPLICIT' } },
              field: [int32('explicit', 1)],
            },
          ],
        },
      ],
    });

    expect(renderProtobuf(definition, groupField(3))).toBe(
      '{"implicit":0,"explicit":null,"inner":{"explicit":null}}',
    );
  });

  it('of an edition has no groups in its maps, whatever its features say', () => {
    const message = { type: 'TYPE_MESSAGE', label: 'LABEL_OPTIONAL' };
    const definition = descriptorOf({
      syntax: 'editions',
      edition: 'EDITION_2023',
      options: { features: { messageEncoding: 'DELIMITED' } },
      messageType: [
        {
          name: 'M',
          field: [
            { ...message, name: 'n', number: 1, typeName: '.M.N' },
            { ...message, name: 'm', number: 2, typeName: '.M.MEntry', label: 'LABEL_REPEATED' },
          ],
          nestedType: [
            { name: 'N', field: [int32('x', 1)] },
            {
              name: 'MEntry',
              options: { mapEntry: true },
              field: [
                { name: 'key', number: 1, type: 'TYPE_STRING', label: 'LABEL_OPTIONAL' },
                { ...message, name: 'value', number: 2, typeName: '.M.N' },
              ],
            },
          ],
        },
      ],
    });
    const entry = lenField(2, stringField(1, 'a'), lenField(2, varintField(1, 5)));

    expect(renderProtobuf(definition, Buffer.concat([groupField(1, varintField(1, 3)), entry]))).toBe(
      '{"n":{"x":3},"m":{"a":{"x":5}}}',
    );
  });

  it('finds its types in references, which may be descriptors or text', () => {
    const definition = descriptorOf({
      syntax: 'proto3',
      dependency: ['money.proto', 'place.proto'],
      messageType: [
        {
          name: 'Order',
          field: [
            {
              name: 'total',
              number: 1,
              type: 'TYPE_MESSAGE',
              typeName: '.shop.Money',
              label: 'LABEL_OPTIONAL',
            },
            {
              name: 'place',
              number: 2,
              type: 'TYPE_MESSAGE',
              typeName: '.shop.Place',
              label: 'LABEL_OPTIONAL',
            },
          ],
        },
      ],
    });
    const references = [
      {
        name: 'money.proto',
        definition: descriptorOf({
          package: 'shop',
          syntax: 'proto3',
          messageType: [{ name: 'Money', field: [int32('cents', 1)] }],
        }),
      },
      {
        name: 'place.proto',
        definition: 'syntax = "proto3"; package shop; message Place { string city = 1; }',
      },
    ];
    const message = Buffer.concat([lenField(1, varintField(1, 250)), lenField(2, stringField(1, 'Ulm'))]);

    expect(renderProtobuf(definition, message, { references })).toBe(
      '{"total":{"cents":250},"place":{"city":"Ulm"}}',
    );
  });

  it('takes the JSON name that the descriptor gives a field', () => {
    const definition = proto3({
      name: 'M',
      field: [int32('a_b', 1, { jsonName: 'other' }), int32('c_d', 2)],
    });

    expect(renderProtobuf(definition, '', { rendering: { fieldNames: 'json' } })).toBe('{"other":0,"cD":0}');
  });
});

describe('a descriptor that cannot be used', () => {
  function nested(levels: number): object {
    return levels === 0 ? { name: 'M' } : { name: 'M', nestedType: [nested(levels - 1)] };
  }

  it.each([
    [
      'is no descriptor',
      Buffer.from([1, 2, 3]).toString('base64'),
      'neither .proto text nor a descriptor: the bytes are not a FileDescriptorProto',
    ],
    [
      'has a field without a name',
      proto3({ name: 'M', field: [{ number: 1, type: 'TYPE_INT32' }] }),
      'neither .proto text nor a descriptor: message_type.0.field.0.name is missing or unknown',
    ],
    [
      'has a field without a type',
      proto3({ name: 'M', field: [{ name: 'a', number: 1 }] }),
      'a field of the schema has no type',
    ],
    [
      'has a field number that is none',
      proto3({ name: 'M', field: [int32('a', 0)] }),
      'a field has the number 0, the highest is 536870911',
    ],
    [
      'has an edition that is not known',
      descriptorOf({ syntax: 'editions', edition: 2 }),
      'unknown syntax or edition UNKNOWN',
    ],
    ['has no edition', descriptorOf({ syntax: 'editions' }), 'unknown syntax or edition UNKNOWN'],
    [
      'has a long name',
      proto3({ name: 'M'.repeat(MAX_NAME_CHARACTERS + 1) }),
      'a name has 1001 characters; 1000 is the limit',
    ],
    [
      'has many messages',
      proto3(...Array.from({ length: MAX_SCHEMA_STATEMENTS + 1 }, (_, index) => ({ name: `M${index}` }))),
      'the schema has more than 20000 statements',
    ],
    [
      'has many fields',
      proto3({
        name: 'M',
        field: Array.from({ length: MAX_MESSAGE_STATEMENTS + 1 }, (_, index) =>
          int32(`f${index}`, index + 1),
        ),
      }),
      'a message of the schema has more than 1000 statements',
    ],
    [
      'nests deep',
      proto3(nested(MAX_MESSAGE_NESTING)),
      'the schema has more than 32 messages inside each other',
    ],
  ])('is refused with a reason when it %s', (_what, definition, message) => {
    expect(protobufFailure(definition)).toMatchObject({ code: 'SCHEMA_INVALID', message });
  });

  it('never makes an error that nobody expects, whatever is damaged', () => {
    const definition = Buffer.from(lastFileOf(goldenProtobufSchema().descriptorSetBase64), 'base64');
    fc.assert(
      fc.property(anyChanges, (changes) => {
        expect(typeof outcomeOf(changed(definition, changes).toString('base64'), Buffer.alloc(0))).toBe(
          'string',
        );
      }),
      { numRuns: 300 },
    );
  });
});
