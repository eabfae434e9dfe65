const BAR_CELLS = 30;

/** Between two lines of progress where the output is not a terminal. */
const LINE_INTERVAL_MS = 1_000;

/** Progress of something that may take long: a bar that is drawn anew on a terminal, a line a second elsewhere. */
export class Progress {
  readonly #output: NodeJS.WriteStream;
  readonly #what: string;
  #lastMs = performance.now();

  constructor(output: NodeJS.WriteStream, what: string) {
    this.#output = output;
    this.#what = what;
  }

  show(done: number, all: number): void {
    const isTerminal = this.#output.isTTY;
    const nowMs = performance.now();
    if (!isTerminal && nowMs - this.#lastMs < LINE_INTERVAL_MS) return;
    this.#lastMs = nowMs;
    const text = `${this.#what} ${done.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`;
    if (!isTerminal) {
      this.#output.write(`${text}\n`);
      return;
    }
    if ((this.#output.columns ?? 0) < BAR_CELLS + text.length + 1) return;
    const filled = Math.round((BAR_CELLS * done) / Math.max(1, all));
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
    // Back to the start of the line, and away with the bar at the end.
    this.#output.write(done >= all ? '\r\u001b[2K' : `\r${bar} ${text}`);
  }
}
