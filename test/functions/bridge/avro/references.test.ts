import { describe, expect, it } from 'vitest';
import { compileAvro } from '../../../../functions/bridge/avro/compile.ts';
import { MAX_SCHEMA_CHARACTERS, MAX_SCHEMA_DEPTH } from '../../../../functions/bridge/avro/schema-json.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import type { SchemaReference } from '../../../../functions/bridge/schemas/registered-schema.ts';
import { binary, long, string } from './avro-binary.ts';
import { avroFailure, renderAvro } from './render-avro.ts';

function record(name: string, fields: Readonly<Record<string, unknown>>): object {
  return {
    type: 'record',
    name,
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
  };
}

function references(...schemas: readonly unknown[]): { references: readonly SchemaReference[] } {
  const named = schemas.map((schema, index) => ({
    name: `ref-${index}`,
    definition: JSON.stringify(schema),
  }));
  return { references: named };
}

const country = { type: 'enum', name: 'geo.Country', symbols: ['DE', 'FR'] };
const address = record('geo.Address', { city: 'string', country: 'Country' });
const order = record('shop.Order', { from: 'geo.Address', to: ['null', 'geo.Address'] });

const here = binary(string('Ulm'), long(0));
const there = binary(string('Lyon'), long(1));

describe('a schema with references', () => {
  it('names the types of its references, which name those of the references before them', () => {
    expect(renderAvro(order, binary(here, long(1), there), references(country, address))).toBe(
      '{"from":{"city":"Ulm","country":"DE"},"to":{"city":"Lyon","country":"FR"}}',
    );
  });

  it('may be nothing but a name, wrapped or not, or a union or an array of names', () => {
    const options = references(country, address);
    expect(renderAvro('geo.Country', long(1), options)).toBe('"FR"');
    expect(renderAvro({ type: 'geo.Country' }, long(1), options)).toBe('"FR"');
    expect(renderAvro('geo.Address', here, options)).toBe('{"city":"Ulm","country":"DE"}');
    expect(renderAvro(['geo.Address', 'geo.Country'], binary(long(1), long(0)), options)).toBe(
      '{"Address":null,"Country":"DE"}',
    );
    const array = { type: 'array', items: 'geo.Country' };
    expect(renderAvro(array, binary(long(2), long(0), long(1), long(0)), options)).toBe('["DE","FR"]');
  });

  it('names the place of an error by the type that the name stands for', () => {
    expect(avroFailure('geo.Address', '00', references(country, address)).message).toBe(
      'Address.country: unexpected end of data',
    );
  });

  it('finds unqualified names in its own namespace first, then in none', () => {
    const none = { type: 'enum', name: 'Currency', symbols: ['NONE'] };
    const own = { type: 'enum', name: 'shop.Currency', symbols: ['OWN'] };
    const other = { type: 'enum', name: 'other.Currency', symbols: ['OTHER'] };
    const price = record('shop.Price', { currency: 'Currency' });
    expect(renderAvro(price, long(0), references(none, own, other))).toBe('{"currency":"OWN"}');
    expect(renderAvro(price, long(0), references(none, other))).toBe('{"currency":"NONE"}');
    expect(avroFailure(price, long(0), references(other)).message).toContain(
      'undefined type name: shop.Currency',
    );
  });

  it('knows all the types that a reference defines, also within others and in unions', () => {
    const outer = record('a.Outer', { inner: record('Inner', { x: 'int' }) });
    const options = references([outer, country]);
    expect(
      renderAvro(record('R', { i: 'a.Inner', c: 'geo.Country' }), binary(long(5), long(0)), options),
    ).toBe('{"i":{"x":5},"c":"DE"}');
  });

  it('keeps the attributes of the types that it names', () => {
    const amount = { type: 'fixed', name: 'Amount', size: 2, logicalType: 'decimal', precision: 4, scale: 2 };
    expect(
      renderAvro(record('R', { a: 'Amount' }), '006e', { ...references(amount), decimals: 'NUMERIC' }),
    ).toBe('{"a":1.10}');
  });

  it('may name types that only Java takes', () => {
    const odd = { type: 'enum', name: 'my-org.Größe', symbols: ['A'] };
    const proto = { type: 'enum', name: 'constructor', symbols: ['B'] };
    const both = record('my-org.R', { a: 'Größe', b: 'constructor', c: 'my-org.Größe' });
    expect(renderAvro(both, Buffer.alloc(3), references(odd, proto))).toBe('{"a":"A","b":"B","c":"A"}');
  });

  it('may name itself and a reference that names itself', () => {
    const node = record('Node', { value: 'int', next: ['null', 'Node'] });
    const list = record('List', { head: 'Node', rest: ['null', 'List'] });
    const datum = binary(long(1), long(1), long(2), long(0), long(0));
    expect(renderAvro(list, datum, references(node))).toBe(
      '{"head":{"value":1,"next":{"value":2,"next":null}},"rest":null}',
    );
  });
});

describe('a type that a reference and the schema both define', () => {
  const inlined = record('shop.Order', { to: { ...address, doc: 'where to' }, from: 'geo.Address' });

  it('is one type when both mean the same', () => {
    const options = references(country, address);
    expect(renderAvro(inlined, binary(here, there), options)).toBe(
      '{"to":{"city":"Ulm","country":"DE"},"from":{"city":"Lyon","country":"FR"}}',
    );
  });

  it('may be spelled in other ways, with what it holds in full or by name', () => {
    const spelled = {
      name: 'Address',
      namespace: 'geo',
      type: 'record',
      fields: [
        { name: 'city', type: 'string', default: 'Ulm' },
        { name: 'country', type: { ...country, name: 'Country' }, aliases: ['land'] },
      ],
    };
    expect(renderAvro(record('R', { a: spelled }), there, references(country, address))).toBe(
      '{"a":{"city":"Lyon","country":"FR"}}',
    );
    expect(
      renderAvro(spelled, there, references(spelled, record('geo.Other', { c: country }), address)),
    ).toBe('{"city":"Lyon","country":"FR"}');
  });

  it('may hold itself', () => {
    const node = record('a.Node', { next: ['null', 'Node'], kids: { type: 'array', items: 'a.Node' } });
    expect(renderAvro(record('R', { n: node }), '0000', references(node))).toBe(
      '{"n":{"next":null,"kids":[]}}',
    );
  });

  it('may name types by their simple name in one place and by the full one in the other', () => {
    const none = { type: 'enum', name: 'E', symbols: ['NONE'] };
    const own = { type: 'enum', name: 'x.E', symbols: ['OWN'] };
    const simple = record('x.R', { e: 'E' });
    const full = record('x.R', { e: 'x.E' });
    expect(renderAvro(full, '00', references(none, own, simple))).toBe('{"e":"OWN"}');
    expect(renderAvro(record('y.Q', { r: simple, e: 'E' }), '0000', references(none, own, full))).toBe(
      '{"r":{"e":"OWN"},"e":"NONE"}',
    );
    const node = record('Node', { inner: record('x.Inner', { next: ['null', 'Node'] }) });
    expect(renderAvro(record('y.R', { n: { ...node, namespace: '' } }), '00', references(node))).toBe(
      '{"n":{"inner":{"next":null}}}',
    );
  });

  it('is not the same when a name in it has come to mean another type in between', () => {
    const none = { type: 'enum', name: 'E', symbols: ['NONE'] };
    const own = { type: 'enum', name: 'x.E', symbols: ['OWN'] };
    const simple = record('x.R', { e: 'E' });
    expect(avroFailure(record('y.Q', { r: simple }), '00', references(none, simple, own)).message).toBe(
      'the type x.R is defined twice, and differently',
    );
    expect(renderAvro(record('y.Q', { r: 'x.R' }), '00', references(none, simple, own))).toBe(
      '{"r":{"e":"NONE"}}',
    );
  });

  it('may write a primitive as an object, and have defaults beyond 2^53', () => {
    const first = record('R', { a: 'int', b: { type: 'long', doc: 'b' } });
    const second = record('R', { a: { type: 'int' }, b: 'long' });
    expect(renderAvro(second, '0204', references(first))).toBe('{"a":1,"b":2}');
    const big =
      '{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"long","connect.default":DEFAULT}}]}';
    const given = [{ name: 'R', definition: big.replace('DEFAULT', '9007199254740993') }];
    expect(() =>
      compileAvro(big.replace('DEFAULT', '9007199254740993'), { references: given }),
    ).not.toThrow();
    expect(() => compileAvro(big.replace('DEFAULT', '9007199254740992'), { references: given })).toThrow(
      'R is defined twice',
    );
  });

  it('stands twice in one schema', () => {
    const twice = record('R', { a: country, b: country });
    expect(renderAvro(twice, '0002')).toBe('{"a":"DE","b":"FR"}');
  });

  const scaled = (scale: number) => ({
    type: 'fixed',
    name: 'Amount',
    size: 2,
    logicalType: 'decimal',
    precision: 4,
    scale,
  });

  it.each([
    [country, { ...country, symbols: ['FR', 'DE'] }],
    [country, record('geo.Country', {})],
    [country, { type: 'fixed', name: 'geo.Country', size: 1 }],
    [scaled(2), scaled(3)],
    [scaled(2), { ...scaled(2), size: 3 }],
    [scaled(2), { ...scaled(2), logicalType: 'none' }],
    [record('X', { a: 'int' }), record('X', { a: 'long' })],
    [record('X', { a: 'int' }), record('X', { b: 'int' })],
    [record('X', { a: 'int' }), record('X', { a: 'int', b: 'int' })],
    [record('X', { a: 'int' }), record('X', { a: { type: 'int', 'connect.type': 'int8' } })],
    [
      record('X', { a: { type: 'int', 'connect.type': 'int16' } }),
      record('X', { a: { type: 'int', 'connect.type': 'int8' } }),
    ],
    [
      record('X', { a: { type: 'array', items: 'int', 'connect.default': [1] } }),
      record('X', { a: { type: 'array', items: 'int', 'connect.default': [2] } }),
    ],
    [
      record('X', { a: { type: 'map', values: 'int' } }),
      record('X', { a: { type: 'map', values: 'int', 'connect.default': {} } }),
    ],
    [record('X', { a: ['null', 'int'] }), record('X', { a: ['int', 'null'] })],
    [record('X', { a: { type: 'array', items: 'int' } }), record('X', { a: { type: 'map', values: 'int' } })],
  ])('is refused when they differ: %o and %o', (first, second) => {
    const failure = avroFailure(record('R', { field: second }), '', references(first));
    expect(failure.code).toBe('SCHEMA_INVALID');
    expect(failure.message).toMatch(/^the type \S+ is defined twice, and differently$/);
    expect(avroFailure(record('R', { a: first, b: second })).message).toBe(failure.message);
  });
});

describe('references that cannot be used', () => {
  function failure(definition: string, given: readonly SchemaReference[]): RecordError {
    try {
      compileAvro(definition, { references: given });
    } catch (error) {
      if (error instanceof RecordError) return error;
      throw error;
    }
    throw new Error('expected a RecordError');
  }

  it.each([
    ['{', 'the schema is not JSON'],
    ['{}', 'an object of the schema has no type name'],
    ['"geo.Unknown"', 'not a valid Avro schema: undefined type name: geo.Unknown'],
  ])('are named: %s', (definition, reason) => {
    const given = [{ name: 'geo.Broken', definition }];
    expect(failure('"int"', given)).toMatchObject({
      code: 'SCHEMA_INVALID',
      message: `its reference geo.Broken: ${reason}`,
    });
  });

  it('are not read in another order than the given one', () => {
    expect(avroFailure('geo.Address', '', references(address, country)).message).toBe(
      'its reference ref-0: not a valid Avro schema: undefined type name: geo.Country',
    );
  });

  it('have together with the schema no more characters than a schema may have', () => {
    const padding = ' '.repeat(MAX_SCHEMA_CHARACTERS / 2);
    const given = [{ name: 'a', definition: `"int"${padding}` }];
    expect(failure(`"int"${padding}`, given)).toMatchObject({
      code: 'SCHEMA_INVALID',
      message: `the schema and its references have more than ${MAX_SCHEMA_CHARACTERS} characters`,
    });
  });

  it('may not form a chain that is deeper than a schema may be', () => {
    const chain = (length: number) => {
      const links = Array.from({ length }, (_, index) =>
        record(`A${index}`, index === 0 ? {} : { a: `A${index - 1}` }),
      );
      return references(...links);
    };
    expect(avroFailure('A999', '', chain(1000)).message).toBe(
      `the schema nests deeper than ${MAX_SCHEMA_DEPTH} types`,
    );
    const name = `A${MAX_SCHEMA_DEPTH}`;
    expect(renderAvro(name, '', chain(MAX_SCHEMA_DEPTH + 1))).toBe(
      `${'{"a":'.repeat(MAX_SCHEMA_DEPTH)}{}${'}'.repeat(MAX_SCHEMA_DEPTH)}`,
    );
  });
});
