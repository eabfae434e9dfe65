import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestBodies } from '../../../../../functions/bridge/aws/put-events/request-bodies.ts';
import type { BridgeEntry } from '../../../../../functions/bridge/wrap.ts';
import { bridgeEntry } from '../../../../fixtures/bridge-entry.ts';
import { kafkaRecord } from '../../../../fixtures/kafka-event.ts';
import { arbitraryRecord } from '../../shapes/arbitrary-record.ts';
import { NO_SCHEMAS, wrapper } from '../../shapes/wrapped.ts';
import { bodyOfTheSdk } from './sdk-body.ts';

const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

/** With its detail as text or as bytes. */
const anyEntry = fc
  .record({
    source: anyText,
    detailType: anyText,
    resources: fc.array(anyText, { maxLength: 3 }),
    detail: fc.oneof(
      anyText,
      fc.json(),
      anyText.map((text) => JSON.stringify({ [text]: text })),
    ),
    timeMs: fc.option(fc.nat({ max: 253_402_300_799_999 }), { nil: undefined }),
    isBytes: fc.boolean(),
  })
  .map(
    ({ isBytes, ...entry }): BridgeEntry => ({
      ...bridgeEntry(0),
      ...entry,
      ...(isBytes && { writeDetail: (out) => out.jsonText(Buffer.from(entry.detail)) }),
    }),
  );

describe('RequestBodies', () => {
  it('has the members of the model in its order, without a time none', () => {
    const entry = { ...bridgeEntry(7), resources: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] };

    expect(new RequestBodies(BUS_ARN).write([entry, bridgeEntry(8)]).toString()).toBe(
      '{"Entries":[' +
        '{"Source":"kafka-connect.orders-bridge","Resources":["arn:aws:s3:::a","arn:aws:s3:::b"],' +
        `"DetailType":"kafka-connect-orders","Detail":"{\\"offset\\":7}","EventBusName":"${BUS_ARN}"},` +
        '{"Source":"kafka-connect.orders-bridge","Resources":[],' +
        `"DetailType":"kafka-connect-orders","Detail":"{\\"offset\\":8}","EventBusName":"${BUS_ARN}"}]}`,
    );
  });

  it('is byte for byte what the SDK sends for the same entries, whatever is in them', async () => {
    const body = new RequestBodies(BUS_ARN);
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 10 }), async (entries) => {
        expect(body.write(entries).toString()).toBe((await bodyOfTheSdk(entries, BUS_ARN)).toString());
      }),
    );
  });

  it('is what the SDK sends of a record, whatever is in the record', async () => {
    const wrapping = wrapper({ 'key.converter': 'string', 'value.converter': 'string' });
    const body = new RequestBodies(BUS_ARN);
    await fc.assert(
      fc.asyncProperty(arbitraryRecord, async (record) => {
        const entry = wrapping.wrap(kafkaRecord(record), 0, NO_SCHEMAS);
        const sent = body.write([entry]);
        expect(Buffer.from(sent.bytes()).equals(await bodyOfTheSdk([entry], BUS_ARN))).toBe(true);
        expect(JSON.parse(sent.toString()).Entries[0].Detail).toBe(entry.detail);
      }),
    );
  });

  it('keeps its bytes when the next body is written', () => {
    const bodies = new RequestBodies(BUS_ARN);
    const first = bodies.write([bridgeEntry(1)]);
    const text = first.toString();

    const second = bodies.write([bridgeEntry(2), bridgeEntry(3)]);

    expect(first.toString()).toBe(text);
    expect(second.bytes().buffer).not.toBe(first.bytes().buffer);
  });

  it('writes the next body into memory that was given back', () => {
    const bodies = new RequestBodies(BUS_ARN);
    const first = bodies.write([bridgeEntry(1), bridgeEntry(2)]);
    const { buffer } = first.bytes();
    bodies.giveBack(first);

    const second = bodies.write([bridgeEntry(3)]);

    expect(second.bytes().buffer).toBe(buffer);
    expect(second.toString()).toBe(new RequestBodies(BUS_ARN).write([bridgeEntry(3)]).toString());
  });

  it('keeps 4 MiB for later bodies, however many are given back at once', () => {
    const bodies = new RequestBodies(BUS_ARN);
    const write = () => Array.from({ length: 100 }, () => bodies.write([bridgeEntry(1)]));
    const written = write();
    const memory = new Set(written.map((body) => body.bytes().buffer));
    for (const body of written) bodies.giveBack(body);

    const reused = write().filter((body) => memory.has(body.bytes().buffer));

    expect(reused).toHaveLength((4 * 1024) / 64);
    expect(new Set(reused).size).toBe(reused.length);
  });

  it('tells entries of one detail type apart by their source and their resources', () => {
    const body = new RequestBodies(BUS_ARN);
    const resources: readonly string[] = [];
    const entries = [
      { ...bridgeEntry(0), resources, source: 'one' },
      { ...bridgeEntry(1), resources, source: 'other' },
      { ...bridgeEntry(2), source: 'other', resources: ['arn:a'] },
    ];

    const sent = JSON.parse(body.write(entries).toString()).Entries;

    expect(sent).toMatchObject([
      { Source: 'one', Resources: [] },
      { Source: 'other', Resources: [] },
      { Source: 'other', Resources: ['arn:a'] },
    ]);
  });

  it('takes more detail types than it remembers', () => {
    const body = new RequestBodies(BUS_ARN);

    const detailTypes = Array.from({ length: 2_001 }, (_, index) => {
      const sent = JSON.parse(body.write([{ ...bridgeEntry(0), detailType: `type-${index}` }]).toString());
      return sent.Entries[0].DetailType;
    });

    expect(new Set(detailTypes).size).toBe(2_001);
  });
});
