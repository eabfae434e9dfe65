import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../functions/redrive/read-document.ts';
import { deadLetterOf } from '../../fixtures/dead-letter.ts';
import {
  bucketDocument,
  mskEvent,
  noticeOf,
  offsetsDocument,
  s3Notification,
  selfManagedEvent,
  snsEnvelope,
  topicDocument,
} from './documents.ts';

const LETTER = deadLetterOf({ topic: 'orders-eu', partition: 3, offset: 42 });
const NOTICE: unknown = JSON.parse(noticeOf(LETTER, 'dead-letters', 'dead-letters/payments/a.json'));
const REFUSED = { kind: 'refused', code: 'LETTER_INVALID' };

/** Everything that redrive may find, by what it is, and what it is read as. */
const DOCUMENTS: readonly (readonly [string, unknown, object])[] = [
  ['a dead letter', LETTER, { kind: 'records', connectorId: 'payments', records: [{ offset: 42 }] }],
  [
    'a notice of the bridge',
    NOTICE,
    { kind: 'object', objects: [{ bucket: 'dead-letters', key: 'dead-letters/payments/a.json' }] },
  ],
  ['a notification of a bucket', s3Notification('batches', 'a'), { kind: 'object', objects: [{ key: 'a' }] }],
  ['the test message of S3', { Service: 'Amazon S3', Event: 's3:TestEvent' }, { kind: 'empty' }],
  ['a document of a queue', offsetsDocument(), { kind: 'offsets', ranges: [{ topic: 'orders' }] }],
  ['a document of a bucket', bucketDocument(mskEvent({})), { kind: 'records', records: [{ offset: 0 }] }],
  [
    'a document of a topic',
    topicDocument(selfManagedEvent({})),
    { kind: 'records', records: [{ offset: 0 }] },
  ],
];

describe('readDocument', () => {
  it.each(DOCUMENTS)('knows %s', (_, document, expected) => {
    expect(readDocument(JSON.stringify(document))).toMatchObject(expected);
  });

  it.each(DOCUMENTS)('knows %s that SNS passed on', (_, document, expected) => {
    expect(readDocument(JSON.stringify(snsEnvelope(document)))).toMatchObject(expected);
  });

  it.each([
    ['an empty message', ''],
    ['text', 'not JSON'],
    ['null', 'null'],
    ['a list of dead letters', JSON.stringify([LETTER])],
    ['a dead letter with more members', JSON.stringify({ ...LETTER, more: 1 })],
    ['a notice with more members', JSON.stringify({ ...Object(NOTICE), more: 1 })],
    ['a notice of another version', JSON.stringify({ ...Object(NOTICE), version: '2' })],
    ['a notice without a key', JSON.stringify({ ...Object(NOTICE), object: { bucket: 'b', key: '' } })],
    [
      'an SNS message of another type',
      JSON.stringify({ ...snsEnvelope(LETTER), Type: 'UnsubscribeConfirmation' }),
    ],
    ['an SNS message that is no JSON', JSON.stringify({ ...snsEnvelope(LETTER), Message: 'text' })],
    ['an SNS message within another', JSON.stringify(snsEnvelope(snsEnvelope(LETTER)))],
    ['a Kafka event itself', JSON.stringify(mskEvent({}))],
  ])('refuses %s', (_, text) => {
    expect(readDocument(text)).toEqual(REFUSED);
  });

  it.each([
    ['nothing else', (deep: string) => deep],
    ['an SNS message', (deep: string) => JSON.stringify({ ...snsEnvelope({}), Message: deep })],
    [
      'the offsets of a document of Lambda',
      (deep: string) => JSON.stringify(offsetsDocument({ 'orders-0': 'DEEP' })).replace('"DEEP"', deep),
    ],
    ['a payload as text', (deep: string) => JSON.stringify(bucketDocument({}, { payload: deep }))],
    [
      'a payload as it is',
      (deep: string) => JSON.stringify(topicDocument({ records: 'DEEP' })).replace('"DEEP"', deep),
    ],
    [
      'the records of a notification',
      (deep: string) => JSON.stringify({ Records: 'DEEP' }).replace('"DEEP"', deep),
    ],
  ])('refuses 200,000 levels of nesting in %s', (_, textWith) => {
    expect(readDocument(textWith(`${'['.repeat(200_000)}${']'.repeat(200_000)}`))).toEqual(REFUSED);
  });

  it('refuses whatever else there is in the world, and never throws', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.json({ maxDepth: 6 }));

    fc.assert(
      fc.property(anything, (text) => {
        expect(readDocument(text)).toEqual(REFUSED);
      }),
    );
  });

  it('takes a document with a member changed for the same kind or none, and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENTS), fc.nat(), fc.jsonValue(), ([, document], place, value) => {
        const changed = JSON.stringify(withMember(document, place, value));

        expect([readDocument(JSON.stringify(document)).kind, 'refused']).toContain(
          readDocument(changed).kind,
        );
      }),
      { numRuns: 500 },
    );
  });
});

/** The document with one of its members, at any depth, put in place of what it was. */
function withMember(document: unknown, place: number, value: unknown): unknown {
  let count = 0;
  const members = (each: unknown): number =>
    typeof each === 'object' && each !== null
      ? Object.values(each).reduce((sum: number, inner) => sum + 1 + members(inner), 0)
      : 0;
  const target = place % members(document);
  return JSON.parse(JSON.stringify(document), (key, each) =>
    key !== '' && count++ === target ? value : each,
  );
}
