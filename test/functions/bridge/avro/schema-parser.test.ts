import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseSchema } from '../../../../functions/bridge/avro/schema-parser.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';

function reason(text: string): string {
  try {
    parseSchema(text);
  } catch (error) {
    if (error instanceof RecordError && error.code === 'SCHEMA_INVALID') return error.message;
    throw error;
  }
  throw new Error('expected a RecordError');
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('parseSchema', () => {
  it('resolves references to the one object of their definition', () => {
    const schema = parseSchema(
      '{"type":"record","name":"a.Node","fields":[{"name":"next","type":["null","Node"]},{"name":"self","type":{"type":"a.Node"}}]}',
    );
    if (schema.kind !== 'record') throw new Error('expected a record');
    const [next, self] = schema.fields;
    expect(self?.schema).toBe(schema);
    expect(next?.schema.kind === 'union' && next.schema.branches[1]).toBe(schema);
  });

  it('knows the names of a type as its author spelled them', () => {
    const nested = parseSchema(
      JSON.stringify({
        type: 'record',
        name: 'Outer',
        namespace: 'my-org',
        fields: [
          { name: 'a', type: { type: 'enum', name: 'Inherited', symbols: ['A'] } },
          { name: 'b', type: { type: 'enum', name: 'other.Dotted', namespace: 'ignored', symbols: ['A'] } },
          { name: 'c', type: { type: 'fixed', name: 'Own', namespace: 'own', size: 1 } },
          { name: 'd', type: { type: 'fixed', name: 'None', namespace: '', size: 1 } },
        ],
      }),
    );
    if (nested.kind !== 'record') throw new Error('expected a record');
    expect(nested.fields.map(({ schema }) => ('name' in schema ? schema.name.full : ''))).toEqual([
      'my-org.Inherited',
      'other.Dotted',
      'own.Own',
      'None',
    ]);
  });

  it.each([
    ['inner.R', 'outer', 'inner.R'],
    ['.R', 'outer', 'R'],
  ])(
    'looks references up in the namespace of the name %s, whatever its attribute says',
    (name, namespace, full) => {
      const schema = parseSchema(
        JSON.stringify({
          type: 'record',
          name,
          namespace,
          fields: [
            { name: 'self', type: ['null', 'R'] },
            { name: 'own', type: { type: 'enum', name: 'E', symbols: ['A'] } },
            { name: 'again', type: 'E' },
          ],
        }),
      );
      if (schema.kind !== 'record') throw new Error('expected a record');
      const [self, own, again] = schema.fields;
      expect(schema.name.full).toBe(full);
      expect(self?.schema.kind === 'union' && self.schema.branches[1]).toBe(schema);
      expect(again?.schema).toBe(own?.schema);
    },
  );

  it('tells a type in a namespace from the primitive of the same name', () => {
    const schema = parseSchema(
      JSON.stringify({
        type: 'record',
        name: 'R',
        namespace: 'x',
        fields: [
          { name: 'own', type: { type: 'record', name: 'string', fields: [] } },
          { name: 'reference', type: 'x.string' },
          { name: 'primitive', type: ['null', 'string'] },
          { name: 'dotted', type: { type: 'enum', name: 'y.int', symbols: ['A'] } },
        ],
      }),
    );
    if (schema.kind !== 'record') throw new Error('expected a record');
    const [own, reference, primitive, dotted] = schema.fields.map((field) => field.schema);
    expect(own).toMatchObject({ kind: 'record', name: { simple: 'string', full: 'x.string' } });
    expect(reference).toBe(own);
    expect(primitive?.kind === 'union' && primitive.branches[1]?.kind).toBe('string');
    expect(dotted).toMatchObject({ kind: 'enum', name: { simple: 'int', full: 'y.int' } });
  });

  it('falls back to the null namespace for an unqualified reference, after the enclosing one', () => {
    const schema = (inner: string) =>
      JSON.stringify({
        type: 'record',
        name: 'R',
        namespace: 'x',
        fields: [
          { name: 'global', type: { type: 'enum', name: 'E', namespace: '', symbols: ['GLOBAL'] } },
          { name: 'inner', type: { type: 'enum', name: inner, symbols: ['INNER'] } },
          { name: 'reference', type: 'E' },
        ],
      });
    const symbols = (text: string) => {
      const record = parseSchema(text);
      const field = record.kind === 'record' ? record.fields[2] : undefined;
      return field?.schema.kind === 'enum' ? field.schema.symbols : [];
    };
    expect(symbols(schema('Other'))).toEqual(['GLOBAL']);
    expect(symbols(schema('E'))).toEqual(['INNER']);
  });

  it('ignores field defaults, even those that avsc refuses', () => {
    expect(() =>
      parseSchema(
        '{"type":"record","name":"R","fields":[{"name":"l","type":"long","default":9223372036854775807},{"name":"s","type":"string","default":null}]}',
      ),
    ).not.toThrow();
  });

  it('may have comments, as Java takes them', () => {
    const schema = parseSchema(
      `// an order
      /* "of" a shop **/ {"type": "record", /**/ "name": "R", // {
        "doc": "see https://example.com/*.avsc \\" // no comment */", "fields": [{"name": "a", "type": "int"}]}`,
    );
    expect(schema).toMatchObject({ kind: 'record', fields: [{ name: 'a', schema: { kind: 'int' } }] });
  });

  it('reads the attributes that the rendering needs', () => {
    expect(
      parseSchema(
        '{"type":"int","logicalType":"Date","connect.name":"n","connect.type":"int8","connect.internal.type":"t","connect.default":5}',
      ),
    ).toEqual({
      kind: 'int',
      annotations: {
        logicalType: 'date',
        connectName: 'n',
        connectType: 'int8',
        connectInternalType: 't',
        connectDefault: 5,
      },
    });
  });

  it.each([
    ['{', 'the schema is not JSON'],
    ['"int" /* without an end', 'the schema is not JSON'],
    ['"int" /*/', 'the schema is not JSON'],
    ['"int" / "string"', 'the schema is not JSON'],
    ['5', 'a type is neither a name nor an object nor a union'],
    ['null', 'a type is neither a name nor an object nor a union'],
    ['{}', 'an object of the schema has no type name'],
    ['{"type":{"type":"int"}}', 'an object of the schema has no type name'],
    ['[]', 'not a valid Avro schema: empty union'],
    ['["null",["int"]]', 'a union holds a union'],
    ['["int","int"]', 'not a valid Avro schema: duplicate union branch name: "int"'],
    ['"Unknown"', 'not a valid Avro schema: undefined type name: Unknown'],
    ['{"type":"array"}', 'a type is neither a name nor an object nor a union'],
    ['{"type":"map","values":"x"}', 'not a valid Avro schema: undefined type name: x'],
    ['{"type":"record","fields":[]}', 'a record, enum or fixed type has no name'],
    ['{"type":"record","name":"R"}', 'record R has no list of fields'],
    ['{"type":"record","name":"R","fields":[{"type":"int"}]}', 'record R has a field without a name'],
    ['{"type":"record","name":"R","fields":[5]}', 'record R has a field without a name'],
    ['{"type":"enum","name":"E","symbols":"A"}', 'enum E has no list of symbols'],
    ['{"type":"enum","name":"E","symbols":["A","A"]}', 'duplicate'],
    ['{"type":"fixed","name":"F","size":-1}', 'invalid'],
    ['{"type":"fixed","name":"F","size":"1"}', 'invalid'],
    ['{"type":"fixed","name":"int","size":1}', 'cannot rename primitive type'],
    ['{"type":"record","name":"R","fields":[{"name":"a-b","type":"int"}]}', 'invalid field name: a-b'],
    [
      '{"type":"record","name":"R","fields":[{"name":"ä","type":"int"},{"name":"ä","type":"int"}]}',
      'duplicate field',
    ],
    [
      `{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":${'["int"]'}}]}`,
      'duplicate',
    ],
  ])('refuses %s', (text, message) => {
    expect(reason(text)).toContain(message);
  });

  it('makes no code of records, which would take longer than all the rest', () => {
    const bodies: string[] = [];
    const make = Function;
    vi.stubGlobal('Function', function remember(...parts: string[]) {
      bodies.push(parts.at(-1) ?? '');
      return make(...parts);
    });

    const schema = parseSchema(
      '{"type":"record","name":"Order","fields":[{"name":"line","type":["null",{"type":"record","name":"Line","fields":[{"name":"sku","type":{"type":"array","items":"string"}}]}]}]}',
    );

    expect(schema.kind).toBe('record');
    expect(bodies.join()).toContain('array');
    expect(bodies.filter((body) => /Order|Line|line|sku/.test(body))).toEqual([]);
  });

  it('keeps the message short, however long the schema is', () => {
    const fields = Array.from({ length: 1000 }, () => ({ name: 'same', type: 'int' }));
    expect(reason(JSON.stringify({ type: 'record', name: 'R', fields })).length).toBeLessThan(300);
  });
});
