import { describe, expect, it } from 'vitest';
import { deadLetter } from '../../../functions/bridge/dead-letter.ts';
import { readBatch } from '../../../functions/bridge/read.ts';
import { readLetter } from '../../../functions/redrive/letter.ts';
import { eventRecord, kafkaEvent } from '../../fixtures/kafka-event.ts';

const FAILURE = { code: 'PAYLOAD_INVALID', message: 'bad bytes' } as const;

describe('a message', () => {
  const batch = readBatch(kafkaEvent(eventRecord({ topic: 'orders', partition: 0, offset: 1 })));
  const [letter] = batch.records.map((record) =>
    deadLetter({ connectorId: 'payments', batch, nowMs: 0 }, record, FAILURE),
  );
  if (letter === undefined) throw new Error('There is no letter.');
  const withRecord = (members: object) =>
    JSON.stringify({ ...letter, record: { ...letter.record, ...members } });

  it.each([
    ['text', 'not JSON'],
    ['another document', '{"requestContext":{}}'],
    ['another version', JSON.stringify({ ...letter, version: '2' })],
    ['an unknown member', JSON.stringify({ ...letter, more: 1 })],
    ['an unknown source', JSON.stringify({ ...letter, eventSource: 'aws:sqs' })],
    ['without an offset', withRecord({ offset: null })],
    ['with an offset above 2^53', withRecord({ offset: 2 ** 53 })],
    ['with a timestamp before 1970', withRecord({ timestamp: -1 })],
    ['with a fraction of a millisecond', withRecord({ timestamp: 1.5 })],
    ['with a key that is not base64', withRecord({ key: '!' })],
    ['with a value whose base64 is cut short', withRecord({ value: 'YQ' })],
    ['with a header that is not base64', withRecord({ headers: [{ city: 'Zürich' }] })],
    ['with a header of numbers', withRecord({ headers: [{ city: [90] }] })],
    ['with a list in place of a header', withRecord({ headers: [['city', 'Wg==']] })],
    ['of a connector id that no bridge has', JSON.stringify({ ...letter, connectorId: 'x'.repeat(243) })],
    [
      'a received record without a topic',
      JSON.stringify({ ...letter, received: { partition: 0, offset: 1 } }),
    ],
  ])('is no dead letter when it is %s', (_, body) => {
    expect(readLetter(body)).toBeUndefined();
    expect(readLetter(JSON.stringify(letter))).toEqual(letter);
  });
});

it('is a dead letter whatever its code, as other versions know others', () => {
  const batch = readBatch(kafkaEvent(eventRecord()));
  const [letter] = batch.records.map((record) =>
    deadLetter({ connectorId: 'payments', batch, nowMs: 0 }, record, FAILURE),
  );
  const newer = { ...letter, error: { ...letter?.error, code: 'KNOWN_LATER' } };

  expect(readLetter(JSON.stringify(newer))).toEqual(newer);
});
