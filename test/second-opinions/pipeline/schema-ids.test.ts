import { expect, it } from 'vitest';
import { encodeGlue, glueFrame } from '../../../infra/local/demo/frame-encoder.ts';
import { NOTIFICATION } from '../../../infra/local/demo/schemas.ts';
import { withSchemaIds } from './schema-ids.ts';

const OTHER = '11111111-2222-4333-8444-555555555555';
const IDS = new Map([[NOTIFICATION.schemaVersionId, OTHER]]);
const COORDINATES = { topic: 'a', partition: 0, offset: 1 };
const VALUE = { source: 's', eventType: 't', eventDetail: { userId: 'u', total: 1 } };

it.each(['none', 'zlib'] as const)('a frame names the schema by the id of moto (%s)', (compression) => {
  const value = encodeGlue(NOTIFICATION, VALUE, compression).toString('base64');
  const expected = encodeGlue({ ...NOTIFICATION, schemaVersionId: OTHER }, VALUE, compression).toString(
    'base64',
  );

  expect(withSchemaIds({ ...COORDINATES, key: value, value }, IDS)).toEqual({
    ...COORDINATES,
    key: expected,
    value: expected,
  });
});

it('what Lambda tells of a schema names it so as well', () => {
  const valueSchemaMetadata = { dataFormat: 'AVRO', schemaId: NOTIFICATION.schemaVersionId };
  const record = { ...COORDINATES, value: 'AAAA', valueSchemaMetadata };

  expect(withSchemaIds(record, IDS)).toEqual({
    ...record,
    valueSchemaMetadata: { ...valueSchemaMetadata, schemaId: OTHER },
  });
});

it.each([
  ['a tombstone', null],
  ['JSON', Buffer.from('{}').toString('base64')],
  ['a frame with another id', glueFrame(OTHER, Buffer.from([1])).toString('base64')],
])('%s stays as it is', (_, value) => {
  const record = { ...COORDINATES, value, headers: [{ a: [1] }] };

  expect(withSchemaIds(record, IDS)).toEqual(record);
});
