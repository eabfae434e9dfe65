import { textWidth } from '../text-width.ts';
import { type Run, readColouredText, type Style } from './coloured-text.ts';
import { CELL, shapeOf } from './shapes.ts';

export interface ScreenshotOptions {
  /** In the bar of the window. */
  readonly title: string;
  /** For people who do not see it. */
  readonly description: string;
}

const FONTS =
  "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, 'Cascadia Mono', 'DejaVu Sans Mono', 'Liberation Mono', Consolas, monospace";
const FONT_SIZE = 15;
/** From the top of a cell to the line that letters stand on. */
const BASELINE = 15;

const BAR_HEIGHT = 36;
const PADDING = { x: 18, top: 8, bottom: 18 } as const;
/** The shadowless edge keeps the window apart from a page as dark as it is. */
const BORDER = '#30363d';
const BACKGROUND = '#0d1117';
const BAR = '#161b22';
const TITLE = '#8b949e';
const BUTTONS = ['#ff5f57', '#febc2e', '#28c840'] as const;

const FOREGROUND = '#e6edf3';
const COLOURS: Readonly<Record<NonNullable<Style['colour']>, string>> = {
  black: '#484f58',
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  blue: '#79c0ff',
  magenta: '#d2a8ff',
  cyan: '#56d4dd',
  white: '#ffffff',
};
const DIM_OPACITY = 0.58;

/** What a terminal shows, with its colours, as an SVG image of its window. */
export function screenshot(text: string, { title, description }: ScreenshotOptions): string {
  const lines = withoutEmptyEnds(readColouredText(text));
  const columns = Math.max(0, ...lines.map(columnsOf));
  const width = columns * CELL.width + 2 * PADDING.x;
  const height = BAR_HEIGHT + PADDING.top + lines.length * CELL.height + PADDING.bottom;
  const drawing = new Drawing();
  for (const [row, line] of lines.entries()) drawing.add(line, BAR_HEIGHT + PADDING.top + row * CELL.height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" xml:space="preserve">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<style>text{font:${FONT_SIZE}px ${FONTS};fill:${FOREGROUND};white-space:pre}.b{font-weight:600}.d{opacity:${DIM_OPACITY}}path{fill:${FOREGROUND};shape-rendering:crispEdges}${colourRules()}</style>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10" fill="${BACKGROUND}" stroke="${BORDER}"/>`,
    `<path d="M1 ${BAR_HEIGHT}V10.5A9.5 9.5 0 0 1 10.5 1H${width - 10.5}A9.5 9.5 0 0 1 ${width - 1} 10.5V${BAR_HEIGHT}z" style="fill:${BAR};shape-rendering:auto"/>`,
    ...BUTTONS.map((colour, index) => `<circle cx="${20 + index * 20}" cy="18" r="6" fill="${colour}"/>`),
    `<text x="${width / 2}" y="23" text-anchor="middle" style="fill:${TITLE};font-size:13px">${escaped(title)}</text>`,
    ...drawing.elements(),
    '</svg>',
    '',
  ].join('\n');
}

function colourRules(): string {
  return Object.entries(COLOURS)
    .map(([name, value]) => `.${name}{fill:${value}}`)
    .join('');
}

/** Words of letters, and signs that other fonts may have to give; blanks are left out. */
const WORDS = /[\x21-\x7e]+(?: [\x21-\x7e]+)*|[^\x20-\x7e]/gu;

/** Shapes of one style are one path, to keep the file small. */
class Drawing {
  readonly #texts: string[] = [];
  readonly #shapes = new Map<string, string>();

  add(line: readonly Run[], y: number): void {
    let column = 0;
    for (const { text, style } of line) {
      for (const { 0: word, index } of text.matchAll(WORDS)) {
        const before = column + textWidth(text.slice(0, index));
        this.#addWord(word, PADDING.x + before * CELL.width, y, classesOf(style));
      }
      column += textWidth(text);
    }
  }

  elements(): string[] {
    const paths = Array.from(this.#shapes, ([classes, path]) => `<path${classes} d="${path}"/>`);
    return [...paths, ...this.#texts];
  }

  #addWord(word: string, x: number, y: number, classes: string): void {
    const shape = shapeOf(word, x, y, 1);
    if (shape !== undefined) {
      this.#shapes.set(classes, `${this.#shapes.get(classes) ?? ''}${shape}`);
      return;
    }
    // The font of the reader may be wider or narrower than the cells.
    const width = word.length > 1 ? ` textLength="${textWidth(word) * CELL.width}"` : '';
    this.#texts.push(`<text x="${x}" y="${y + BASELINE}"${width}${classes}>${escaped(word)}</text>`);
  }
}

function classesOf({ colour, isBold, isDim }: Style): string {
  const classes = [colour, isBold ? 'b' : undefined, isDim ? 'd' : undefined].filter(
    (each) => each !== undefined,
  );
  return classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
}

function columnsOf(line: readonly Run[]): number {
  return textWidth(
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

function withoutEmptyEnds(lines: readonly Run[][]): readonly Run[][] {
  const isFull = (line: readonly Run[]) => columnsOf(line) > 0;
  return lines.slice(Math.max(0, lines.findIndex(isFull)), lines.findLastIndex(isFull) + 1);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
