import { describe, expect, it } from 'vitest';
import { binary, lenField, type Part, stringField, varint, varintField } from './protobuf-wire.ts';
import { protobufFailure, renderProtobuf } from './render-protobuf.ts';

function schema(type: string, file: string): string {
  return `syntax = "proto3"; import "${file}"; message M { ${type} f = 1; repeated ${type} l = 2; map<string, ${type}> m = 3; oneof o { ${type} c = 4; } optional ${type} p = 5; }`;
}

const TIMESTAMP = schema('google.protobuf.Timestamp', 'google/protobuf/timestamp.proto');
const DATE = schema('google.type.Date', 'google/type/date.proto');
const TIME = schema('google.type.TimeOfDay', 'google/type/timeofday.proto');
const DECIMAL = schema('additionalTypes.Decimal', 'additionalTypes/decimal.proto');

/** The fields 1, 2, … with these integers. */
function integers(...values: readonly (bigint | number)[]): Buffer {
  return binary(...values.map((value, index) => varintField(index + 1, value)));
}

/** What the field `f` shows. */
function field(definition: string, value: Part): string {
  return renderProtobuf(definition, lenField(1, value)).replace(/^\{"f":(.*),"l":.*$/, '$1');
}

function failure(definition: string, value: Part): { readonly code: string; readonly message: string } {
  return protobufFailure(definition, lenField(1, value));
}

describe('a timestamp', () => {
  it.each([
    [integers(), '0'],
    [integers(1_700_000_000, 123_999_999), '1700000000123'],
    [integers(-1, 999_999_999), '-1'],
    [integers(-62_135_596_800, 0), '-62135596800000'],
    [integers(253_402_300_799, 999_999_999), '253402300799999'],
  ])('is milliseconds since 1970: %o', (value, expected) => {
    expect(field(TIMESTAMP, value)).toBe(expected);
  });

  it.each([
    [integers(253_402_300_800), 'M.f: a timestamp outside the years 1 to 9999'],
    [integers(-62_135_596_801), 'M.f: a timestamp outside the years 1 to 9999'],
    [integers(2n ** 63n), 'M.f: a timestamp outside the years 1 to 9999'],
    [integers(0, -1), 'M.f: a timestamp with nanoseconds outside 0 to 999999999'],
    [integers(0, 1_000_000_000), 'M.f: a timestamp with nanoseconds outside 0 to 999999999'],
  ])('is refused outside of its range: %o', (value, message) => {
    expect(failure(TIMESTAMP, value)).toMatchObject({ code: 'PAYLOAD_INVALID', message });
  });

  it('is one wherever it stands, merges like any message, and is zero when it is not there', () => {
    const message = binary(
      lenField(1, varintField(1, 1)),
      lenField(1, varintField(2, 5_000_000)),
      lenField(2, varintField(1, 2)),
      lenField(2),
      lenField(3, stringField(1, 'k'), lenField(2, varintField(1, 3))),
      lenField(4, varintField(1, 4)),
    );
    expect(renderProtobuf(TIMESTAMP, message)).toBe(
      '{"f":1005,"l":[2000,0],"m":{"k":3000},"o":{"c":4000},"p":null}',
    );
    expect(renderProtobuf(TIMESTAMP, '')).toBe('{"f":0,"l":[],"m":{},"o":{"c":null},"p":null}');
  });

  it('is a plain message when it is the payload', () => {
    const own =
      'syntax = "proto3"; package google.protobuf; message Timestamp { int64 seconds = 1; int32 nanos = 2; }';
    expect(renderProtobuf(own, integers(1, 2))).toBe('{"seconds":1,"nanos":2}');
  });
});

describe('a date', () => {
  it.each([
    [integers(1970, 1, 1), '0'],
    [integers(2022, 1, 8), '19000'],
    [integers(2024, 2, 29), '19782'],
    [integers(1969, 12, 31), '-1'],
    [integers(1, 1, 1), '-719162'],
    [integers(50, 1, 1), '-701265'],
    [integers(9999, 12, 31), '2932896'],
  ])('is days since 1970: %o', (value, expected) => {
    expect(field(DATE, value)).toBe(expected);
  });

  it('is null when there is none', () => {
    expect(renderProtobuf(DATE, '')).toBe('{"f":null,"l":[],"m":{},"o":{"c":null},"p":null}');
    expect(field(DATE, integers(0, 0, 0))).toBe('null');
    expect(renderProtobuf(DATE, lenField(2))).toContain('"l":[null]');
  });

  it.each([
    [integers(2024), '{"year":2024,"month":0,"day":0}'],
    [integers(2024, 5), '{"year":2024,"month":5,"day":0}'],
    [integers(0, 2, 29), '{"year":0,"month":2,"day":29}'],
    [integers(0, 12), '{"year":0,"month":12,"day":0}'],
  ])('keeps its parts when it is no whole date: %o', (value, expected) => {
    expect(field(DATE, value)).toBe(expected);
  });

  it.each([
    [integers(2023, 2, 29), 'M.f: a date that does not exist'],
    [integers(2023, 13, 1), 'M.f: a date that does not exist'],
    [integers(2023, -1, 1), 'M.f: a date that does not exist'],
    [integers(2023, 1, 32), 'M.f: a date that does not exist'],
    [integers(0, 2, 30), 'M.f: a date that does not exist'],
    [integers(2023, 13), 'M.f: a date that does not exist'],
    [integers(2023, 2_147_483_647, 2_147_483_647), 'M.f: a date that does not exist'],
    [integers(10_000, 1, 1), 'M.f: a date with a year outside 1 to 9999'],
    [integers(-1, 1, 1), 'M.f: a date with a year outside 1 to 9999'],
  ])('is refused when there is no such date: %o', (value, message) => {
    expect(failure(DATE, value)).toMatchObject({ code: 'PAYLOAD_INVALID', message });
  });
});

describe('a time of day', () => {
  it.each([
    [integers(), '0'],
    [integers(12, 0, 0, 123_999_999), '43200123'],
    [integers(23, 59, 60), '86400000'],
    [integers(24), '86400000'],
  ])('is milliseconds since midnight: %o', (value, expected) => {
    expect(field(TIME, value)).toBe(expected);
  });

  it.each([[integers(24, 0, 1)], [integers(-1)], [integers(2_147_483_647, 2_147_483_647)]])(
    'is refused outside of a day: %o',
    (value) => {
      expect(failure(TIME, value)).toMatchObject({
        code: 'PAYLOAD_INVALID',
        message: 'M.f: a time of day outside 0 to 86400000 ms',
      });
    },
  );
});

describe("Connect's decimal, as Confluent writes it", () => {
  const CONFLUENT = schema('confluent.type.Decimal', 'confluent/type/decimal.proto');

  it.each([
    [binary(lenField(1, '3039'), varintField(2, 5), varintField(3, 2)), 'MDk=', '123.45'],
    [binary(lenField(1, '00003039'), varintField(3, 2)), 'MDk=', '123.45'],
    [binary(varintField(3, 1), lenField(1, 'fb')), '+w==', '-0.5'],
    [binary(lenField(1, '05'), varintField(3, -3)), 'BQ==', '5000'],
    [binary(lenField(1), varintField(3, 2)), 'AA==', '0.00'],
    [binary(), 'AA==', '0'],
  ])('is its unscaled value, or a number with all digits: %o', (value, base64, text) => {
    const rendering = { fieldNames: 'original', decimals: 'NUMERIC' } as const;
    expect(field(CONFLUENT, value)).toBe(JSON.stringify(base64));
    expect(renderProtobuf(CONFLUENT, lenField(1, value), { rendering })).toContain(`{"f":${text},`);
  });

  it('is refused as a number when it would be too long', () => {
    const rendering = { fieldNames: 'original', decimals: 'STRING' } as const;
    const long = lenField(1, lenField(1, Buffer.alloc(2000, 1)));
    expect(protobufFailure(CONFLUENT, long, { rendering }).code).toBe('PAYLOAD_LIMIT');
  });
});

describe("Connect's decimal, as Glue writes it", () => {
  const MAX = 2n ** 63n - 1n;

  /** units, fraction, scale; the precision has no part in it. */
  function decimal(units: bigint | number, fraction: number, scale: number): Buffer {
    return integers(units, fraction, 10, scale);
  }

  it.each([
    [decimal(123, 450_000_000, 2), 'MDk=', '123.45'],
    [decimal(-123, -450_000_000, 2), 'z8c=', '-123.45'],
    [decimal(0, -500_000_000, 1), '+w==', '-0.5'],
    [decimal(0, 1, 9), 'AQ==', '0.000000001'],
    [decimal(1, 0, 12), 'AOjUpRAA', '1.000000000000'],
    [decimal(0, 0, 0), 'AA==', '0'],
    [decimal(128, 0, 0), 'AIA=', '128'],
    [decimal(-128, 0, 0), 'gA==', '-128'],
    [decimal(5, 0, -3), 'BQ==', '5'],
    [decimal(MAX, 999_999_999, 9), 'Hc1k////////////', '9223372036854775807.999999999'],
    [integers(), 'AA==', '0'],
  ])('is its unscaled value, or a number with all digits: %o', (value, base64, text) => {
    const as = (decimals: 'NUMERIC' | 'STRING') =>
      renderProtobuf(DECIMAL, lenField(1, value), { rendering: { fieldNames: 'original', decimals } });
    expect(field(DECIMAL, value)).toBe(JSON.stringify(base64));
    expect(as('NUMERIC')).toContain(`{"f":${text},`);
    expect(as('STRING')).toContain(`{"f":"${text}",`);
  });

  it('is refused when its scale does not hold its digits, or is absurd', () => {
    expect(failure(DECIMAL, decimal(1, 450_000_000, 1))).toMatchObject({
      code: 'PAYLOAD_INVALID',
      message: 'M.f: a decimal with more digits than its scale says',
    });
    expect(failure(DECIMAL, decimal(1, 0, 2_147_483_647))).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: 'M.f: a decimal with a scale above 1000',
    });
  });
});

describe('other types that a schema may import', () => {
  it.each([
    ['google.protobuf.StringValue', 'google/protobuf/wrappers.proto', stringField(1, 's'), '{"value":"s"}'],
    ['google.protobuf.Duration', 'google/protobuf/duration.proto', integers(2, 5), '{"seconds":2,"nanos":5}'],
    ['google.protobuf.Empty', 'google/protobuf/empty.proto', '', '{}'],
    [
      'google.protobuf.FieldMask',
      'google/protobuf/field_mask.proto',
      stringField(1, 'a.b'),
      '{"paths":["a.b"]}',
    ],
    [
      'google.protobuf.Any',
      'google/protobuf/any.proto',
      binary(stringField(1, 'x/y'), lenField(2, 'ff')),
      '{"type_url":"x/y","value":"/w=="}',
    ],
    [
      'google.protobuf.Struct',
      'google/protobuf/struct.proto',
      lenField(1, stringField(1, 'k'), lenField(2, varintField(4, 1))),
      '{"fields":{"k":{"kind":{"null_value":null,"number_value":null,"string_value":null,"bool_value":true,"struct_value":null,"list_value":null}}}}',
    ],
    [
      'google.protobuf.Method',
      'google/protobuf/api.proto',
      varintField(7, 1),
      '{"name":"","request_type_url":"","request_streaming":false,"response_type_url":"","response_streaming":false,"options":[],"syntax":"SYNTAX_PROTO3"}',
    ],
    ['google.protobuf.EnumValue', 'google/protobuf/type.proto', '', '{"name":"","number":0,"options":[]}'],
    ['google.protobuf.SourceContext', 'google/protobuf/source_context.proto', '', '{"file_name":""}'],
    ['google.type.CalendarPeriod', 'google/type/calendar_period.proto', varint(7), '"YEAR"'],
    [
      'google.type.Color',
      'google/type/color.proto',
      '',
      '{"red":0.0,"green":0.0,"blue":0.0,"alpha":{"value":0.0}}',
    ],
    [
      'google.type.DateTime',
      'google/type/datetime.proto',
      lenField(9, stringField(1, 'UTC')),
      '{"year":0,"month":0,"day":0,"hours":0,"minutes":0,"seconds":0,"nanos":0,"time_offset":{"utc_offset":null,"time_zone":{"id":"UTC","version":""}}}',
    ],
    ['google.type.DayOfWeek', 'google/type/dayofweek.proto', varint(7), '"SUNDAY"'],
    ['google.type.Decimal', 'google/type/decimal.proto', stringField(1, '1.5'), '{"value":"1.5"}'],
    [
      'google.type.Expr',
      'google/type/expr.proto',
      stringField(4, 'l'),
      '{"expression":"","title":"","description":"","location":"l"}',
    ],
    ['google.type.Fraction', 'google/type/fraction.proto', integers(1, 2), '{"numerator":1,"denominator":2}'],
    [
      'google.type.Interval',
      'google/type/interval.proto',
      lenField(1, integers(1)),
      '{"start_time":1000,"end_time":0}',
    ],
    ['google.type.LatLng', 'google/type/latlng.proto', '', '{"latitude":0.0,"longitude":0.0}'],
    [
      'google.type.LocalizedText',
      'google/type/localized_text.proto',
      stringField(2, 'de'),
      '{"text":"","language_code":"de"}',
    ],
    [
      'google.type.Money',
      'google/type/money.proto',
      binary(stringField(1, 'EUR'), varintField(2, 5), varintField(3, 7)),
      '{"currency_code":"EUR","units":5,"nanos":7}',
    ],
    ['google.type.Month', 'google/type/month.proto', varint(12), '"DECEMBER"'],
    [
      'google.type.PhoneNumber',
      'google/type/phone_number.proto',
      lenField(2, stringField(1, 'AT')),
      '{"extension":"","kind":{"e164_number":null,"short_code":{"region_code":"AT","number":""}}}',
    ],
    [
      'google.type.PostalAddress',
      'google/type/postal_address.proto',
      stringField(9, 'line'),
      '{"revision":0,"region_code":"","language_code":"","postal_code":"","sorting_code":"","administrative_area":"","locality":"","sublocality":"","address_lines":["line"],"recipients":[],"organization":""}',
    ],
    [
      'confluent.type.Variant',
      'confluent/type/variant.proto',
      lenField(1, 'ff'),
      '{"metadata":"/w==","value":""}',
    ],
    ['google.type.Quaternion', 'google/type/quaternion.proto', '', '{"x":0.0,"y":0.0,"z":0.0,"w":0.0}'],
  ])('%s', (type, file, value, expected) => {
    const definition = `syntax = "proto3"; import "${file}"; message M { ${type} f = 1; }`;
    const isEnum = expected.startsWith('"');
    const message = isEnum ? binary('08', value) : lenField(1, value);
    expect(renderProtobuf(definition, message)).toBe(`{"f":${expected}}`);
  });
});
