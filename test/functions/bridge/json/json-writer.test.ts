import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonFragment } from '../../../../functions/bridge/json/json-fragment.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';

/** UTF-16 code units in any order, unpaired surrogates included. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 200 })
  .map((units) => String.fromCharCode(...units));

const anyBytes = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x7f }),
      fc.constantFrom(0xc3, 0xa9, 0xe0, 0xa0, 0xed, 0xf0, 0x9f, 0xff),
    ),
    {
      maxLength: 200,
    },
  )
  .map((bytes) => Uint8Array.from(bytes));

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function expectedString(text: string): string {
  const escaped = Array.from(text.toWellFormed(), (character) => {
    const code = character.charCodeAt(0);
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    return ESCAPES[character] ?? (code < 0x20 ? `\\u${hex}` : character);
  });
  return `"${escaped.join('')}"`;
}

function written(write: (out: JsonWriter) => void): string {
  const out = new JsonWriter();
  write(out);
  return out.toString();
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

describe('strings', () => {
  it('escapes quotes, backslashes and controls only, with upper-case hex', () => {
    expect(written((out) => out.string('"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é'))).toBe(
      '"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001F\u007f\u2028é"',
    );
  });

  it('writes any JavaScript text, unpaired surrogates as U+FFFD', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(written((out) => out.string(text))).toBe(expectedString(text));
      }),
    );
  });

  it('writes any bytes as TextDecoder reads them', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    fc.assert(
      fc.property(anyBytes, fc.nat(3), (bytes, start) => {
        const from = Math.min(start, bytes.length);
        const expected = expectedString(decoder.decode(bytes.subarray(from)));
        expect(written((out) => out.utf8String(bytes, from, bytes.length))).toBe(expected);
        expect(written((out) => out.utf8Words(bytes, viewOf(bytes), from, bytes.length))).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds a character to escape at every position of a text of any length', () => {
    for (let length = 1; length <= 80; length += 1) {
      for (const special of ['"', '\\', '\u0001', 'é']) {
        for (let at = 0; at < length; at += 1) {
          const text = `${'x'.repeat(at)}${special}${'y'.repeat(length - at - 1)}`;
          const bytes = Buffer.from(text);
          expect(written((out) => out.utf8Words(bytes, viewOf(bytes), 0, bytes.length))).toBe(
            expectedString(text),
          );
          expect(written((out) => out.utf8String(bytes, 0, bytes.length))).toBe(expectedString(text));
        }
      }
    }
  });

  it('writes JSON text as JSON.stringify does, with lower-case hex', () => {
    const wellFormed = fc.oneof(
      fc.json(),
      anyText.map((text) => text.toWellFormed()),
    );
    fc.assert(
      fc.property(wellFormed, fc.nat(3), (text, start) => {
        const source = Buffer.from(`${'x'.repeat(start)}${text}`).subarray(start);
        expect(written((out) => out.jsonText(source))).toBe(JSON.stringify(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds what to escape in JSON text at every position of a word, beside every other byte', () => {
    for (const before of ['', 'a', 'é', '\u0000', '😀', '~', '\u007f']) {
      for (const special of [
        '"',
        '\\',
        '\u0000',
        '\u001f',
        '\n',
        '!',
        '#',
        '[',
        ']',
        '\u0080',
        '\u00a2',
        '\u00dc',
      ]) {
        for (const after of ['', 'b', 'bcd', '"', 'bcdefg', 'ü']) {
          const text = before + special + after;
          expect(written((out) => out.jsonText(Buffer.from(text)))).toBe(JSON.stringify(text));
        }
      }
    }
  });

  it('finds room for JSON text of which everything is to be escaped', () => {
    for (const text of [
      '"'.repeat(100_000),
      `${'\u0000'.repeat(20)}${'"'.repeat(100_000)}`,
      '\u0000'.repeat(50_000),
    ]) {
      expect(written((out) => out.jsonText(Buffer.from(text))) === JSON.stringify(text)).toBe(true);
    }
  });

  it('writes base64 with padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(written((out) => out.base64String(bytes, 0, bytes.length))).toBe(
          `"${Buffer.from(bytes).toString('base64')}"`,
        );
      }),
    );
  });
});

describe('numbers', () => {
  it('writes every safe integer with all its digits', () => {
    const corners = [
      0,
      9,
      10,
      99,
      100,
      1e4,
      1e5,
      1e6,
      1e7,
      1e8,
      999_999_999,
      1e9,
      2 ** 31,
      1e10,
      1e15,
      2 ** 53 - 1,
    ];
    for (const value of corners.flatMap((corner) => [corner, -corner, corner - 1, 1 - corner])) {
      expect(written((out) => out.integer(value))).toBe(String(value === 0 ? 0 : value));
    }
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(written((out) => out.integer(value))).toBe(String(value));
      }),
    );
  });

  it('writes every 64-bit integer from its halves', () => {
    const corners = [
      0n,
      -1n,
      2n ** 32n,
      -(2n ** 32n),
      2n ** 53n + 1n,
      2n ** 63n - 1n,
      -(2n ** 63n),
      1_000_000n,
      -1_000_000n,
    ];
    const writeHalves = (value: bigint) => (out: JsonWriter) =>
      out.int64(Number(value >> 32n), Number(BigInt.asUintN(32, value)));
    for (const value of corners) expect(written(writeHalves(value))).toBe(String(value));
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(written(writeHalves(value))).toBe(String(value));
      }),
    );
  });

  it('writes integers beyond 64 bits', () => {
    expect(written((out) => out.bigint(-(2n ** 100n)))).toBe('-1267650600228229401496703205376');
  });

  it.each([
    [100, '100.0'],
    [19.99, '19.99'],
    [-0.5, '-0.5'],
    [0.001, '0.001'],
    [1234567.89, '1234567.89'],
    [12.345678, '12.345678'],
    [0.1 + 0.2, '0.30000000000000004'],
    [9_999_999, '9999999.0'],
    [1e7, '1.0E7'],
    [0, '0.0'],
    [-0, '-0.0'],
    [Number.NaN, '"NaN"'],
    [Number.POSITIVE_INFINITY, '"Infinity"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
  ])('writes the double %d as %s', (value, text) => {
    expect(written((out) => out.double(value))).toBe(text);
  });

  it('writes amounts with up to six decimals like any other double', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(6), (digits, scale) => {
        const value = digits / 10 ** scale;
        const text = written((out) => out.double(value));
        expect(Number(text)).toBe(value === 0 ? 0 : value);
        if (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7) {
          expect(text).toBe(Number.isInteger(value) ? `${value}.0` : String(value));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('writes floats by their own digits', () => {
    expect(written((out) => out.float(Math.fround(1.1)))).toBe('1.1');
    expect(written((out) => out.float(Number.NaN))).toBe('"NaN"');
  });
});

describe('the buffer', () => {
  it('joins raw text, fragments, literals and single characters', () => {
    const out = new JsonWriter();
    out.fragment(new JsonFragment('{"é":'));
    out.null();
    out.raw(Buffer.from(',"list":['));
    out.boolean(true);
    out.asciiCode(0x2c);
    out.boolean(false);
    out.ascii(']}');
    expect(out.toString()).toBe('{"é":null,"list":[true,false]}');
    expect(Buffer.from(out.bytes()).toString()).toBe(out.toString());
    expect(out.length).toBe(Buffer.byteLength(out.toString()));
  });

  it('keeps everything while it grows, whatever is written at the edge', () => {
    const fragment = new JsonFragment(',"field":');
    const bytes = Buffer.from('text "quoted" and more');
    for (let shift = 0; shift < 64; shift += 1) {
      const out = new JsonWriter();
      let expected = 'x'.repeat(65_536 - shift);
      out.ascii(expected);
      out.fragment(fragment);
      out.integer(-1234567);
      out.boolean(false);
      out.utf8Words(bytes, viewOf(bytes), 0, bytes.length);
      out.double(-12.75);
      out.int64(-1, 0);
      expected += `,"field":-1234567false"text \\"quoted\\" and more"-12.75-4294967296`;
      expect(out.toString() === expected).toBe(true);
    }
  });

  it('goes back to an earlier length and starts anew', () => {
    const out = new JsonWriter();
    out.string('kept');
    const { length } = out;
    out.string('dropped');
    out.truncate(length);
    expect(out.toString()).toBe('"kept"');
    out.truncate(length + 10);
    expect(out.length).toBe(length);
    out.reset();
    expect(out.toString()).toBe('');
  });

  it('counts what was taken back towards its limit, until the next reset', () => {
    // Prepare
    const out = new JsonWriter(8);
    const writeAndTakeBack = (count: number) => {
      out.ascii('x'.repeat(count));
      out.truncate(0);
    };

    // Act
    writeAndTakeBack(5);
    writeAndTakeBack(3);
    const act = () => writeAndTakeBack(1);

    // Assess
    expect(act).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_LIMIT', message: 'the rendered record exceeds 8 bytes' }),
    );
    expect(act).toThrow(RecordError);
    out.reset();
    expect(() => writeAndTakeBack(8)).not.toThrow();
  });

  it('counts only what was taken back, and nothing for going to where it stands', () => {
    const out = new JsonWriter(8);
    out.ascii('12345678');

    for (let repetition = 0; repetition < 100; repetition += 1) {
      out.truncate(8);
      out.truncate(20);
    }
    out.truncate(1);

    expect(out.toString()).toBe('1');
  });

  it('serves on after one huge text', () => {
    const out = new JsonWriter();
    out.ascii('x'.repeat(5_000_000));
    out.reset();
    out.ascii('small');
    expect(out.bytes().buffer.byteLength).toBeLessThan(1_000_000);
    expect(out.toString()).toBe('small');
  });

  it.each<[string, (out: JsonWriter) => void]>([
    ['text', (out) => out.ascii('123456789')],
    ['a number', (out) => out.integer(123456789)],
    ['a string', (out) => out.utf8String(Buffer.from('1234567'), 0, 7)],
    ['base64', (out) => out.base64String(Buffer.alloc(6), 0, 6)],
    ['an escape', (out) => out.string('123456\u0001')],
    ['a fragment', (out) => out.fragment(new JsonFragment('123456789'))],
  ])('refuses %s beyond its limit', (_what, write) => {
    const out = new JsonWriter(8);
    out.ascii('12345678');
    expect(out.toString()).toBe('12345678');
    out.reset();
    expect(() => write(out)).toThrow(expect.objectContaining({ code: 'PAYLOAD_LIMIT' }));
    expect(() => write(out)).toThrow(RecordError);
    expect(out.length).toBeLessThanOrEqual(8);
  });
});
