import { expect, test } from 'vitest';
import { glueFrame } from '../../infra/local/demo/frame-encoder.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { isWritten } from './expectation.ts';
import type { Content } from './planned-record.ts';

const DATUM = Buffer.from('0002', 'hex');
const TRANSACTION: Content = {
  kind: 'transaction',
  version: 'transaction-1',
  datum: DATUM,
  isCompressed: false,
  valueText: '{}',
};
const SCHEMA = '4a7b2d18-6e93-4c05-8f00-000000000000';
const POISON: Content = { kind: 'poison', bytes: Buffer.from('?'), code: 'FRAME_INVALID' };
const TOMBSTONE: Content = { kind: 'tombstone' };

test.each([
  ['a transaction in a frame', TRANSACTION, glueFrame(SCHEMA, DATUM), true],
  ['a transaction in a compressed frame', TRANSACTION, glueFrame(SCHEMA, DATUM, 'zlib'), true],
  ['a transaction without a frame', TRANSACTION, DATUM, false],
  ['another transaction', TRANSACTION, glueFrame(SCHEMA, Buffer.from('00', 'hex')), false],
  ['a frame that is damaged', TRANSACTION, glueFrame(SCHEMA, DATUM, 'zlib').subarray(0, 20), false],
  ['nothing where there was a transaction', TRANSACTION, undefined, false],
  ['poison byte by byte', POISON, Buffer.from('?'), true],
  ['other poison', POISON, Buffer.from('!'), false],
  ['a tombstone', TOMBSTONE, undefined, true],
  ['a value where there was a tombstone', TOMBSTONE, Buffer.from('?'), false],
] as const)('%s is judged by what was written', (_, content, value, expected) => {
  expect(isWritten(record('card', value), { key: 'card', headers: [], content })).toBe(expected);
});

test('a record with another key is not the one that was written', () => {
  const written = { key: 'card', headers: [], content: TOMBSTONE };

  expect(isWritten(record('other', undefined), written)).toBe(false);
  expect(isWritten(record(null, undefined), written)).toBe(false);
  expect(isWritten(record(null, undefined), { ...written, key: null })).toBe(true);
});

function record(key: string | null, value: Buffer | undefined): KafkaEventRecord {
  return {
    topic: 'orders',
    partition: 0,
    offset: 0,
    ...(key !== null && { key: Buffer.from(key).toString('base64') }),
    ...(value !== undefined && { value: value.toString('base64') }),
  };
}
