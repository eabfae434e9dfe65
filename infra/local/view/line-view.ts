import type { PipelineSnapshot } from '../pipeline/snapshot.ts';
import { History } from './history.ts';
import type { PipelineView } from './pipeline-view.ts';
import { printable } from './text-width.ts';

/** A line now and then, and one at the end. */
export class LineView implements PipelineView {
  readonly #output: NodeJS.WritableStream;
  readonly #intervalMs: number;
  readonly #textOf: (history: History) => string;
  readonly #remarkOf: (text: string) => string;
  readonly #history = new History();
  #shownMs = 0;
  #isDue = false;

  constructor(output: NodeJS.WritableStream, { intervalMs, textOf, remarkOf = printable }: LineViewOptions) {
    this.#output = output;
    this.#intervalMs = intervalMs;
    this.#textOf = textOf;
    this.#remarkOf = remarkOf;
  }

  show(snapshot: PipelineSnapshot): void {
    this.#history.add(snapshot);
    this.#isDue = true;
    if (snapshot.elapsedMs - this.#shownMs >= this.#intervalMs) this.#write();
  }

  say(text: string): void {
    this.#output.write(`${this.#remarkOf(text)}\n`);
  }

  end(): void {
    if (this.#isDue) this.#write();
  }

  #write(): void {
    const { elapsedMs } = this.#history.latest;
    // On the beat, however late this snapshot is.
    this.#shownMs = elapsedMs - (elapsedMs % this.#intervalMs);
    this.#isDue = false;
    this.#output.write(`${this.#textOf(this.#history)}\n`);
  }
}

export interface LineViewOptions {
  readonly intervalMs: number;
  readonly textOf: (history: History) => string;
  /** A remark as a line. @default as it is */
  readonly remarkOf?: (text: string) => string;
}
