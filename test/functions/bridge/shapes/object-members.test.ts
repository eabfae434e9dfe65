import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMembers } from '../../../../functions/bridge/shapes/object-members.ts';
import { arbitraryJson } from './arbitrary-record.ts';

function membersOf(json: string, ...names: string[]): Record<string, string> {
  const bytes = Buffer.from(json);
  return Object.fromEntries(
    [...findMembers(bytes, new Set(names))].map(([name, { start, end }]) => [
      name,
      bytes.toString('utf8', start, end),
    ]),
  );
}

describe('findMembers', () => {
  it.each([
    { json: '{}', expected: {} },
    { json: '{"b":1}', expected: {} },
    { json: '{"a":1}', expected: { a: '1' } },
    { json: '{"a":"x,}","b":1}', expected: { a: '"x,}"' } },
    { json: '{"b":[1,{"a":2}],"a":[{"b":"]"},{}]}', expected: { a: '[{"b":"]"},{}]' } },
    { json: '{"a":"\\"","c":null}', expected: { a: '"\\""', c: 'null' } },
    { json: '{"\\u0061":1,"c":2}', expected: { a: '1', c: '2' } },
    { json: '{"a":1,"a":2}', expected: { a: '2' } },
    { json: '{"a":{}}', expected: { a: '{}' } },
    { json: '{"ä":"ö","a":"ü"}', expected: { a: '"ü"' } },
  ])('finds a and c in $json', ({ json, expected }) => {
    expect(membersOf(json, 'a', 'c')).toEqual(expected);
  });

  it('finds what JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), arbitraryJson), (members) => {
        const json = `{${Object.entries(members)
          .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
          .join(',')}}`;

        expect(membersOf(json, ...Object.keys(members))).toEqual(members);
      }),
    );
  });

  it.each(['{"a', '{"a"', '{"a":', '{"a":"', '{"a":[', '{"a\u0001":1}'])(
    'ends on text that is no JSON: %j',
    (json) => {
      expect(() => findMembers(Buffer.from(json), new Set(['a']))).not.toThrow();
    },
  );
});
