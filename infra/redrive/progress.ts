/** Between two lines of progress where the output is not a terminal, such as the log of a bastion. */
const LINE_INTERVAL_MS = 5_000;

/** Between two drawings on a terminal: more would flicker. */
const DRAW_INTERVAL_MS = 100;

/** Back to the start of the line, and away with what is in it. */
const CLEAR_LINE = '\r\u001b[2K';

/** One line of progress, drawn anew on a terminal; a line now and then elsewhere. */
export class Progress {
  readonly #output: NodeJS.WriteStream;
  readonly #now: () => number;
  #lastMs: number;
  #isDrawn = false;

  /** @param now milliseconds of a clock that does not go back. */
  constructor(output: NodeJS.WriteStream, now: () => number) {
    this.#output = output;
    this.#now = now;
    this.#lastMs = now();
  }

  show(text: string): void {
    const nowMs = this.#now();
    if (nowMs - this.#lastMs < (this.#output.isTTY ? DRAW_INTERVAL_MS : LINE_INTERVAL_MS)) return;
    this.#lastMs = nowMs;
    if (!this.#output.isTTY) {
      this.#output.write(`${text}\n`);
      return;
    }
    // A line that wraps could not be drawn over.
    const columns = this.#output.columns || 80;
    this.#output.write(`${CLEAR_LINE}${text.slice(0, columns - 1)}`);
    this.#isDrawn = true;
  }

  /** A line that stays. */
  say(text: string): void {
    this.clear();
    this.#output.write(`${text}\n`);
  }

  clear(): void {
    if (this.#isDrawn) this.#output.write(CLEAR_LINE);
    this.#isDrawn = false;
  }
}
