import { describe, expect, it } from 'vitest';
import { compileAvro } from '../../../../functions/bridge/avro/compile.ts';
import { MAX_EMPTY_ITEMS } from '../../../../functions/bridge/avro/cursor.ts';
import { MAX_SCHEMA_CHARACTERS, MAX_SCHEMA_DEPTH } from '../../../../functions/bridge/avro/schema-json.ts';
import { MAX_NAME_CHARACTERS } from '../../../../functions/bridge/avro/strict-schema.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { MAX_NESTING_DEPTH } from '../../../../functions/bridge/json/nesting.ts';
import { withinBounds } from '../../../within-bounds.ts';
import { binary, long, string } from './avro-binary.ts';
import { avroFailure, renderAvro } from './render-avro.ts';

const LINKED_LIST = { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] };
const TREE = {
  type: 'record',
  name: 'Tree',
  fields: [{ name: 'kids', type: { type: 'array', items: 'Tree' } }],
};
const NESTED_MAP = { type: 'record', name: 'M', fields: [{ name: 'm', type: { type: 'map', values: 'M' } }] };

describe('a count that the data cannot hold', () => {
  it.each([
    ['an array of ints', { type: 'array', items: 'int' }, 'PAYLOAD_INVALID'],
    ['a map', { type: 'map', values: 'null' }, 'PAYLOAD_INVALID'],
    ['an array of records', { type: 'array', items: TREE }, 'PAYLOAD_INVALID'],
    ['an array of nulls', { type: 'array', items: 'null' }, 'PAYLOAD_LIMIT'],
    [
      'an array of empty records',
      { type: 'array', items: { type: 'record', name: 'E', fields: [] } },
      'PAYLOAD_LIMIT',
    ],
    [
      'an array of empty fixed values',
      { type: 'array', items: { type: 'fixed', name: 'F', size: 0 } },
      'PAYLOAD_LIMIT',
    ],
  ])('fails at once in %s', (_what, schema, code) => {
    for (const count of [10n ** 9n, 2n ** 62n, -(10n ** 9n), -(2n ** 63n)]) {
      expect(
        withinBounds(() => avroFailure(schema, binary(long(count), long(1), Buffer.alloc(8)))).code,
      ).toBe(code);
    }
  });

  it('takes the smallest size of an item into account', () => {
    const doubles = { type: 'array', items: 'double' };
    expect(avroFailure(doubles, binary(long(3), Buffer.alloc(23))).message).toBe(
      'array[0]: a block with more items than bytes left',
    );
    expect(renderAvro(doubles, binary(long(3), Buffer.alloc(25)))).toBe('[0.0,0.0,0.0]');
  });

  it(`allows ${MAX_EMPTY_ITEMS} items without content`, () => {
    const datum = binary(long(MAX_EMPTY_ITEMS), long(0));
    expect(renderAvro({ type: 'array', items: 'null' }, datum)).toHaveLength(5 * MAX_EMPTY_ITEMS + 1);
  });
});

describe('items without content', () => {
  const NULLS = { type: 'array', items: 'null' };
  const ANYTHING = {
    type: 'record',
    name: 'Anything',
    namespace: 'com.amazonaws.services.schemaregistry.kafkaconnect.avrodata',
    fields: [
      { name: 'int', type: ['null', 'int'] },
      { name: 'nulls', type: NULLS },
    ],
  };
  const BLOCKS = 100_000;
  /** As many of them as one block may announce, in three bytes. */
  const block = long(MAX_EMPTY_ITEMS);
  const nulls = binary(block, long(0));

  function times(count: number, part: Buffer): Buffer {
    return Buffer.concat(Array.from({ length: count }, () => part));
  }

  it.each([
    ['blocks of one array', NULLS, binary(times(BLOCKS, block), long(0))],
    [
      'blocks with a size in bytes',
      NULLS,
      binary(times(BLOCKS, binary(long(-MAX_EMPTY_ITEMS), long(0))), long(0)),
    ],
    [
      'arrays in an array',
      { type: 'array', items: NULLS },
      binary(long(BLOCKS), times(BLOCKS, nulls), long(0)),
    ],
    [
      'arrays in maps in an array',
      { type: 'array', items: { type: 'map', values: NULLS } },
      binary(long(BLOCKS), times(BLOCKS, binary(long(1), string('k'), nulls, long(0))), long(0)),
    ],
    [
      'arrays in the map of a record',
      { type: 'record', name: 'R', fields: [{ name: 'm', type: { type: 'map', values: NULLS } }] },
      binary(long(BLOCKS), times(BLOCKS, binary(string('k'), nulls)), long(0)),
    ],
    // Rendered and taken back: the first field is set.
    [
      'fields of a schemaless value that is set already',
      { type: 'array', items: ANYTHING },
      binary(long(BLOCKS), times(BLOCKS, binary(long(1), long(5), nulls)), long(0)),
    ],
  ])('are counted over the whole datum, not block by block: %s', (_what, schema, datum) => {
    const failure = withinBounds(() => avroFailure(schema, datum));

    expect(failure.code).toBe('PAYLOAD_LIMIT');
    expect(failure.message).toContain(`more than ${MAX_EMPTY_ITEMS} items without content`);
  });

  it('are allowed in several blocks up to the limit, and one more is not', () => {
    const half = long(MAX_EMPTY_ITEMS / 2);

    expect(renderAvro(NULLS, binary(half, half, long(0)))).toHaveLength(5 * MAX_EMPTY_ITEMS + 1);
    expect(avroFailure(NULLS, binary(half, half, long(1), long(0))).code).toBe('PAYLOAD_LIMIT');
  });

  it('are counted anew for the next datum', () => {
    const render = compileAvro(JSON.stringify(NULLS));
    const out = new JsonWriter();

    for (let repetition = 0; repetition < 3; repetition += 1) {
      out.reset();
      render(nulls, 0, nulls.length, out);
      expect(out.length).toBe(5 * MAX_EMPTY_ITEMS + 1);
    }
  });

  it('do not stand in the way of items with content', () => {
    const count = 10 * MAX_EMPTY_ITEMS;
    const zeros = binary(long(count), Buffer.alloc(count), long(0));

    expect(renderAvro({ type: 'array', items: 'int' }, zeros)).toHaveLength(2 * count + 1);
  });
});

describe('deep data', () => {
  const deepTree = (levels: number) =>
    binary(...Array.from({ length: levels - 1 }, () => long(1)), Buffer.alloc(levels));

  it('is rendered down to the limit', () => {
    const levels = MAX_NESTING_DEPTH / 2;
    expect(renderAvro(TREE, deepTree(levels))).toBe(`${'{"kids":['.repeat(levels)}${']}'.repeat(levels)}`);
  });

  it.each([
    ['a list', LINKED_LIST, Buffer.alloc(10_000, 2)],
    ['a list of a million', LINKED_LIST, Buffer.alloc(1_000_000, 2)],
    ['a tree', TREE, deepTree(10_000)],
    ['a map', NESTED_MAP, Buffer.concat(Array.from({ length: 10_000 }, () => binary(long(1), string('k'))))],
    [
      'a record that holds itself without end',
      { type: 'record', name: 'R', fields: [{ name: 'r', type: 'R' }] },
      Buffer.alloc(0),
    ],
  ])('fails beyond it: %s', (_what, schema, datum) => {
    const failure = withinBounds(() => avroFailure(schema, datum));
    expect(failure.code).toBe('PAYLOAD_LIMIT');
    expect(failure.message.length).toBeLessThan(300);
  });
});

describe('a record that grows when rendered', () => {
  it('stops at the limit of the writer', () => {
    const branches = Array.from({ length: 1000 }, (_, index) => ({
      type: 'record',
      name: `Branch${index}OfTheUnion`,
      fields: [],
    }));
    const datum = binary(long(100_000), Buffer.alloc(100_000), long(0));
    const failure = avroFailure({ type: 'array', items: branches }, datum);
    expect(failure).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: expect.stringContaining('16777216 bytes'),
    });
  });

  it('stops at the limit of the writer too when all but little of it is taken back', () => {
    // Prepare: the second field is one byte in the datum, hundreds in the text, and dropped because the first is set.
    const branch = { type: 'record', name: 'B'.repeat(500), fields: [] };
    const anything = {
      type: 'record',
      name: 'Anything',
      namespace: 'com.amazonaws.services.schemaregistry.kafkaconnect.avrodata',
      fields: [
        { name: 'int', type: ['null', 'int'] },
        { name: 'record', type: [branch, 'null', 'string'] },
      ],
    };
    const items = 100_000;
    const set = binary(long(1), long(5), long(0));
    const datum = binary(long(items), ...Array.from({ length: items }, () => set), long(0));

    // Act
    const failure = avroFailure({ type: 'array', items: anything }, datum);

    // Assess
    expect(failure).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: expect.stringContaining('16777216 bytes'),
    });
  });
});

describe('decimals as numbers', () => {
  const NUMERIC = { decimals: 'NUMERIC' } as const;
  const DECIMALS = {
    type: 'array',
    items: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 900 },
  };
  const VARIABLE = {
    type: 'array',
    items: {
      type: 'record',
      name: 'io.debezium.data.VariableScaleDecimal',
      fields: [
        { name: 'scale', type: 'int' },
        { name: 'value', type: 'bytes' },
      ],
    },
  };
  const MEBIBYTE = 1024 * 1024;

  function many(item: Buffer): Buffer {
    const count = Math.floor(MEBIBYTE / item.length);
    return binary(long(count), Buffer.alloc(count * item.length, item), long(0));
  }

  it('fail at once when one of them has millions of digits', () => {
    const datum = binary(long(1), string(Buffer.alloc(8 * MEBIBYTE, 0x7f)), long(0));
    expect(withinBounds(() => avroFailure(DECIMALS, datum, NUMERIC)).code).toBe('PAYLOAD_LIMIT');
  });

  it('take no longer than their text when many of them have as many digits as they may', () => {
    const longest = string(Buffer.alloc(400, 0x7f));
    expect(withinBounds(() => renderAvro(DECIMALS, many(longest), NUMERIC)).length).toBeGreaterThan(
      2 * MEBIBYTE,
    );
  });

  it('stop at the limit of the writer when each asks for hundreds of zeros', () => {
    const item = binary(long(-990), string('x'));
    expect(withinBounds(() => avroFailure(VARIABLE, many(item), NUMERIC))).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: expect.stringContaining('16777216 bytes'),
    });
  });

  it('may have as many needless bytes as the record, which is time for its length only', () => {
    const padded = string(Buffer.concat([Buffer.alloc(8 * MEBIBYTE), Buffer.from([5])]));
    const schema = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 1 };
    expect(withinBounds(() => renderAvro(schema, padded, NUMERIC))).toBe('0.5');
  });
});

describe('a hostile schema', () => {
  it('may be neither too long nor too deep', () => {
    const deep = '{"type":"array","items":'.repeat(MAX_SCHEMA_DEPTH + 1);
    expect(avroFailure(JSON.parse(`${deep}"int"${'}'.repeat(MAX_SCHEMA_DEPTH + 1)}`)).message).toBe(
      `the schema nests deeper than ${MAX_SCHEMA_DEPTH} types`,
    );
    expect(avroFailure('x'.repeat(MAX_SCHEMA_CHARACTERS)).message).toBe(
      `the schema has more than ${MAX_SCHEMA_CHARACTERS} characters`,
    );
  });

  it('writes a default once, however many unions name its type', () => {
    const text = 'x'.repeat(400_000);
    const named = {
      type: 'record',
      name: 'R',
      'connect.default': { s: text },
      fields: [{ name: 's', type: 'string' }],
    };
    const unions = Array.from({ length: 2_000 }, (_, index) => ({ name: `f${index}`, type: ['null', 'R'] }));
    const schema = { type: 'record', name: 'Z', fields: [{ name: 'r', type: ['null', named] }, ...unions] };
    const failure = withinBounds(() => avroFailure(schema, Buffer.alloc(2_001)));
    expect(failure.message).toContain('the rendered record exceeds 16777216 bytes');
    const first = { ...schema, fields: schema.fields.slice(0, 2) };
    expect(renderAvro(first, Buffer.alloc(2))).toBe(`{"r":{"s":"${text}"},"f0":{"s":"${text}"}}`);
  });

  it('has no long names, which all that is in their namespace would repeat', () => {
    const fixed = (name: string, namespace?: string) => ({
      type: 'fixed',
      size: 0,
      name,
      ...(namespace && { namespace }),
    });
    const longest = 'n'.repeat(MAX_NAME_CHARACTERS);
    expect(renderAvro(fixed(longest, longest), Buffer.alloc(0))).toBe('""');
    for (const schema of [fixed(`${longest}n`), fixed('F', `${longest}n`)]) {
      expect(avroFailure(schema).message).toBe(
        `a name or namespace has more than ${MAX_NAME_CHARACTERS} characters`,
      );
    }
  });
});
