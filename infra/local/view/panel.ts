import type { PipelineSnapshot } from '../pipeline/snapshot.ts';
import { Cursor } from './cursor.ts';
import { frame } from './frame.ts';
import { History } from './history.ts';
import type { Size } from './layout.ts';
import { lineWidth } from './line.ts';
import { paint } from './paint.ts';
import type { PipelineView } from './pipeline-view.ts';
import { printable } from './text-width.ts';

/** What a terminal is taken for that does not tell its size. */
const DEFAULT_SIZE: Size = { columns: 80, rows: 24 };

const ESCAPE = '\u001b[';
/**
 * Terminals that know it show what is between at once.
 *
 * @see https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036
 */
const BEGIN_UPDATE = `${ESCAPE}?2026h`;
const END_UPDATE = `${ESCAPE}?2026l`;
/** A line that is wider than it seems does not shift the others. */
const NO_WRAP = `${ESCAPE}?7l`;
const WRAP = `${ESCAPE}?7h`;
const CLEAR_LINE = `${ESCAPE}2K`;
const CLEAR_BELOW = `${ESCAPE}J`;

/** The frame that is on the terminal, with the cursor below it. */
interface Drawing {
  readonly size: Size;
  readonly lines: readonly string[];
  readonly widths: readonly number[];
}

/** A picture of the pipeline, drawn anew in place: one write a frame, and only the lines that changed. */
export class Panel implements PipelineView {
  readonly #output: NodeJS.WriteStream;
  readonly #history = new History();
  readonly #cursor: Cursor;
  #drawing: Drawing | undefined;
  #hasEnded = false;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
    this.#cursor = new Cursor(output);
    output.on('resize', this.#draw);
  }

  show(snapshot: PipelineSnapshot): void {
    if (this.#hasEnded) return;
    this.#history.add(snapshot);
    // A slow terminal gets fewer frames.
    if (!this.#output.writableNeedDrain) this.#draw();
  }

  say(text: string): void {
    const over = this.#drawing === undefined ? '' : `${upTo(this.#drawing, this.#size())}\r${CLEAR_BELOW}`;
    this.#output.write(`${over}${printable(text)}\n`);
    if (this.#drawing === undefined) return;
    this.#drawing = undefined;
    this.#draw();
  }

  end(): void {
    // What comes after the panel must not be drawn over.
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#draw();
    this.#drawing = undefined;
    this.#output.off('resize', this.#draw);
    this.#cursor.restore();
  }

  readonly #draw = (): void => {
    if (this.#history.isEmpty) return;
    const before = this.#drawing;
    const next = this.#nextDrawing();
    this.#drawing = next;
    if (before !== undefined && isSame(before, next)) return;
    this.#cursor.hide();
    this.#output.write(`${BEGIN_UPDATE}${NO_WRAP}${difference(before, next)}${WRAP}${END_UPDATE}`);
  };

  #nextDrawing(): Drawing {
    const size = this.#size();
    const lines = frame(this.#history, size, this.#hasEnded);
    return { size, lines: lines.map((line) => paint(line, this.#output)), widths: lines.map(lineWidth) };
  }

  #size(): Size {
    const { columns, rows } = this.#output;
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
  }
}

function isSame(before: Drawing, next: Drawing): boolean {
  return isSameSize(before.size, next.size) && before.lines.join('\n') === next.lines.join('\n');
}

function isSameSize(before: Size, next: Size): boolean {
  return before.columns === next.columns && before.rows === next.rows;
}

/** What makes the next drawing of the one that is there. */
function difference(before: Drawing | undefined, next: Drawing): string {
  const up = before === undefined ? '' : upTo(before, next.size);
  const kept = before !== undefined && isSameSize(before.size, next.size) ? before.lines : [];
  const changes = next.lines.map((line, row) => (line === kept[row] ? '\n' : `\r${CLEAR_LINE}${line}\n`));
  // After a change of size, nothing is where it was.
  return `${up}${kept.length === 0 ? `\r${CLEAR_BELOW}` : ''}${changes.join('')}\r${CLEAR_BELOW}`;
}

/** From below a drawing to its first line, in a terminal that may have another size by now and has wrapped the lines. */
function upTo({ widths }: Drawing, { columns, rows }: Size): string {
  const height = widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
  return `${ESCAPE}${Math.min(height, rows - 1)}A`;
}
