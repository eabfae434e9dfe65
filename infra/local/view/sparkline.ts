import { type Line, type Span, span, type Tone } from './line.ts';

/** From little to most; the full block is left out, so that rows do not touch. */
const LEVELS = ['▂', '▃', '▄', '▅', '▆', '▇'] as const;

const NOTHING = '▁';

/** What was counted in one part of the window. */
export interface Sample {
  readonly value: number;
  readonly tone: Tone;
}

/** A column a sample, the latest at the right; the largest is as high as it gets. */
export function sparkline(samples: readonly Sample[], columns: number): Line {
  const shown = samples.slice(-columns);
  const most = Math.max(...shown.map(({ value }) => value));
  const line: Span[] = [span(' '.repeat(columns - shown.length))];
  for (const sample of shown) {
    const { text, tone } = column(sample, most);
    const last = line.at(-1);
    // Neighbours of one colour are one span: less to write.
    if (last?.tone === tone) line[line.length - 1] = span(last.text + text, tone);
    else line.push(span(text, tone));
  }
  return line;
}

function column({ value, tone }: Sample, most: number): Span {
  if (value <= 0) return span(NOTHING, tone === 'good' ? 'dim' : tone);
  const level = Math.ceil((value / most) * LEVELS.length) - 1;
  return span(LEVELS[Math.min(LEVELS.length - 1, level)] ?? NOTHING, tone);
}
