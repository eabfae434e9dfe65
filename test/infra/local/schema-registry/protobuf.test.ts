import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();

/** Made by protoc from an `Order` with all that the text below shows. */
const ORDER_DESCRIPTOR =
  'CgtvcmRlci5wcm90bxIHc2hvcC52MRofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90byL6AgoFT3JkZXISCgoCaWQYASABKAkSIgoFbGluZXMYAiADKAsyEy5zaG9wLnYxLk9yZGVyLkxpbmUSKQoGYnlfc2t1GAMgAygLMhkuc2hvcC52MS5PcmRlci5CeVNrdUVudHJ5EhIKBXRvdGFsGAQgASgDSAGIAQESDgoEbm90ZRgFIAEoCUgAEh8KBWNvbG9yGAYgASgOMg4uc2hvcC52MS5Db2xvckgAEiYKAmF0GAcgASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcBISCgZjb3VudHMYCCADKAVCAhAAEhYKBGJsb2IYCSABKAxCAhgBUgRCTE9CGhMKBExpbmUSCwoDc2t1GAEgASgJGkEKCkJ5U2t1RW50cnkSCwoDa2V5GAEgASgJEiIKBXZhbHVlGAIgASgLMhMuc2hvcC52MS5PcmRlci5MaW5lOgI4AUIGCgRwaWNrQggKBl90b3RhbEoECBQQFUoICB4QgICAgAJSA29sZCofCgVDb2xvchIHCgNSRUQQABIJCgVST1VHRRAAGgIQAWIGcHJvdG8z';

const ORDER_TEXT = `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
message Order {
  reserved 20 to 20;
  reserved 30 to max;
  reserved "old";
  string id = 1;
  repeated .shop.v1.Order.Line lines = 2;
  repeated .shop.v1.Order.BySkuEntry by_sku = 3;
  optional int64 total = 4;
  .google.protobuf.Timestamp at = 7;
  repeated int32 counts = 8 [packed = false];
  bytes blob = 9 [json_name = "BLOB", deprecated = true];
  oneof pick {
    string note = 5;
    .shop.v1.Color color = 6;
  }
  message Line {
    string sku = 1;
  }
  message BySkuEntry {
    option map_entry = true;
    string key = 1;
    .shop.v1.Order.Line value = 2;
  }
}
enum Color {
  option allow_alias = true;
  RED = 0;
  ROUGE = 0;
}
`;

/** Made by protoc as well, in proto2. */
const LEGACY_DESCRIPTOR =
  'CgxsZWdhY3kucHJvdG8aGWdvb2dsZS9wcm90b2J1Zi9hbnkucHJvdG8iWAoGTGVnYWN5EgwKAWEYASACKAU6ATcSDgoBYhgCIAEoCToDeCJ5EhoKAWsYAyABKA4yDC5MZWdhY3kuS2luZDoBQiIUCgRLaW5kEgUKAUEQABIFCgFCEAFQAA==';

const LEGACY_TEXT = `syntax = "proto2";
import public "google/protobuf/any.proto";
message Legacy {
  required int32 a = 1 [default = 7];
  optional string b = 2 [default = "x\\"y"];
  optional .Legacy.Kind k = 3 [default = B];
  enum Kind {
    A = 0;
    B = 1;
  }
}
`;

const register = (schema: string) =>
  running.standIns.schemaRegistry.registerSchema({ subject: 'orders-value', schemaType: 'PROTOBUF', schema });

async function read(query = ''): Promise<unknown> {
  const response = await fetch(`${running.standIns.schemaRegistryUrl}/schemas/ids/1${query}`);
  return response.json();
}

describe('A Protobuf schema that is registered as a descriptor', () => {
  test.each([
    ['proto3', ORDER_DESCRIPTOR, ORDER_TEXT],
    ['proto2', LEGACY_DESCRIPTOR, LEGACY_TEXT],
  ])('is read as .proto text: %s', async (_, descriptor, schema) => {
    register(descriptor);

    expect(await read()).toMatchObject({ schemaType: 'PROTOBUF', schema });
    expect(() => protobuf.parse(schema)).not.toThrow();
  });

  test('is read as that descriptor with format=serialized', async () => {
    register(ORDER_DESCRIPTOR);

    expect(await read('?format=serialized')).toMatchObject({ schema: ORDER_DESCRIPTOR });
  });

  test('is the same schema as its text', () => {
    const { id, guid } = register(ORDER_DESCRIPTOR);

    expect(register(ORDER_TEXT)).toEqual({ id, guid, version: 1 });
  });

  test.each([
    ['bytes that are none', Buffer.from([1, 2, 3]).toString('base64')],
    ['one of an edition', Buffer.from([0x62, 8, ...Buffer.from('editions')]).toString('base64')],
  ])('is refused when it is %s', (_, descriptor) => {
    expect(() => register(descriptor)).toThrow(/^Invalid schema of type PROTOBUF, details: /);
  });
});

test('A Protobuf schema that is registered as text is read as it is, and has no descriptor', async () => {
  const schema = 'syntax = "proto3";\n\nmessage A { }\n';
  register(schema);

  expect(await read()).toMatchObject({ schema });
  expect(await read('?format=serialized')).toEqual({
    error_code: 501,
    message:
      'The stand-in of schema-registry has the descriptor of those schemas only that were registered as one.',
  });
});
