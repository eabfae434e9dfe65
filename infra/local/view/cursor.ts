import process from 'node:process';

const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';

/** With which a person, a service manager or a closed window ends a process. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Hides the cursor of a terminal, and brings it back however the process ends. */
export class Cursor {
  readonly #output: NodeJS.WriteStream;
  #isHidden = false;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  hide(): void {
    if (this.#isHidden) return;
    this.#isHidden = true;
    this.#output.write(HIDE);
    process.on('exit', this.#show);
    // Before the others: a listener for one time is gone when it has been called.
    for (const signal of SIGNALS) process.prependListener(signal, this.#onSignal);
  }

  restore(): void {
    if (!this.#isHidden) return;
    this.#show();
    process.off('exit', this.#show);
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  readonly #show = (): void => {
    if (this.#isHidden) this.#output.write(SHOW);
    this.#isHidden = false;
  };

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // Somebody else takes care of the signal, and of the end.
    if (process.listenerCount(signal) > 1) return;
    this.restore();
    // Without a listener it does what it does by default.
    process.kill(process.pid, signal);
  };
}
