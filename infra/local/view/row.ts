import { figure } from './figures.ts';
import { GAPS, type Layout } from './layout.ts';
import { type Line, lineWidth, type Span, span, type Tone } from './line.ts';
import { cell, cellRight, textWidth } from './text-width.ts';

/** One station of the path. */
export interface Station {
  /** A sign that tells what kind of station it is. */
  readonly marker: Span;
  /** The kind in a word before the name, where there is room for it. */
  readonly kind?: string;
  readonly name: Span;
  /** What the number says, where there is room for it. */
  readonly rateLabel?: string;
  readonly rate: Span;
  readonly graph: Line;
  readonly total: number;
  readonly noun: string;
}

/** A station in the columns of the layout. */
export function stationRow(
  { marker, kind = '', name, rateLabel = '', rate, graph, total, noun }: Station,
  layout: Layout,
): Line {
  const head = [span(' '), marker, span(' ')];
  const left = layout.name - lineWidth(head);
  // The name needs the room more than its kind.
  const hasKind = kind !== '' && textWidth(`${kind} ${name.text}`) <= left;
  const prefix = hasKind ? `${kind} ` : '';
  return [
    ...head,
    span(prefix, 'dim'),
    span(cell(name.text, left - prefix.length), name.tone),
    ...rateCells(rateLabel, rate, layout.rate),
    span(' '.repeat(GAPS.graph)),
    ...graph,
    span(' '.repeat(GAPS.total)),
    ...totalCells(total, noun, layout),
  ];
}

/** A label that comes and goes with the number would be restless. */
const MIN_LABELLED = '>9.9 s'.length;

function rateCells(label: string, { text, tone }: Span, columns: number): Line {
  const left = columns - label.length - 1;
  const isLabelled = label !== '' && left >= MIN_LABELLED;
  return [
    span(' '.repeat(GAPS.rate)),
    ...(isLabelled
      ? [span(`${label} `, 'dim'), span(cellRight(text, left), tone)]
      : [span(cellRight(text, columns), tone)]),
  ];
}

/** A count and what it counts, at the right of the panel. */
export function totalCells(total: number, noun: string, layout: Layout, tone: Tone = 'plain'): Line {
  return [
    span(cellRight(figure(total, layout.total), layout.total), tone),
    // A word that is cut is worse than none.
    span(textWidth(noun) > layout.noun ? '' : `${' '.repeat(GAPS.noun)}${noun}`, 'dim'),
  ];
}
