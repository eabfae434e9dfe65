/** The colours of a terminal's palette that a frame uses. */
export type Colour = 'black' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white';

export interface Style {
  readonly colour: Colour | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

/** Characters of one line that look the same. */
export interface Run {
  readonly text: string;
  readonly style: Style;
}

const PLAIN: Style = { colour: undefined, isBold: false, isDim: false };

const COLOURS: readonly Colour[] = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by control characters.
const GRAPHICS = /\u001b\[([\d;:]*)m/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the same.
const ANY_CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/**
 * Reads text with the colours of a terminal, as {@link https://nodejs.org/api/util.html#utilstyletextformat-text-options}
 * writes it and terminals print their screen.
 *
 * @throws Error when the text moves the cursor: then it is not one picture.
 */
export function readColouredText(text: string): Run[][] {
  let style = PLAIN;
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line, row) => {
      const runs: Run[] = [];
      // Texts and the parameters between them take turns.
      for (const [index, part] of line.split(GRAPHICS).entries()) {
        if (index % 2 === 1) style = changed(style, part);
        else if (part !== '') runs.push({ text: checked(part, row + 1), style });
      }
      return runs;
    });
}

function checked(text: string, lineNumber: number): string {
  if (!ANY_CONTROL.test(text)) return text;
  throw new Error(
    `Line ${lineNumber} has a control character that is not a colour. Give one picture, such as a terminal prints of its screen.`,
  );
}

/** @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ section 8.3.117 */
function changed(before: Style, parameters: string): Style {
  let style = before;
  for (const parameter of parameters.split(';')) {
    const code = Number(parameter);
    // A colour outside of the palette, whose numbers follow.
    if (code === 38 || code === 48) return style;
    if (code === 0) style = PLAIN;
    else if (code === 1) style = { ...style, isBold: true };
    else if (code === 2) style = { ...style, isDim: true };
    else if (code === 22) style = { ...style, isBold: false, isDim: false };
    else if (code === 39) style = { ...style, colour: undefined };
    else if (code >= 30 && code <= 37) style = { ...style, colour: COLOURS[code - 30] };
    else if (code >= 90 && code <= 97) style = { ...style, colour: COLOURS[code - 90] };
  }
  return style;
}
