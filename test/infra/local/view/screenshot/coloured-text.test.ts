import { styleText } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readColouredText, type Style } from '../../../../../infra/local/view/screenshot/coloured-text.ts';

const PLAIN: Style = { colour: undefined, isBold: false, isDim: false };

const styled = (...[format, text]: Parameters<typeof styleText>) =>
  styleText(format, text, { validateStream: false });

describe('coloured text', () => {
  it('is read as Node writes it', () => {
    const text = `${styled('green', '12/s')} ${styled(['bold', 'red'], 'lost')}\n${styled('dim', '│')}`;

    expect(readColouredText(text)).toEqual([
      [
        { text: '12/s', style: { ...PLAIN, colour: 'green' } },
        { text: ' ', style: PLAIN },
        { text: 'lost', style: { colour: 'red', isBold: true, isDim: false } },
      ],
      [{ text: '│', style: { ...PLAIN, isDim: true } }],
    ]);
  });

  it.each<[string, string, Style]>([
    ['several parameters at once', '\u001b[1;33mx', { ...PLAIN, colour: 'yellow', isBold: true }],
    ['bright colours', '\u001b[96mx', { ...PLAIN, colour: 'cyan' }],
    ['a reset without a parameter', '\u001b[1;2;31m\u001b[mx', PLAIN],
    ['the end of bold and dim', '\u001b[1;2m\u001b[22mx', PLAIN],
    ['the end of a colour', '\u001b[32;39mx', PLAIN],
    ['colours outside of the palette, which are left out', '\u001b[38;5;31mx', PLAIN],
    ['a style that goes on in the next line', '\u001b[32m\r\nx', { ...PLAIN, colour: 'green' }],
  ])('is read with %s', (_, text, style) => {
    expect(readColouredText(text).at(-1)).toEqual([{ text: 'x', style }]);
  });

  it.each(['\u001b[2Kx', 'one\rtwo', '\u001b]0;title\u0007'])(
    'is refused when it is not one picture: %j',
    (text) => {
      expect(() => readColouredText(`fine\n${text}`)).toThrow(
        'Line 2 has a control character that is not a colour. Give one picture, such as a terminal prints of its screen.',
      );
    },
  );
});
