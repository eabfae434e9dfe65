import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** The server says so once its listeners take requests. */
const STARTED = /\bKafka Server started\b/;
const START_TIMEOUT_MS = 120_000;

/** A shutdown in order takes a second or two; a server that is still there after this is ended by SIGKILL. */
const STOP_TIMEOUT_MS = 30_000;

/** Lines of the server's log in the message when it does not start. */
const SHOWN_LOG_LINES = 20;

/** The process of a broker, which can be ended and started again. It does not outlive this process. */
export class BrokerProcess {
  readonly #args: readonly string[];
  readonly #removeData: () => void;
  #child: ChildProcess | undefined;

  /**
   * @param args for `java`.
   * @param removeData removes what the server leaves behind.
   */
  constructor(args: readonly string[], removeData: () => void) {
    this.#args = args;
    this.#removeData = removeData;
    process.once('exit', this.#onExit);
  }

  /** @throws Error with the end of the server's log. */
  async start(): Promise<void> {
    if (this.#isRunning()) throw new Error('The broker runs. Stop it first.');
    const child = spawn('java', this.#args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    try {
      await hasStarted(child);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.#isRunning()) return;
    const timeout = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    clearTimeout(timeout);
  }

  /** Its data go with it, so there is nothing to shut down in order. */
  async close(): Promise<void> {
    process.off('exit', this.#onExit);
    await this.stop('SIGKILL');
    this.#removeData();
  }

  readonly #onExit = (): void => {
    this.#child?.kill('SIGKILL');
    this.#removeData();
  };

  #isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }
}

async function hasStarted(child: ChildProcess): Promise<void> {
  let log = '';
  const started = Promise.withResolvers<void>();
  const fail = (why: string) => {
    started.reject(
      new Error(`Kafka ${why}:\n${log.trimEnd().split('\n').slice(-SHOWN_LOG_LINES).join('\n')}`),
    );
  };
  const onOutput = (chunk: Buffer) => {
    log += chunk.toString();
    if (STARTED.test(log)) started.resolve();
  };
  // Read for as long as it lives: a full pipe would stop it.
  child.stdout?.on('data', onOutput);
  child.stderr?.on('data', onOutput);
  const onExit = (status: number | null) => fail(`ended with status ${status} before it was ready`);
  child.once('exit', onExit);
  const timeout = setTimeout(() => fail('was not ready in time'), START_TIMEOUT_MS);
  try {
    await started.promise;
  } finally {
    clearTimeout(timeout);
    child.off('exit', onExit);
    child.stdout?.off('data', onOutput).resume();
    child.stderr?.off('data', onOutput).resume();
  }
}
