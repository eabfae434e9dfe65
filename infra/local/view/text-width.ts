/** Names and messages may be in any script; a terminal gives some of them two columns. */
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** One column a character, told fast: Latin, Greek, and the signs of a frame. */
const NARROW = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u03b1-\u03c9\u2013\u2026\u2190-\u21ff\u2500-\u25ef\u2713]*$/;

/** @see https://www.unicode.org/reports/tr11/ */
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;

const ELLIPSIS = '…';

/** Columns of a terminal. */
export function textWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** The text, ended by an ellipsis where it is wider. */
export function clip(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  if (columns < 1) return '';
  let shown = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    width += textWidth(segment);
    if (width > columns - 1) break;
    shown += segment;
  }
  return `${shown}${ELLIPSIS}`;
}

/** The text in a cell of exactly so many columns. */
export function cell(text: string, columns: number): string {
  const shown = clip(text, columns);
  return shown + blanks(columns - textWidth(shown));
}

/** The text at the right of a cell of exactly so many columns. */
export function cellRight(text: string, columns: number): string {
  const shown = clip(text, columns);
  return blanks(columns - textWidth(shown)) + shown;
}

function blanks(columns: number): string {
  return ' '.repeat(Math.max(0, columns));
}

/** Lines of words, none wider than so many columns. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((whole) => clip(whole, columns));
}

/** Without what moves the cursor of a terminal, turns its text around, or takes no column. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/\p{Cf}/gu, '');
}
