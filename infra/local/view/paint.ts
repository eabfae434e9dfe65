import { styleText } from 'node:util';
import type { Line, Tone } from './line.ts';

type Format = Parameters<typeof styleText>[0];

/** Colours of the terminal's own palette, so that they are readable on its background. */
const FORMATS: Readonly<Record<Tone, Format | undefined>> = {
  plain: undefined,
  strong: 'bold',
  dim: 'dim',
  accent: 'cyan',
  good: 'green',
  attention: 'yellow',
  loss: ['bold', 'red'],
};

/** The line as it is written to this stream: with colours, if the stream and the person (`NO_COLOR`, `FORCE_COLOR`) want them. */
export function paint(line: Line, stream: NodeJS.WriteStream): string {
  return line
    .map(({ text, tone }) => {
      const format = FORMATS[tone];
      return format === undefined || text.trim() === '' ? text : styleText(format, text, { stream });
    })
    .join('');
}
