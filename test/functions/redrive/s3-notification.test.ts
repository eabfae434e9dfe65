import { describe, expect, it } from 'vitest';
import { readS3Notification } from '../../../functions/redrive/s3-notification.ts';
import { s3Notification } from './documents.ts';

describe('a notification of a bucket', () => {
  it.each([
    [
      'as Lambda names batches',
      'aws/lambda/a1b2/orders-0/2026/11/20/2026-11-20T08.00.00-d3f1',
      'aws/lambda/a1b2/orders-0/2026/11/20/2026-11-20T08.00.00-d3f1',
    ],
    ['with a blank', 'a+b', 'a b'],
    ['with a plus sign', 'a%2Bb', 'a+b'],
    ['with a letter outside of ASCII', 'Z%C3%BCrich', 'Zürich'],
    ['with a percent sign', '100%25', '100%'],
    ['with an escape that was part of the key', 'a%252Fb', 'a%2Fb'],
    ['that nobody encoded', '100%', '100%'],
  ])('names an object whose key is written %s', (_, encoded, key) => {
    expect(readS3Notification(s3Notification('failed-batches', encoded))).toEqual({
      kind: 'object',
      objects: [{ bucket: 'failed-batches', key }],
    });
  });

  it('may name several objects', () => {
    expect(readS3Notification(s3Notification('failed-batches', 'a', 'b'))).toEqual({
      kind: 'object',
      objects: [
        { bucket: 'failed-batches', key: 'a' },
        { bucket: 'failed-batches', key: 'b' },
      ],
    });
  });

  it('is empty when S3 only tries whether it can be sent', () => {
    const test = {
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: '2026-11-20T08:00:00.000Z',
      Bucket: 'failed-batches',
      RequestId: '5582815E1AEA5ADF',
      HostId: '8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE',
    };

    expect(readS3Notification(test)).toEqual({ kind: 'empty' });
  });

  it.each([
    ['names no object', { Records: [] }],
    ['is of another service', { Records: [{ eventSource: 'aws:sqs', body: '{}' }] }],
    ['has no bucket', { Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'a' } } }] }],
    ['has no key', { Records: [{ eventSource: 'aws:s3', s3: { bucket: { name: 'b' }, object: {} } }] }],
    ['has an empty key', s3Notification('failed-batches', '')],
    ['is good but for one record', { Records: [...recordsOf(s3Notification('b', 'a')), {}] }],
    ['tells of another test', { Service: 'Amazon S3', Event: 's3:OtherEvent' }],
    ['is null', null],
  ])('is none when it %s', (_, document) => {
    expect(readS3Notification(document)).toBeUndefined();
  });
});

function recordsOf(notification: object): readonly unknown[] {
  return 'Records' in notification && Array.isArray(notification.Records) ? notification.Records : [];
}
