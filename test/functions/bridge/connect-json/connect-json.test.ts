import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connectJson } from '../../../../functions/bridge/connect-json/connect-json.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import type { DecimalFormat } from '../../../../shared/configuration/format.ts';
import { documentFailure, payloadFailure, renderDocument, renderPayload } from './render-connect.ts';

interface ConnectDocument {
  readonly id: string;
  readonly decimalFormat: string;
  readonly document: string;
  readonly expect: string;
  readonly better?: string;
}

function documentsOfConnect(): readonly ConnectDocument[] {
  const file = new URL('kafka-connect-documents.json', import.meta.url);
  const { cases }: { cases: readonly ConnectDocument[] } = JSON.parse(readFileSync(file, 'utf8'));
  return cases;
}

function decimal(scale: string, more: object = {}): object {
  const name = 'org.apache.kafka.connect.data.Decimal';
  return { type: 'bytes', name, version: 1, parameters: { scale }, ...more };
}

describe('a document of Kafka Connect', () => {
  it.each(documentsOfConnect())('$id ($decimalFormat) becomes what it was', (golden) => {
    expect(renderDocument(golden.document)).toBe(golden.better ?? golden.expect);
  });

  it('shows decimals as numbers or text, whatever the producer chose', () => {
    const orders = documentsOfConnect().filter(({ id }) => id === 'order');
    expect(orders).toHaveLength(2);
    for (const { document } of orders) {
      expect(renderDocument(document, 'NUMERIC')).toContain(
        '"fee":-0.05,"tags":{"__proto__":"y","a":"x"},"counts":[[1,"one"]],"items":[{"sku":"s","qty":3,"price":567.89},{"sku":"t","qty":-3,"price":-1.00}]',
      );
      expect(renderDocument(document, 'STRING')).toContain('"price":"567.89"}');
    }
  });
});

describe('the document', () => {
  const SCHEMA = '"schema":{"type":"int32"}';

  it.each([
    [`{${SCHEMA},"payload":1}`, '1'],
    [`{"payload":1,${SCHEMA}}`, '1'],
    [` { ${SCHEMA} ,\n"payload" : 1 } `, '1'],
    [`\ufeff{${SCHEMA},"payload":1}`, '1'],
    [`{"\\u0073chema":{"type":"int32"},"p\\u0061yload":1}`, '1'],
    [`{"schema":5,${SCHEMA},"payload":"x","payload":1}`, '1'],
    [
      '{"schema":null,"payload":{ "a" : 1.10, "a": -0, "b": 18446744073709551616 }}',
      '{"a":1.10,"a":-0,"b":18446744073709551616}',
    ],
    ['{"payload":null,"schema":null}', 'null'],
  ])('%s gives %s', (document, expected) => {
    expect(renderDocument(document)).toBe(expected);
  });

  it.each([
    '',
    'null',
    '5',
    '[]',
    '{}',
    '{"schema":null}',
    '{"payload":1}',
    `{${SCHEMA},"payload":1,"extra":1}`,
    `{${SCHEMA},"Payload":1}`,
    '{"a":1}',
  ])('%j is refused with advice', (document) => {
    const { code, message } = documentFailure(document);
    expect(code).toBe('PAYLOAD_INVALID');
    expect(message).toMatch(/^schemas\.enable=true takes documents with the members "schema" and "payload"/);
  });

  it.each([
    `{${SCHEMA},"payload":1} trailing`,
    `{${SCHEMA},"payload":1}}`,
    `{${SCHEMA},"payload":1,}`,
    `{${SCHEMA},"payload":}`,
    `{${SCHEMA},"payload": }`,
    `{${SCHEMA},"payload":\ufeff1}`,
    `{${SCHEMA},"payload":01}`,
    `{${SCHEMA},"payload":1`,
  ])('%j is no JSON, whatever came before', (document) => {
    const convert = connectJson({ decimals: 'BASE64' });
    const out = new JsonWriter();
    const failure = documentFailure(document);
    expect(failure.message).toMatch(/^byte \d+: expected/);
    convert(Buffer.from(`{${SCHEMA},"payload":1}`), out);
    expect(() => convert(Buffer.from(document), out)).toThrow(failure.message);
  });
});

describe('records with the same schema', () => {
  it('are told apart from records that only start alike', () => {
    const convert = connectJson({ decimals: 'BASE64' });
    const int32 = '{"schema":{"type":"int32"},"payload":';
    const documents: readonly (readonly [string, string])[] = [
      [`${int32}1}`, '1'],
      [`${int32}2}`, '2'],
      [`${int32} 3 }`, '3'],
      [`${int32}4} `, '4'],
      [`${int32}5,"payload":6}`, '6'],
      [`${int32}7,"schema":{"type":"double"}}`, '7.0'],
      [`${int32}8}`, '8'],
      ['{"schema":{"type":"string"},"payload":"9"}', '"9"'],
      [`${int32}10}`, '10'],
      ['{"schema":null,"payload":{"a":11}}', '{"a":11}'],
      ['{"schema":null,"payload":{"a":12}}', '{"a":12}'],
      [`${int32}13}`, '13'],
    ];
    for (const [document, expected] of documents) {
      const out = new JsonWriter();
      convert(Buffer.from(document), out);
      expect(out.toString()).toBe(expected);
    }
  });
});

describe('a number', () => {
  it.each([
    ['int8', '127', '127'],
    ['int8', '-128', '-128'],
    ['int16', '-32768', '-32768'],
    ['int32', '2147483647', '2147483647'],
    ['int64', '9223372036854775807', '9223372036854775807'],
    ['int64', '-9223372036854775808', '-9223372036854775808'],
    ['int64', '-0', '0'],
    ['int32', '1.0', '1'],
    ['int64', '12e2', '1200'],
    ['int64', '1200e-2', '12'],
    ['int64', '0e2147483000', '0'],
    ['float', '1.1', '1.1'],
    ['float', '16777217', '1.6777216E7'],
    ['float', '1.00000005960464477539062500001', '1.0000001'],
    ['double', '100', '100.0'],
    ['double', '0.1234567890123456789', '0.12345678901234568'],
    ['double', '1e-400', '0.0'],
    ['double', '-0.0', '-0.0'],
    ['double', '"Infinity"', '"Infinity"'],
    ['float', '"NaN"', '"NaN"'],
  ])('of type %s: %s becomes %s', (type, payload, expected) => {
    expect(renderPayload({ type }, payload)).toBe(expected);
  });

  it.each([
    ['int8', '128', 'payload: expected int8'],
    ['int16', '-32769', 'payload: expected int16'],
    ['int32', '2147483648', 'payload: expected int32'],
    ['int64', '9223372036854775808', 'payload: expected int64'],
    ['int64', '1e19', 'payload: expected int64'],
    ['int32', '1.5', 'payload: expected int32'],
    ['int32', '1e-1', 'payload: expected int32'],
    ['int32', '"1"', 'payload: expected int32'],
    ['int32', 'true', 'payload: expected int32'],
    ['float', '3.5e38', 'payload: a number beyond any float'],
    ['double', '1e400', 'payload: a number beyond any double'],
    ['double', '"nan"', 'payload: expected double'],
    ['double', 'false', 'payload: expected double'],
    ['double', '[]', 'payload: expected double'],
    ['boolean', '0', 'payload: expected boolean'],
    ['string', '1', 'payload: expected string'],
    ['bytes', '1', 'payload: expected bytes'],
    ['bytes', '"AN3"', 'payload: expected bytes in padded base64'],
    ['bytes', '"AN3_"', 'payload: expected bytes in padded base64'],
    ['bytes', '"A==="', 'payload: expected bytes in padded base64'],
  ])('of type %s cannot be %s', (type, payload, message) => {
    expect(payloadFailure({ type }, payload)).toMatchObject({ code: 'PAYLOAD_INVALID', message });
  });
});

describe('text and bytes', () => {
  it.each([
    ['string', '"a\\u0041\\/\\n\u2028é"', '"a\\u0041\\/\\n\u2028é"'],
    ['bytes', '""', '""'],
    ['bytes', '"AN3V"', '"AN3V"'],
    ['bytes', '"yaf8KQ1="', '"yaf8KQ0="'],
    ['bytes', '"+\\/8="', '"+/8="'],
    ['bytes', '"AN3V\\r\\n AN3V"', '"AN3VAN3V"'],
    ['boolean', 'true', 'true'],
    ['boolean', 'false', 'false'],
  ])('of type %s: %s becomes %s', (type, payload, expected) => {
    expect(renderPayload({ type }, payload)).toBe(expected);
  });
});

describe('a decimal', () => {
  it.each<[string, string, DecimalFormat, string]>([
    ['2', '"AN3V"', 'BASE64', '"AN3V"'],
    ['2', '"AAAAAN3V"', 'BASE64', '"AN3V"'],
    ['2', '"/////w=="', 'BASE64', '"/w=="'],
    ['2', '"AN3V"', 'NUMERIC', '567.89'],
    ['2', '"nA=="', 'NUMERIC', '-1.00'],
    ['2', '"AN3V"', 'STRING', '"567.89"'],
    ['-2', '"DA=="', 'NUMERIC', '1200'],
    ['2', '567.89', 'BASE64', '"AN3V"'],
    ['2', '567.89', 'STRING', '"567.89"'],
    ['2', '1.5', 'NUMERIC', '1.50'],
    ['2', '7', 'BASE64', '"Arw="'],
    ['2', '1.500', 'NUMERIC', '1.50'],
    ['2', '-12e-2', 'NUMERIC', '-0.12'],
    ['-2', '1200', 'BASE64', '"DA=="'],
    ['0', '12345678901234567890123', 'NUMERIC', '12345678901234567890123'],
    ['2', '0', 'BASE64', '"AA=="'],
    ['2', '-0.00', 'BASE64', '"AA=="'],
    ['0', '128', 'BASE64', '"AIA="'],
    ['0', '-128', 'BASE64', '"gA=="'],
    ['0', '-129', 'BASE64', '"/38="'],
    ['0', '255', 'BASE64', '"AP8="'],
    ['0', '-256', 'BASE64', '"/wA="'],
    ['0', '32768', 'BASE64', '"AIAA"'],
  ])('of scale %s: %s as %s is %s', (scale, payload, format, expected) => {
    expect(renderPayload(decimal(scale), payload, format)).toBe(expected);
  });

  it.each([
    ['2', '1.555', 'PAYLOAD_INVALID', 'payload: a decimal with more than the 2 decimals of its schema'],
    ['-2', '1250', 'PAYLOAD_INVALID', 'payload: a decimal with more than the -2 decimals of its schema'],
    ['2', '""', 'PAYLOAD_INVALID', 'payload: a decimal without bytes'],
    ['2', '"x"', 'PAYLOAD_INVALID', 'payload: expected a decimal in padded base64'],
    ['2', 'true', 'PAYLOAD_INVALID', 'payload: expected a decimal'],
    ['2', '1e998', 'PAYLOAD_LIMIT', 'payload: a decimal of more than 1000 digits'],
    ['900000000', '1', 'PAYLOAD_LIMIT', 'payload: a decimal of more than 1000 digits'],
    ['2', '1e99999999999', 'PAYLOAD_LIMIT', 'payload: a number with an exponent beyond 32 bits'],
    ['2', '1'.repeat(1001), 'PAYLOAD_LIMIT', 'payload: a number of more than 1000 characters'],
  ])('of scale %s cannot be %s', (scale, payload, code, message) => {
    expect(payloadFailure(decimal(scale), payload)).toMatchObject({ code, message });
  });

  it.each([{}, { parameters: {} }, { parameters: { scale: 2 } }, { parameters: { scale: '1.5' } }])(
    'needs a scale: %j',
    (more) => {
      const { parameters: _, ...schema } = { ...decimal('2'), parameters: undefined };
      expect(payloadFailure({ ...schema, ...more }, '"AA=="').message).toBe(
        'schema: a decimal without a scale in its schema',
      );
    },
  );
});

describe('a decimal of Debezium with a scale of its own', () => {
  const SCALE = { field: 'scale', type: 'int32' };
  const VALUE = { field: 'value', type: 'bytes' };
  const DECIMAL = {
    type: 'struct',
    name: 'io.debezium.data.VariableScaleDecimal',
    version: 1,
    fields: [SCALE, VALUE],
  };

  it.each<[string, DecimalFormat, string]>([
    ['{"scale":2,"value":"BNI="}', 'BASE64', '{"scale":2,"value":"BNI="}'],
    ['{"scale":2,"value":"BNI="}', 'NUMERIC', '12.34'],
    ['{"value":"BNI=","scale":2}', 'STRING', '"12.34"'],
    ['{"scale":-2,"value":"+y4="}', 'NUMERIC', '-123400'],
    ['{"scale":0,"value":"AA==","more":1}', 'NUMERIC', '0'],
  ])('%s as %s is %s', (payload, format, expected) => {
    expect(renderPayload(DECIMAL, payload, format)).toBe(expected);
  });

  it('may be missing, have a default, and stand anywhere', () => {
    const field = { ...DECIMAL, field: 'd', optional: true };
    const struct = { type: 'struct', fields: [field, { field: 'n', type: 'int8' }] };
    const withDefault = { ...struct, fields: [{ ...field, default: { scale: 1, value: 'BQ==' } }] };
    expect(renderPayload(struct, '{"d":{"scale":1,"value":"BQ=="},"n":1}', 'NUMERIC')).toBe(
      '{"d":0.5,"n":1}',
    );
    expect(renderPayload(struct, '{"n":1}', 'NUMERIC')).toBe('{"d":null,"n":1}');
    expect(renderPayload(withDefault, '{}', 'NUMERIC')).toBe('{"d":0.5}');
    expect(renderPayload({ type: 'array', items: DECIMAL }, '[{"scale":1,"value":"BQ=="}]', 'STRING')).toBe(
      '["0.5"]',
    );
  });

  it.each([
    ['[]', 'PAYLOAD_INVALID', 'payload: expected an object'],
    ['{}', 'PAYLOAD_INVALID', 'payload: expected a decimal with its scale'],
    ['{"scale":1}', 'PAYLOAD_INVALID', 'payload: expected a decimal with its scale'],
    ['{"scale":"1","value":"BQ=="}', 'PAYLOAD_INVALID', 'payload: expected a decimal with its scale'],
    ['{"scale":1.5,"value":"BQ=="}', 'PAYLOAD_INVALID', 'payload: expected a decimal with its scale'],
    ['{"scale":1,"value":5}', 'PAYLOAD_INVALID', 'payload: expected a decimal'],
    ['{"scale":1,"value":""}', 'PAYLOAD_INVALID', 'payload: a decimal without bytes'],
    ['{"scale":999999,"value":"BQ=="}', 'PAYLOAD_LIMIT', 'payload: a decimal of more than 1000 characters'],
  ])('cannot be %s', (payload, code, message) => {
    expect(payloadFailure(DECIMAL, payload, 'NUMERIC')).toMatchObject({ code, message });
  });

  it.each([
    [{ ...DECIMAL, name: 'VariableScaleDecimal' }],
    [{ ...DECIMAL, fields: [VALUE, SCALE] }],
    [{ ...DECIMAL, fields: [SCALE, VALUE, { field: 'more', type: 'int8', optional: true }] }],
    [{ ...DECIMAL, fields: [{ ...SCALE, type: 'int64' }, VALUE] }],
    [{ ...DECIMAL, fields: [SCALE, { ...VALUE, type: 'string' }] }],
  ])('has one schema; any other is a struct: %j', (schema) => {
    expect(renderPayload(schema, '{"scale":2,"value":"BNI="}', 'NUMERIC')).toMatch(/^\{/);
  });
});

describe('a time of day', () => {
  const TIME = { type: 'int32', name: 'org.apache.kafka.connect.data.Time', version: 1 };

  it('is within the day', () => {
    expect(renderPayload(TIME, '0')).toBe('0');
    expect(renderPayload(TIME, '86400000')).toBe('86400000');
    for (const payload of ['-1', '86400001', '4294967296', '1.5']) {
      expect(payloadFailure(TIME, payload).message).toBe(
        'payload: expected a time of day from 0 to 86400000 ms',
      );
    }
    expect(payloadFailure(TIME, '"1"').message).toBe('payload: expected int32');
  });
});

describe('a struct', () => {
  const STRUCT = {
    type: 'struct',
    fields: [
      { field: 'a', type: 'string' },
      { field: '__proto__', type: 'int32', optional: true },
      { field: 'c', type: 'int64', optional: true, default: 7 },
      { field: 'q"é', type: 'boolean', optional: true },
    ],
  };

  it.each([
    ['{"a":"x"}', '{"a":"x","__proto__":null,"c":7,"q\\"é":null}'],
    ['{"q\\"é":true,"c":9,"__proto__":1,"a":"x"}', '{"a":"x","__proto__":1,"c":9,"q\\"é":true}'],
    ['{"\\u0061":"x","q\\u0022\\u00e9":false}', '{"a":"x","__proto__":null,"c":7,"q\\"é":false}'],
    ['{"a":"x","c":null,"constructor":{},"z":[1,{"a":2}]}', '{"a":"x","__proto__":null,"c":7,"q\\"é":null}'],
    ['{"a":1,"a":"x","c":1,"c":2}', '{"a":"x","__proto__":null,"c":2,"q\\"é":null}'],
  ])('made of %s is %s', (payload, expected) => {
    expect(renderPayload(STRUCT, payload)).toBe(expected);
  });

  it.each([
    ['{}', 'payload.a: no value, and the schema has no default'],
    ['{"a":null}', 'payload.a: no value, and the schema has no default'],
    ['{"a":"x","c":"y"}', 'payload.c: expected int64'],
    ['[]', 'payload: expected an object'],
    ['"x"', 'payload: expected an object'],
  ])('cannot be %s', (payload, message) => {
    expect(payloadFailure(STRUCT, payload)).toMatchObject({ code: 'PAYLOAD_INVALID', message });
  });

  it('may be empty', () => {
    expect(renderPayload({ type: 'struct', fields: [] }, '{"a":1}')).toBe('{}');
    expect(payloadFailure({ type: 'struct', fields: [] }, '[]').message).toBe('payload: expected an object');
  });

  it('shows no more than the start of a long field name in an error', () => {
    const field = 'n'.repeat(1000);
    const { message } = payloadFailure({ type: 'struct', fields: [{ field, type: 'int8' }] }, '{}');
    expect(message).toBe(`payload.${'n'.repeat(64)}: no value, and the schema has no default`);
  });
});

describe('arrays and maps', () => {
  const INT_MAP = { type: 'map', keys: { type: 'int64' }, values: { type: 'string', optional: true } };
  const TEXT_MAP = { type: 'map', keys: { type: 'string' }, values: { type: 'int8', default: 5 } };

  it.each([
    [{ type: 'array', items: { type: 'int8', optional: true } }, '[1,null,3]', '[1,null,3]'],
    [{ type: 'array', items: { type: 'int8' }, optional: true }, 'null', 'null'],
    [TEXT_MAP, '{}', '{}'],
    [TEXT_MAP, '{"a":1,"__proto__":null}', '{"a":1,"__proto__":5}'],
    [TEXT_MAP, '{"a":1,"b":2,"a":3,"\\u0061":4}', '{"b":2,"a":4}'],
    [INT_MAP, '[]', '[]'],
    [INT_MAP, '[[1,"a"],[2,null]]', '[[1,"a"],[2,null]]'],
    [INT_MAP, '[[1,"a"],[2,"b"],[1.0,"c"]]', '[[2,"b"],[1,"c"]]'],
    [
      { type: 'map', keys: INT_MAP, values: TEXT_MAP },
      '[[[[1,"a"]],{"x":1}],[[[1,"a"]],{"x":2}]]',
      '[[[[1,"a"]],{"x":2}]]',
    ],
  ])('%j: %s becomes %s', (schema, payload, expected) => {
    expect(renderPayload(schema, payload)).toBe(expected);
  });

  it.each([
    [{ type: 'array', items: { type: 'int8' } }, '{}', 'payload: expected an array'],
    [{ type: 'array', items: { type: 'int8' } }, '[1,"x"]', 'payload[1]: expected int8'],
    [TEXT_MAP, '[["a",1]]', 'payload: expected an object, as the keys of the map are strings'],
    [TEXT_MAP, '{"secret":"x"}', 'payload[0]: expected int8'],
    [INT_MAP, '{"1":"a"}', 'payload: expected an array of pairs, as the keys of the map are no strings'],
    [INT_MAP, '[1]', 'payload[0]: expected a pair of key and value'],
    [INT_MAP, '[[]]', 'payload[0]: expected a pair of key and value'],
    [INT_MAP, '[[1]]', 'payload[0]: expected a pair of key and value'],
    [INT_MAP, '[[1,"a"],[1,"a",2]]', 'payload[1]: expected a pair of key and value'],
    [INT_MAP, '[[null,"a"]]', 'payload[0]: no value, and the schema has no default'],
  ])('%j cannot be %s', (schema, payload, message) => {
    expect(payloadFailure(schema, payload)).toMatchObject({ code: 'PAYLOAD_INVALID', message });
  });
});

describe('a default', () => {
  it.each([
    [{ type: 'int64', default: 7 }, 'null', '7'],
    [{ type: 'string', optional: true, default: 'é"' }, 'null', '"é\\""'],
    [{ type: 'string', optional: true, default: null }, 'null', 'null'],
    [decimal('2', { default: 'AN3V' }), 'null', '"AN3V"'],
    [decimal('2', { default: -0.05 }), 'null', '"+w=="'],
    [{ type: 'array', items: { type: 'double' }, default: [1, 2.5] }, 'null', '[1.0,2.5]'],
    [
      {
        type: 'struct',
        fields: [
          { field: 'a', type: 'string', default: 'é' },
          { field: 'b', type: 'string', default: 'y' },
        ],
        default: { b: 'z' },
      },
      'null',
      '{"a":"é","b":"z"}',
    ],
  ])('of %j stands for %s', (schema, payload, expected) => {
    expect(renderPayload(schema, payload)).toBe(expected);
  });

  it('keeps integers that a double would round', () => {
    const document =
      '{"schema":{"type":"int64","default":9223372036854775807,"optional":true},"payload":null}';
    expect(renderDocument(document)).toBe('9223372036854775807');
  });

  it('has to fit its type', () => {
    expect(payloadFailure({ type: 'int8', default: 'x' }, '1').message).toBe('schema.default: expected int8');
  });
});

describe('a schema', () => {
  it.each([
    [{}, 'schema: a schema without a type'],
    [[], 'schema: expected an object'],
    [{ type: 5 }, 'schema: a schema without a type'],
    [{ type: 'int128' }, 'schema: a schema of an unknown type'],
    [{ type: 'constructor' }, 'schema: a schema of an unknown type'],
    [{ type: 'array' }, 'schema: a schema without its items'],
    [{ type: 'array', items: null }, 'schema.items: expected an object'],
    [{ type: 'array', items: { type: 'x' } }, 'schema.items: a schema of an unknown type'],
    [{ type: 'map', values: { type: 'int8' } }, 'schema: a schema without its keys'],
    [{ type: 'map', keys: { type: 'int8' } }, 'schema: a schema without its values'],
    [{ type: 'map', keys: null, values: { type: 'int8' } }, 'schema.keys: expected an object'],
    [{ type: 'struct' }, 'schema: the schema of a struct without a list of fields'],
    [{ type: 'struct', fields: {} }, 'schema: the schema of a struct without a list of fields'],
    [{ type: 'struct', fields: [5] }, 'schema[0]: expected an object'],
    [{ type: 'struct', fields: [{ type: 'int8' }] }, 'schema[0]: a field without a name'],
    [
      {
        type: 'struct',
        fields: [
          { field: 'a', type: 'int8' },
          { field: 'a', type: 'int8' },
        ],
      },
      'schema[1]: a second field of the same name',
    ],
  ])('%j is none', (schema, message) => {
    expect(payloadFailure(schema, '1')).toMatchObject({ code: 'PAYLOAD_INVALID', message });
  });

  it('may carry a name, a version, parameters and documentation', () => {
    const schema = {
      type: 'int32',
      name: 'com.example.Id',
      version: 2,
      doc: '{"type":"x"}',
      parameters: { scale: '9' },
    };
    expect(renderPayload(schema, '5')).toBe('5');
  });
});
