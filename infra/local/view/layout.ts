import type { PipelineSnapshot } from '../pipeline/snapshot.ts';
import { textWidth } from './text-width.ts';

/** Of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Widths of the columns of the path, in columns of the terminal. They stay the same while names and terminal do. */
export interface Layout {
  /** Blank, marker and name. */
  readonly name: number;
  readonly rate: number;
  readonly graph: number;
  readonly total: number;
  readonly noun: number;
  /** All of them with the gaps between. */
  readonly panel: number;
  /** Of text that needs no columns, such as messages. */
  readonly text: number;
}

/** Before these columns. */
export const GAPS = { rate: 1, graph: 2, total: 1, noun: 1 } as const;

const RATE = 'waits >9.9 s'.length;
const TOTAL = '12,345,678'.length;
const NOUN = 'delivered'.length;
const NARROW_RATE = '1,234/s'.length;
const NARROW_TOTAL = '123,456'.length;
const NARROW_NOUN = 'records'.length;

/** Below it the columns are narrow. */
const WIDE_COLUMNS = 72;

/** Names are cut where they would take more. */
const NAME_SHARE = 0.35;

/** Half minutes are best read in seconds. */
const MAX_GRAPH = 30;
const MIN_GRAPH = 4;

/** Longer lines are hard to read. */
const MAX_TEXT = 120;

/** A blank, two columns for the marker, and the name. */
const MARKER = 3;

export function layoutOf(snapshot: PipelineSnapshot, { columns }: Size): Layout {
  // Writing into the last column makes some terminals go to the next line.
  const width = Math.max(1, columns - 1);
  const isWide = columns >= WIDE_COLUMNS;
  const rate = isWide ? RATE : NARROW_RATE;
  const total = isWide ? TOTAL : NARROW_TOTAL;
  const noun = isWide ? NOUN : NARROW_NOUN;
  const name = Math.min(longestName(snapshot), Math.floor(width * NAME_SHARE));
  const others = name + GAPS.rate + rate + GAPS.graph + GAPS.total + total + GAPS.noun + noun;
  const graph = Math.max(MIN_GRAPH, Math.min(MAX_GRAPH, width - others));
  const panel = Math.min(width, others + graph);
  return { name, rate, graph, total, noun, panel, text: Math.min(width, MAX_TEXT) };
}

function longestName({ mappings, bus, rules }: PipelineSnapshot): number {
  const names = [
    ...mappings.flatMap(({ topic, functionName }) => [`topic ${topic}`, functionName]),
    `bus ${bus.name}`,
    // Rules hang one column deeper.
    ...rules.map(({ name }) => ` ${name}`),
  ];
  return MARKER + Math.max(...names.map(textWidth));
}
