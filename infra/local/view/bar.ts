import { type Line, span, type Tone } from './line.ts';

const FULL = '━';
const HALF = '╸';
const EMPTY = '─';

/** A bar of half columns. Something is never shown as nothing. */
export function bar(share: number, columns: number, tone: Tone): Line {
  const halves = Math.min(columns * 2, share > 0 ? Math.max(1, Math.round(share * columns * 2)) : 0);
  const full = Math.floor(halves / 2);
  const filled = FULL.repeat(full) + (halves % 2 === 1 ? HALF : '');
  return [span(filled, tone), span(EMPTY.repeat(columns - filled.length), 'dim')];
}
