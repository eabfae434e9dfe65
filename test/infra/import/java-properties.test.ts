import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJavaProperties } from '../../../infra/import/java-properties.ts';

function read(text: string): Record<string, string> {
  return Object.fromEntries(parseJavaProperties(text).properties);
}

/** As `java.util.Properties.store` writes a name or value. */
function escaped(text: string, isName: boolean): string {
  return [...text]
    .map((character, index) => {
      if (character === ' ') return isName || index === 0 ? '\\ ' : ' ';
      if (character === '\t') return '\\t';
      if (character === '\n') return '\\n';
      if (character === '\r') return '\\r';
      if (character === '\f') return '\\f';
      if ('=:#!\\'.includes(character)) return `\\${character}`;
      if (character >= ' ' && character <= '~') return character;
      return Array.from({ length: character.length }, (_, at) => unicode(character.charCodeAt(at))).join('');
    })
    .join('');
}

function unicode(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

describe('a Java properties file', () => {
  it.each([
    { what: 'an equals sign', text: 'a=b', properties: { a: 'b' } },
    { what: 'a colon', text: 'a:b', properties: { a: 'b' } },
    { what: 'a blank', text: 'a b', properties: { a: 'b' } },
    { what: 'blanks around the sign', text: '  a \t= b', properties: { a: 'b' } },
    { what: 'a second sign, which belongs to the value', text: 'a==b', properties: { a: '=b' } },
    { what: 'a sign after a blank and a sign', text: 'a = :b', properties: { a: ':b' } },
    { what: 'no value', text: 'a', properties: { a: '' } },
    { what: 'no name', text: '=b', properties: { '': 'b' } },
    { what: 'blanks at the end, which belong to the value', text: 'a=b \t', properties: { a: 'b \t' } },
    { what: 'signs in a name', text: 'a\\=b\\:c\\ d=e', properties: { 'a=b:c d': 'e' } },
    { what: 'the connector’s lists', text: 'types=a:A,b:B', properties: { types: 'a:A,b:B' } },
    { what: 'control characters', text: 'a=\\t\\n\\r\\f\\\\', properties: { a: '\t\n\r\f\\' } },
    { what: 'an escape that is none', text: 'a=\\q\\"\\$', properties: { a: 'q"$' } },
    { what: 'Unicode escapes', text: 'a=Z\\u00fcrich \\uD83D\\uDE00', properties: { a: 'Zürich 😀' } },
    { what: 'a comment with #', text: '# a=b\nc=d', properties: { c: 'd' } },
    { what: 'a comment with !, behind blanks', text: ' \t! a=b\nc=d', properties: { c: 'd' } },
    { what: 'a comment that ends with a backslash', text: '# a \\\nc=d', properties: { c: 'd' } },
    { what: 'a # within a value', text: 'a=b#c', properties: { a: 'b#c' } },
    { what: 'a line that goes on', text: 'a=b,\\\n    c', properties: { a: 'b,c' } },
    { what: 'a name that goes on', text: 'a\\\n  b=c', properties: { ab: 'c' } },
    { what: 'a line that goes on with a #', text: 'a=b\\\n#c', properties: { a: 'b#c' } },
    { what: 'a line that goes on after an empty one', text: 'a=b\\\n\nc=d', properties: { a: 'b', c: 'd' } },
    { what: 'a backslash alone, and a comment', text: '\\\n# a\nb=c', properties: { b: 'c' } },
    { what: 'two backslashes, which end no line', text: 'a=b\\\\\nc=d', properties: { a: 'b\\', c: 'd' } },
    { what: 'a backslash at the very end', text: 'a=b\\', properties: { a: 'b' } },
    { what: 'ends of lines of Windows', text: 'a=b\\\r\n c\r\nd=e\r\n', properties: { a: 'bc', d: 'e' } },
    { what: 'old ends of lines of a Mac', text: 'a=b\rc=d', properties: { a: 'b', c: 'd' } },
    { what: 'nothing', text: '\n \n\t\n', properties: {} },
  ])('is read with $what', ({ text, properties }) => {
    expect(read(text)).toEqual(properties);
  });

  it('lets the last of several values count, and says so', () => {
    const { properties, repeated } = parseJavaProperties('a=1\nb=2\na=3\na=4');

    expect([...properties]).toEqual([
      ['a', '4'],
      ['b', '2'],
    ]);
    expect(repeated).toEqual(['a']);
  });

  it('names the line of a Unicode escape that is none, and quotes nothing of it', () => {
    const parse = () => parseJavaProperties('a=b\n# c\npassword=hunter\\u2\\\n x');

    expect(parse).toThrow('Line 3 has a \\u without four hexadecimal digits.');
    expect(parse).not.toThrow(/hunter/);
  });

  it('says what Java wrote, wherever lines are broken', () => {
    // A name of nothing cannot stand before a blank: the first character of the value would be taken for its sign.
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    const value = fc.string({ unit: 'binary', maxLength: 12 });
    const entries = fc.uniqueArray(fc.tuple(name, value), { selector: ([of]) => of, maxLength: 8 });
    fc.assert(
      fc.property(entries, fc.constantFrom('=', ':', ' ', ' = '), fc.boolean(), (given, sign, isBroken) => {
        const file = given
          .map(([of, is]) => `${escaped(of, true)}${sign}${isBroken ? '\\\n  ' : ''}${escaped(is, false)}`)
          .join('\n# in between\n\n');

        expect([...parseJavaProperties(file).properties]).toEqual(given);
      }),
    );
  });

  it('never fails but for a bad Unicode escape', () => {
    const alphabet = fc.constantFrom('a', '\\', '=', ':', ' ', '\n', '\r', '#', '!', 'u', '0', '\t', 'é');
    fc.assert(
      fc.property(fc.string({ unit: alphabet }), (text) => {
        try {
          parseJavaProperties(text);
        } catch (error) {
          expect(String(error)).toMatch(/Line \d+ has a \\u/);
        }
      }),
    );
  });
});
