import { describe, expect, it } from 'vitest';
import { entrySizeBytes } from '../../../functions/bridge/entry-size.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import { base64, kafkaRecord } from '../../fixtures/kafka-event.ts';
import { NO_SCHEMAS, wrapper } from './shapes/wrapped.ts';

const LIMIT = 262_144;

function offloading(mode: 'always' | 'oversized', fieldref = '$.detail.value') {
  return {
    'aws.eventbridge.request.max.bytes': LIMIT,
    'aws.eventbridge.offloading.default.s3.bucket': 'large-values',
    'aws.eventbridge.offloading.default.mode': mode,
    'aws.eventbridge.offloading.default.fieldref': fieldref,
  };
}

/** The entry of a record whose value is this JSON. */
function entryOf(value: string, properties: Readonly<Record<string, unknown>>): BridgeEntry {
  return wrapper(properties).wrap(kafkaRecord({ value: base64(value) }), 0, NO_SCHEMAS);
}

function sizeOf({ source, detailType, detail, resources }: BridgeEntry): number {
  return entrySizeBytes({ Source: source, DetailType: detailType, Detail: detail, Resources: resources });
}

/** A text that makes an event of so many bytes. */
function textOf(eventBytes: number): string {
  const around = entryOf('""', {}).sizeBytes;
  return `"${'x'.repeat(eventBytes - around)}"`;
}

describe('Wrapper, with an offloading bucket', () => {
  it('takes the value out of every event, and sizes what is left', () => {
    const entry = entryOf('{"total":12.50}', offloading('always'));

    expect(JSON.parse(entry.detail)).toMatchObject({
      key: 'order-1',
      dataref: `arn:aws:s3:::large-values/${entry.offloaded?.key}`,
      datarefJsonPath: '$.detail.value',
    });
    expect(String(entry.offloaded?.body)).toBe('{"total":12.50}');
    expect(entry.sizeBytes).toBe(sizeOf(entry));
  });

  it.each([
    { eventBytes: LIMIT, isOffloaded: false },
    { eventBytes: LIMIT + 1, isOffloaded: true },
  ])(
    'with the mode oversized offloads an event of $eventBytes bytes: $isOffloaded',
    ({ eventBytes, isOffloaded }) => {
      const entry = entryOf(textOf(eventBytes), offloading('oversized'));

      expect(entry.offloaded !== undefined).toBe(isOffloaded);
      expect(entry.sizeBytes <= LIMIT).toBe(true);
      expect(entry.sizeBytes).toBe(sizeOf(entry));
    },
  );

  it.each(['always', 'oversized'] as const)(
    'refuses an event that is too large without what the path leads to, with the mode %s',
    (mode) => {
      const value = `{"small":1,"text":"${'x'.repeat(LIMIT)}"}`;

      expect(() => entryOf(value, offloading(mode, '$.detail.value.small'))).toThrow(
        expect.objectContaining({ code: 'ENTRY_TOO_LARGE' }),
      );
    },
  );

  it('offloads nothing without a bucket, nor from an event that has nothing at the path', () => {
    expect(entryOf('{"a":1}', {}).offloaded).toBeUndefined();
    expect(entryOf('{"a":1}', offloading('always', '$.detail.value.b')).offloaded).toBeUndefined();
  });
});
