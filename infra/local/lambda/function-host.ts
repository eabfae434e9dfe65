import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { InitAnswer, InvocationAnswer, InvocationRequest, WorkerSettings } from './invocation.ts';

export interface FunctionSettings {
  /** The built module, such as `dist/bridge/index.mjs`. */
  readonly artefact: string;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryLimitMb?: number;
  /** Takes each line that the function logs. @default lines are dropped */
  readonly onLog?: (line: string) => void;
}

/** The function threw, ran out of time or could not be loaded. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  /** Name of the error inside the function. */
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

const DEFAULT_MEMORY_LIMIT_MB = 512;

/**
 * A Lambda function on this machine: the built artefact in a worker thread, with its own environment, a deadline and a
 * Lambda-like context. One invocation at a time, as in one execution environment. A timeout ends the worker, and the
 * next invocation starts a new one, as on Lambda.
 */
export class LocalFunction {
  readonly #settings: FunctionSettings;
  #worker: Worker | undefined;
  #coldStarts = 0;

  constructor(settings: FunctionSettings) {
    this.#settings = settings;
  }

  /** Workers started so far. */
  get coldStarts(): number {
    return this.#coldStarts;
  }

  /**
   * Invokes the function.
   *
   * @throws FunctionError
   */
  async invoke(event: unknown): Promise<unknown> {
    this.#worker ??= await this.#start();
    const worker = this.#worker;
    const { timeoutMs } = this.#settings;
    const request: InvocationRequest = {
      requestId: randomUUID(),
      eventText: JSON.stringify(event),
      deadlineMs: Date.now() + timeoutMs,
    };
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      const answered = once(worker, 'message', { signal: abort.signal });
      worker.postMessage(request);
      const [answer]: InvocationAnswer[] = await answered;
      return response(answer);
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      await this.close();
      throw new FunctionError(
        'Sandbox.Timedout',
        `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #start(): Promise<Worker> {
    const { artefact, name, environment, memoryLimitMb = DEFAULT_MEMORY_LIMIT_MB, onLog } = this.#settings;
    const workerSettings: WorkerSettings = {
      artefactUrl: pathToFileURL(artefact).href,
      functionName: name,
      memoryLimitMb,
    };
    const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
      workerData: workerSettings,
      env: {
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        ...environment,
      },
      stdout: true,
      stderr: true,
    });
    this.#coldStarts++;
    for (const stream of [worker.stdout, worker.stderr]) {
      createInterface({ input: stream }).on('line', (line) => onLog?.(line));
    }
    const [answer]: InitAnswer[] = await once(worker, 'message');
    if (answer?.ready === true) return worker;
    await worker.terminate();
    throw new FunctionError(
      answer?.errorType ?? 'Runtime.ExitError',
      answer?.errorMessage ?? 'The worker ended at start.',
    );
  }
}

function response(answer: InvocationAnswer | undefined): unknown {
  if (answer === undefined) throw new FunctionError('Runtime.ExitError', 'The function gave no answer.');
  if ('errorType' in answer) throw new FunctionError(answer.errorType, answer.errorMessage);
  return JSON.parse(answer.responseText);
}
