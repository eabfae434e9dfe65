import { describe, expect, it } from 'vitest';
import { type MessageContents, readMessage } from '../../../functions/redrive/message-contents.ts';
import type { Refusal } from '../../../functions/redrive/refusal.ts';
import { deadLetterOf } from '../../fixtures/dead-letter.ts';
import {
  bucketDocument,
  mskEvent,
  noticeOf,
  offsetsDocument,
  s3Notification,
  snsEnvelope,
} from './documents.ts';
import { FakeObjects } from './object-store-double.ts';

const LETTERS = 'dead-letters';
const BATCHES = 'failed-batches';
const LETTER = deadLetterOf({ offset: 42 });
const FOREIGN = { ...LETTER, connectorId: 'another' };
const NOTICE = noticeOf(LETTER, LETTERS, 'a.json');

async function read(body: unknown, objects = new FakeObjects()): Promise<MessageContents | Refusal> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const ports = {
    connectorId: 'payments',
    objects,
    buckets: [LETTERS, BATCHES],
    signal: new AbortController().signal,
  };
  return await readMessage({ messageId: 'm1', body: text }, ports);
}

function withObjects(objects: Readonly<Record<string, unknown>>): FakeObjects {
  return new FakeObjects(
    Object.fromEntries(
      Object.entries(objects).map(([name, document]) => [
        name,
        typeof document === 'string' ? document : JSON.stringify(document),
      ]),
    ),
  );
}

describe('a message', () => {
  it('holds the record of a dead letter', async () => {
    expect(await read(LETTER)).toMatchObject({
      messageId: 'm1',
      records: [{ offset: 42 }],
      objects: [],
      gone: [],
    });
  });

  it('holds the record of the letter that it is a notice of', async () => {
    expect(await read(NOTICE, withObjects({ 'dead-letters/a.json': LETTER }))).toMatchObject({
      records: [{ offset: 42, code: 'PAYLOAD_INVALID' }],
      objects: [{ bucket: LETTERS, key: 'a.json' }],
      gone: [],
    });
  });

  it('holds the records of all batches that it tells of', async () => {
    const objects = withObjects({
      'failed-batches/a b': bucketDocument(mskEvent({ offset: 1 }, { offset: 2 })),
      'failed-batches/ü': bucketDocument(mskEvent({ offset: 3 })),
    });

    expect(await read(snsEnvelope(s3Notification(BATCHES, 'a+b', '%C3%BC')), objects)).toMatchObject({
      records: [{ offset: 1 }, { offset: 2 }, { offset: 3 }],
      objects: [{ key: 'a b' }, { key: 'ü' }],
    });
  });

  it('holds nothing when S3 only tries whether it can be sent', async () => {
    const body = { Service: 'Amazon S3', Event: 's3:TestEvent' };

    expect(await read(body)).toEqual({ messageId: 'm1', records: [], objects: [], gone: [] });
  });

  it('tells of an object that is gone, and has the records of the others', async () => {
    const objects = withObjects({ 'failed-batches/b': bucketDocument(mskEvent({ offset: 1 })) });

    expect(await read(s3Notification(BATCHES, 'a', 'b'), objects)).toMatchObject({
      records: [{ offset: 1 }],
      objects: [{ bucket: BATCHES, key: 'b' }],
      gone: [{ bucket: BATCHES, key: 'a' }],
    });
  });

  it.each([
    ['is no document', 'text', 'LETTER_INVALID'],
    ['tells only the offsets', offsetsDocument(), 'RECORDS_NOT_IN_DOCUMENT'],
    ['tells only the offsets, through SNS', snsEnvelope(offsetsDocument()), 'RECORDS_NOT_IN_DOCUMENT'],
    [
      'names an object of a bucket of somebody else',
      noticeOf(LETTER, 'foreign', 'a.json'),
      'OBJECT_OF_ANOTHER_BUCKET',
    ],
    [
      'names a bucket that begins like one of the bridge',
      s3Notification('failed-batches-2', 'a'),
      'OBJECT_OF_ANOTHER_BUCKET',
    ],
    ['names more objects than anything writes', s3Notification(BATCHES, ...'abcdefghijk'), 'LETTER_INVALID'],
  ])('is refused when it %s, and no object is read', async (_, body, code) => {
    const objects = new FakeObjects();

    expect(await read(body, objects)).toEqual({ code, messageId: 'm1' });
    expect(objects.reads).toEqual([]);
  });

  it.each([
    ['is a letter', FOREIGN],
    ['is a notice of a letter', noticeOf(FOREIGN, LETTERS, 'a.json')],
  ])('is refused when it %s of another bridge, and no object is read', async (_, body) => {
    const objects = withObjects({ 'dead-letters/a.json': FOREIGN });

    const refusal = { code: 'LETTER_OF_ANOTHER_BRIDGE', messageId: 'm1', connectorId: 'another' };
    expect(await read(body, objects)).toEqual(refusal);
    expect(objects.reads).toEqual([]);
  });

  it.each([
    ['the letter of another bridge', FOREIGN, { code: 'LETTER_OF_ANOTHER_BRIDGE', connectorId: 'another' }],
    ['no document', 'text', { code: 'LETTER_INVALID' }],
    ['nothing', '', { code: 'LETTER_INVALID' }],
    ['offsets', offsetsDocument(), { code: 'RECORDS_NOT_IN_DOCUMENT' }],
    ['the name of an object', NOTICE, { code: 'LETTER_INVALID' }],
  ])('is refused when its object holds %s', async (_, document, expected) => {
    const objects = withObjects({ 'dead-letters/a.json': document });

    expect(await read(NOTICE, objects)).toEqual({ messageId: 'm1', ...expected });
  });

  it('is refused when one of its objects cannot be read', async () => {
    const objects = withObjects({
      'failed-batches/a': bucketDocument(mskEvent({})),
      'failed-batches/b': '{}',
    });
    objects.failingReads.set('failed-batches/b', 1);

    expect(await read(s3Notification(BATCHES, 'a', 'b'), objects)).toEqual({
      code: 'OBJECT_NOT_READ',
      messageId: 'm1',
      problem: 'SlowDown: Please reduce your request rate.',
    });
  });
});
