import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  confluentPayload,
  confluentSchemaKey,
  confluentSchemaName,
  headerFrame,
  isConfluentFrame,
  isGuidKey,
} from '../../../../functions/bridge/confluent/frame.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';

const GUID = '0b7a3c5e-91d4-4f26-8e0a-6c1d2f3a4b5c';
const PAYLOAD = Buffer.from('a payload');
const GUID_OR_ID = /^(-?\d{1,10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function idFrame(id: number, payload = PAYLOAD): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeInt32BE(id, 1);
  return Buffer.concat([prefix, payload]);
}

function guidFrame(guid: string, payload = PAYLOAD): Buffer {
  return Buffer.concat([Buffer.from([1]), Buffer.from(guid.replaceAll('-', ''), 'hex'), payload]);
}

function frameInvalid(message: string) {
  return expect.objectContaining({ name: 'RecordError', code: 'FRAME_INVALID', message });
}

const FRAMES = [
  { what: 'an id', frame: idFrame(77), name: '77', hasGuid: false },
  { what: 'the id 0', frame: idFrame(0), name: '0', hasGuid: false },
  { what: 'the highest id', frame: idFrame(2 ** 31 - 1), name: '2147483647', hasGuid: false },
  { what: 'a GUID', frame: guidFrame(GUID), name: GUID, hasGuid: true },
  {
    what: 'a GUID with bytes above 127',
    frame: guidFrame('ffffffff-ffff-ffff-ffff-ffffffffffff'),
    name: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    hasGuid: true,
  },
];

describe('confluentSchemaKey', () => {
  it.each(FRAMES)('finds $what, and what follows it', ({ frame, name, hasGuid }) => {
    const key = confluentSchemaKey(frame);

    expect(confluentSchemaName(key)).toBe(name);
    expect(isGuidKey(key)).toBe(hasGuid);
    expect(isConfluentFrame(frame)).toBe(true);
    expect(confluentPayload(frame)).toEqual(PAYLOAD);
  });

  it.each(FRAMES)('takes $what without a payload', ({ frame, name }) => {
    const prefix = frame.subarray(0, frame.length - PAYLOAD.length);

    expect(confluentSchemaName(confluentSchemaKey(prefix))).toBe(name);
    expect(isConfluentFrame(prefix)).toBe(true);
    expect(confluentPayload(prefix)).toHaveLength(0);
  });

  it.each([
    {
      what: 'no bytes',
      frame: Buffer.alloc(0),
      message: 'A Confluent frame has at least 5 bytes; there are 0.',
    },
    {
      what: 'an id without its last byte',
      frame: idFrame(7).subarray(0, 4),
      message: 'A Confluent frame that starts with the byte 0 has at least 5 bytes; there are 4.',
    },
    {
      what: 'a GUID without its last byte',
      frame: guidFrame(GUID).subarray(0, 16),
      message: 'A Confluent frame that starts with the byte 1 has at least 17 bytes; there are 16.',
    },
    {
      what: 'plain JSON',
      frame: Buffer.from('{"id":"o-1"}'),
      message: 'A Confluent frame starts with the byte 0 (id) or 1 (GUID); there is 123.',
    },
    {
      what: 'a Glue frame',
      frame: Buffer.from([3, 0, ...Buffer.alloc(16)]),
      message: 'A Confluent frame starts with the byte 0 (id) or 1 (GUID); there is 3.',
    },
  ])('refuses $what', ({ frame, message }) => {
    expect(() => confluentSchemaKey(frame)).toThrow(frameInvalid(message));
    expect(() => confluentPayload(frame)).toThrow(frameInvalid(message));
    expect(isConfluentFrame(frame)).toBe(false);
  });

  it('tells an id and a GUID apart that begin with the same bytes', () => {
    const guid = guidFrame('0000004d-0000-0000-0000-000000000000');

    expect(confluentSchemaKey(idFrame(77))).not.toBe(confluentSchemaKey(guid));
  });

  it('either names a schema of the frame or refuses it, whatever the bytes', () => {
    fc.assert(
      fc.property(arbitraryBytes(), (bytes) => {
        const key = keyOrError(() => confluentSchemaKey(bytes));

        expect(typeof key === 'string').toBe(isConfluentFrame(bytes));
        if (key instanceof RecordError) {
          expect(key.code).toBe('FRAME_INVALID');
          return;
        }
        expect(Buffer.concat([Buffer.from(key, 'latin1'), confluentPayload(bytes)])).toEqual(bytes);
        expect(confluentSchemaName(key)).toMatch(GUID_OR_ID);
      }),
    );
  });
});

describe('headerFrame', () => {
  it.each([
    { what: 'an id', header: idFrame(77, Buffer.alloc(0)), name: '77', indexes: '' },
    { what: 'a GUID', header: guidFrame(GUID, Buffer.alloc(0)), name: GUID, indexes: '' },
    {
      what: 'a GUID and the message index of Protobuf',
      header: guidFrame(GUID, Buffer.from('040006', 'hex')),
      name: GUID,
      indexes: '040006',
    },
  ])('reads $what', ({ header, name, indexes }) => {
    const frame = headerFrame(header);

    expect(confluentSchemaName(frame.schemaKey)).toBe(name);
    expect(frame.indexes.toString('hex')).toBe(indexes);
  });

  it('names a schema with the same key as a prefix', () => {
    expect(headerFrame(guidFrame(GUID)).schemaKey).toBe(confluentSchemaKey(guidFrame(GUID)));
  });

  it.each([
    {
      what: 'an empty header',
      header: '',
      message: 'A Confluent schema header has at least 5 bytes; there are 0.',
    },
    {
      what: 'a header of text',
      header: '12',
      message: 'A Confluent schema header starts with the byte 0 (id) or 1 (GUID); there is 49.',
    },
  ])('refuses $what', ({ header, message }) => {
    expect(() => headerFrame(Buffer.from(header))).toThrow(frameInvalid(message));
  });

  it('throws nothing but a bad frame, whatever the bytes', () => {
    fc.assert(
      fc.property(arbitraryBytes(), (bytes) => {
        const key = keyOrError(() => headerFrame(bytes).schemaKey);

        expect(key).toEqual(isConfluentFrame(bytes) ? confluentSchemaKey(bytes) : expect.any(RecordError));
      }),
    );
  });
});

/** Bytes of any length, most of which begin like a frame. */
function arbitraryBytes(): fc.Arbitrary<Buffer> {
  const first = fc.oneof(fc.constantFrom(0, 1), fc.nat(255));
  const bytes = fc.tuple(first, fc.uint8Array({ maxLength: 40 })).map(([magic, rest]) => [magic, ...rest]);
  return fc.oneof(fc.constant([]), bytes).map((all) => Buffer.from(all));
}

function keyOrError(act: () => string): string | RecordError {
  try {
    return act();
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
}
