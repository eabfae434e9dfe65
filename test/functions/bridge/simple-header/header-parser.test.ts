import { describe, expect, it } from 'vitest';
import { parseHeader } from '../../../../functions/bridge/simple-header/header-parser.ts';

describe('a header', () => {
  it.each([
    ['127', { kind: 'int8', value: 127n }],
    ['128', { kind: 'int16', value: 128n }],
    ['-32769', { kind: 'int32', value: -32769n }],
    ['2147483648', { kind: 'int64', value: 2147483648n }],
    ['9223372036854775808', { kind: 'decimal', unscaled: 9223372036854775808n }],
    ['1.5', { kind: 'float32', value: 1.5 }],
    ['3.5e38', { kind: 'float64', value: 3.5e38 }],
    ['1970-01-02', { kind: 'date', ms: 86_400_000 }],
    ['00:00:01.000Z', { kind: 'time', ms: 1000 }],
    ['1970-01-01T00:00:01.000Z', { kind: 'timestamp', ms: 1000 }],
    [
      '[1,300]',
      {
        kind: 'array',
        items: [
          { kind: 'int8', value: 1n },
          { kind: 'int16', value: 300n },
        ],
      },
    ],
    ['{"a":null}', { kind: 'map', entries: [{ key: { kind: 'text', text: 'a' }, value: { kind: 'null' } }] }],
  ])('%s is of the narrowest type that Connect has for it', (text, value) => {
    expect(parseHeader(text)).toEqual(value);
  });

  it('in quotes is text, quotes and all', () => {
    expect(parseHeader('"1"')).toBeUndefined();
    expect(parseHeader(' "a"')).toBeUndefined();
  });
});
