import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cell,
  cellRight,
  clip,
  printable,
  textWidth,
  wrap,
} from '../../../../infra/local/view/text-width.ts';

const texts = fc.string({ unit: 'grapheme', maxLength: 40 });
const widths = fc.integer({ min: 0, max: 50 });

it.each([
  ['orders', 6],
  ['λ → ━╸▇ ✓ …', 11],
  ['über', 4],
  ['u\u0308ber', 4],
  ['注文', 4],
  ['주문', 4],
  ['ｆｕｌｌ', 8],
  ['🚀 go', 5],
  ['☎️', 2],
])('%s takes %i columns', (text, columns) => {
  expect(textWidth(text)).toBe(columns);
});

it.each([
  ['orders', 6, 'orders'],
  ['orders', 5, 'orde…'],
  ['orders', 1, '…'],
  ['orders', 0, ''],
  ['注文書', 5, '注文…'],
  ['注文書', 4, '注…'],
])('%s is cut to %i columns as %s', (text, columns, expected) => {
  expect(clip(text, columns)).toBe(expected);
});

describe('a cell', () => {
  it('has exactly its width, whatever is in it', () => {
    fc.assert(
      fc.property(texts, widths, (text, columns) => {
        expect(textWidth(cell(text, columns))).toBe(columns);
        expect(textWidth(cellRight(text, columns))).toBe(columns);
      }),
    );
  });

  it('has its text at the left or at the right', () => {
    expect([cell('a', 3), cellRight('a', 3)]).toEqual(['a  ', '  a']);
  });
});

it('wraps at words, and cuts words that are wider than a line', () => {
  expect(wrap('Check the producer or theconverterofthisside of it.', 12)).toEqual([
    'Check the',
    'producer or',
    'theconverte…',
    'of it.',
  ]);
});

it('prints nothing that moves the cursor or turns text around', () => {
  expect(printable('a\u001b[2Jb\r\nc\u202ed\u200be\u0007')).toBe('a [2Jb cde ');
});
