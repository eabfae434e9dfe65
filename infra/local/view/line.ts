import { clip, textWidth } from './text-width.ts';

/** What a colour means here. Everything is readable without it. */
export type Tone =
  | 'plain'
  /** Headings and names. */
  | 'strong'
  | 'dim'
  /** Topics, and what moves. */
  | 'accent'
  /** Records are on their way, nothing waits. */
  | 'good'
  /** Something failed or waits, nothing is lost. */
  | 'attention'
  /** Records are gone. */
  | 'loss';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of a frame. */
export type Line = readonly Span[];

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

export function plainText(line: Line): string {
  return line.map(({ text }) => text).join('');
}

export function lineWidth(line: Line): number {
  return line.reduce((width, { text }) => width + textWidth(text), 0);
}

/** The line, cut to so many columns and without blanks at its end. */
export function trimmed(line: Line, columns: number): Line {
  const spans: Span[] = [];
  let left = columns;
  for (const { text, tone } of line) {
    const shown = clip(text, left);
    left -= textWidth(shown);
    spans.push({ text: shown, tone });
    if (shown !== text) break;
  }
  for (let last = spans.pop(); last !== undefined; last = spans.pop()) {
    const text = last.text.trimEnd();
    if (text !== '') return [...spans, { text, tone: last.tone }];
  }
  return [];
}

const SEPARATOR = span(' · ', 'dim');

/** As many of the parts as fit, from the first on, with dots between them. */
export function listed(parts: readonly Span[], columns: number): Line {
  const line: Span[] = [];
  for (const part of parts) {
    const next = line.length === 0 ? [part] : [SEPARATOR, part];
    if (lineWidth(line) + lineWidth(next) > columns) break;
    line.push(...next);
  }
  return line;
}
