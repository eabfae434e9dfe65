import { describe, expect, it } from 'vitest';
import { binary, long, string } from './avro-binary.ts';
import { avroFailure, renderAvro } from './render-avro.ts';

const UNWRAPPED = { unions: 'unwrapped' } as const;

const person = { type: 'record', name: 'a.Person', fields: [{ name: 'name', type: 'string' }] };
const company = {
  type: 'record',
  name: 'b.Person',
  fields: [{ name: 'id', type: ['int', 'string', 'null'] }],
};

describe('a union, unwrapped', () => {
  it.each([
    [['null', 'string', 'int'], binary(long(0)), 'null'],
    [['null', 'string', 'int'], binary(long(1), string('x')), '"x"'],
    [['null', 'string', 'int'], binary(long(2), long(-5)), '-5'],
    [['string', 'int'], binary(long(1), long(7)), '7'],
    [['string'], binary(long(0), string('x')), '"x"'],
    [['null'], binary(long(0)), 'null'],
    [['null', 'string'], binary(long(1), string('x')), '"x"'],
    [['string', 'null'], binary(long(1)), 'null'],
    [[person, company], binary(long(0), string('x')), '{"name":"x"}'],
    [[person, company], binary(long(1), long(1), string('y')), '{"id":"y"}'],
    [[{ type: 'enum', name: 'E', symbols: ['A', 'B'] }, 'string'], binary(long(0), long(1)), '"B"'],
    [[{ type: 'fixed', name: 'F', size: 1 }, 'bytes'], binary(long(0), Buffer.from([1])), '"AQ=="'],
    [
      { type: 'array', items: ['int', 'string', 'null'] },
      binary(long(3), long(0), long(1), long(2), long(1), string('b'), long(0)),
      '[1,null,"b"]',
    ],
    [
      { type: 'map', values: ['int', 'string'] },
      binary(long(1), string('k'), long(1), string('v'), long(0)),
      '{"k":"v"}',
    ],
  ])('of %o is the value alone', (schema, datum, text) => {
    expect(renderAvro(schema, datum, UNWRAPPED)).toBe(text);
  });

  it('still puts the annotated default of a nullable member where it is null', () => {
    const schema = ['null', { type: 'int', 'connect.default': 5 }];
    expect(renderAvro(schema, '00', UNWRAPPED)).toBe('5');
  });

  it('has only the branches of its schema', () => {
    const schema = ['string', 'int'];
    for (const index of [2, -1, 2 ** 40]) {
      expect(avroFailure(schema, long(index), UNWRAPPED)).toMatchObject({
        code: 'PAYLOAD_INVALID',
        message: 'union: union branch out of range, the schema has 2',
      });
    }
  });
});
