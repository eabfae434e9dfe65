import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import {
  type ExecutionEnvironment,
  type Isolation,
  type Received,
  startEnvironment,
} from './execution-environment.ts';
import type { InitAnswer, InvocationAnswer, InvocationRequest } from './invocation.ts';

export interface FunctionSettings {
  /** The built module, such as `dist/bridge/index.mjs`. */
  readonly artefact: string;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryLimitMb?: number;
  /** @default 'thread' */
  readonly isolation?: Isolation;
  /** Takes each line that the function logs. @default lines are dropped */
  readonly onLog?: (line: string) => void;
}

/** The function threw, ran out of time, was ended or could not be loaded. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  /** Name of the error inside the function. */
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** `errorType` of an invocation that took longer than the function may, as Lambda names it. */
export const TIMED_OUT = 'Sandbox.Timedout';

/** `errorType` of an invocation whose execution environment ended before it answered, as Lambda names it. */
export const ENDED = 'Runtime.ExitError';

const DEFAULT_MEMORY_LIMIT_MB = 512;

/**
 * A Lambda function on this machine: the built artefact in an execution environment, with environment variables of its
 * own, a deadline and a Lambda-like context. One invocation at a time. A timeout ends the environment, and the next
 * invocation starts a new one, as on Lambda.
 */
export class LocalFunction {
  readonly #settings: FunctionSettings;
  #environment: ExecutionEnvironment | undefined;
  #coldStarts = 0;

  constructor(settings: FunctionSettings) {
    this.#settings = settings;
  }

  /** Execution environments started so far. */
  get coldStarts(): number {
    return this.#coldStarts;
  }

  /**
   * Invokes the function.
   *
   * @throws FunctionError
   */
  async invoke(event: unknown): Promise<unknown> {
    this.#environment ??= await this.#start();
    const environment = this.#environment;
    const { timeoutMs } = this.#settings;
    const request: InvocationRequest = {
      requestId: randomUUID(),
      eventText: JSON.stringify(event),
      deadlineMs: Date.now() + timeoutMs,
    };
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      void environment.end();
    }, timeoutMs);
    try {
      const received = environment.receive();
      environment.send(request);
      return response(await received, isTimedOut ? timeoutMs : undefined);
    } catch (error) {
      if (isEnded(error) && this.#environment === environment) this.#environment = undefined;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the execution environment, and with it the invocation that is under way; the next one starts a new one. */
  async close(): Promise<void> {
    const environment = this.#environment;
    this.#environment = undefined;
    await environment?.end();
  }

  async #start(): Promise<ExecutionEnvironment> {
    const { artefact, name, memoryLimitMb = DEFAULT_MEMORY_LIMIT_MB, isolation = 'thread' } = this.#settings;
    const environment = startEnvironment({
      isolation,
      runtime: { artefactUrl: pathToFileURL(artefact).href, functionName: name, memoryLimitMb },
      variables: {
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        ...this.#settings.environment,
      },
      onLog: this.#settings.onLog,
    });
    this.#coldStarts++;
    const received = await environment.receive();
    if ('end' in received) throw ended(received.end);
    const answer = received.message as InitAnswer;
    if (answer.ready) return environment;
    await environment.end();
    throw new FunctionError(answer.errorType, answer.errorMessage);
  }
}

function isEnded(error: unknown): boolean {
  return error instanceof FunctionError && (error.errorType === TIMED_OUT || error.errorType === ENDED);
}

/** @param timedOutMs set when the invocation took so long that it was ended: an answer comes too late then. */
function response(received: Received, timedOutMs: number | undefined): unknown {
  if (timedOutMs !== undefined) {
    throw new FunctionError(TIMED_OUT, `Task timed out after ${(timedOutMs / 1_000).toFixed(2)} seconds`);
  }
  if ('end' in received) throw ended(received.end);
  const answer = received.message as InvocationAnswer;
  if ('errorType' in answer) throw new FunctionError(answer.errorType, answer.errorMessage);
  return JSON.parse(answer.responseText);
}

function ended(how: string): FunctionError {
  return new FunctionError(ENDED, `Runtime exited with error: ${how}`);
}
