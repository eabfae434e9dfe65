/** Of one character: whole pixels, so that neighbours meet. */
export const CELL = { width: 9, height: 20 } as const;

const LIGHT = 1;
const HEAVY = 4;
const MIDDLE = { x: 4, y: 10 } as const;

const BLOCKS = '▁▂▃▄▅▆▇█';

/**
 * The outline of a character that has to meet its neighbours, as a path of SVG; undefined for letters. Fonts draw these
 * characters in different heights, and some not at all.
 *
 * @param columns how often it is repeated.
 */
export function shapeOf(character: string, x: number, y: number, columns: number): string | undefined {
  const width = columns * CELL.width;
  const middle = y + MIDDLE.y;
  const level = BLOCKS.indexOf(character) + 1;
  if (level > 0) {
    const height = Math.round((level / BLOCKS.length) * (CELL.height - 4));
    return box(x, y + CELL.height - 3 - height, width, height);
  }
  switch (character) {
    case '─':
      return box(x, middle, width, LIGHT);
    case '━':
      return box(x, middle - 2, width, HEAVY);
    case '╸':
      return box(x, middle - 2, Math.ceil(CELL.width / 2), HEAVY);
    case '│':
      return box(x + MIDDLE.x, y, LIGHT, CELL.height);
    case '├':
      return (
        box(x + MIDDLE.x, y, LIGHT, CELL.height) + box(x + MIDDLE.x, middle, CELL.width - MIDDLE.x, LIGHT)
      );
    case '╰':
      return (
        box(x + MIDDLE.x, y, LIGHT, MIDDLE.y + LIGHT) +
        box(x + MIDDLE.x, middle, CELL.width - MIDDLE.x, LIGHT)
      );
    default:
      return undefined;
  }
}

function box(x: number, y: number, width: number, height: number): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}
