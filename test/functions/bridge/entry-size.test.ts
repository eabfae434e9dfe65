import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entrySizeBytes, TIME_BYTES } from '../../../functions/bridge/entry-size.ts';

const text = fc.string({ unit: 'binary' });

describe('entrySizeBytes', () => {
  it.each([
    { what: 'nothing', entry: {}, bytes: 0 },
    { what: 'ASCII letter by letter', entry: { Source: 's', DetailType: 'dt', Detail: '{}' }, bytes: 5 },
    { what: 'UTF-8 bytes, not characters', entry: { Detail: 'é漢🚀' }, bytes: 2 + 3 + 4 },
    { what: 'an unpaired surrogate as U+FFFD', entry: { Detail: '\ud83d' }, bytes: 3 },
    { what: 'a JSON escape as the text it is', entry: { Detail: '"\\u00e9"' }, bytes: 8 },
    { what: '14 bytes for the time', entry: { Time: new Date(0) }, bytes: 14 },
    { what: '14 bytes for the time, whatever its precision', entry: { Time: '2023-05-23' }, bytes: 14 },
    { what: 'every resource', entry: { Resources: ['a', '', 'é'] }, bytes: 3 },
  ])('counts $what', ({ entry, bytes }) => {
    expect(entrySizeBytes(entry)).toBe(bytes);
  });

  it('does not count the name of the bus', () => {
    const entry = { Source: 's', DetailType: 'd', Detail: '{}' };

    expect(entrySizeBytes(Object.assign({ EventBusName: 'arn:aws:events' }, entry))).toBe(4);
  });

  it('is the sum of the UTF-8 lengths of its members', () => {
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.array(text),
        fc.boolean(),
        (source, detailType, detail, resources, hasTime) => {
          const entry = {
            Source: source,
            DetailType: detailType,
            Detail: detail,
            Resources: resources,
            ...(hasTime ? { Time: new Date(0) } : {}),
          };

          const encoded = new TextEncoder().encode([source, detailType, detail, ...resources].join(''));

          expect(entrySizeBytes(entry)).toBe(encoded.length + (hasTime ? TIME_BYTES : 0));
        },
      ),
    );
  });
});
