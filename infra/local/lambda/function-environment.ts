import { pathToFileURL } from 'node:url';
import { endError } from './environment-end.ts';
import { type ExecutionEnvironment, type Isolation, startEnvironment } from './execution-environment.ts';
import { FunctionError, RESPONSE_TOO_LARGE, TIMED_OUT } from './function-error.ts';
import { functionVariables } from './function-variables.ts';
import type { InitAnswer, InvocationAnswer, InvocationRequest } from './invocation.ts';

/** What there is to know of a function to start it. */
export interface EnvironmentSettings {
  /** The built module, such as `dist/bridge/index.mjs`. */
  readonly artefact: string;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly initTimeoutMs: number;
  readonly memoryLimitMb: number;
  readonly isolation: Isolation;
  readonly onLog: ((line: string) => void) | undefined;
}

/**
 * Bytes of the answer as JSON: 100 more than the 6 MB that the documentation names.
 *
 * @see https://github.com/aws/aws-lambda-runtime-interface-emulator/blob/main/internal/lambda/rapi/handler/invocationresponse_test.go
 */
export const MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

/** An execution environment with a function in it. Start it, then invoke it: one invocation at a time. */
export class FunctionEnvironment {
  readonly #settings: EnvironmentSettings;
  readonly #environment: ExecutionEnvironment;
  #maxMemoryBytes: number | undefined;

  constructor(settings: EnvironmentSettings) {
    const { artefact, isolation, memoryLimitMb, environment, onLog } = settings;
    this.#settings = settings;
    this.#environment = startEnvironment({
      isolation,
      runtime: { artefactUrl: pathToFileURL(artefact).href },
      memoryLimitMb,
      variables: { ...functionVariables(settings), ...environment },
      onLog,
    });
  }

  /** It can be invoked no more. */
  get isEnded(): boolean {
    return this.#environment.isEnded;
  }

  /** The most that it had in use after an invocation; undefined before the first. */
  get maxMemoryBytes(): number | undefined {
    return this.#maxMemoryBytes;
  }

  /**
   * Resolves when the function is loaded.
   *
   * @throws FunctionError when it is not; the environment has ended then.
   */
  async start(): Promise<void> {
    const answer = (await this.#answer(this.#settings.initTimeoutMs)) as InitAnswer;
    if (answer.ready) return;
    await this.end();
    throw new FunctionError(answer.errorType, answer.errorMessage);
  }

  /** @throws FunctionError */
  async invoke(request: InvocationRequest): Promise<unknown> {
    const answered = this.#answer(this.#settings.timeoutMs);
    this.#environment.send(request);
    const answer = (await answered) as InvocationAnswer;
    this.#maxMemoryBytes = Math.max(this.#maxMemoryBytes ?? 0, answer.memoryBytes);
    if ('errorType' in answer) throw new FunctionError(answer.errorType, answer.errorMessage);
    refuseTooLarge(answer.responseText);
    return JSON.parse(answer.responseText);
  }

  /** Ends it at once, and with it the invocation that is under way. */
  async end(): Promise<void> {
    await this.#environment.end();
  }

  /** Ends the environment when there is no answer in time. */
  async #answer(limitMs: number): Promise<unknown> {
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      void this.#environment.end();
    }, limitMs);
    try {
      const received = await this.#environment.receive();
      if (isTimedOut) throw timedOut(this.#settings.timeoutMs);
      if ('end' in received) throw endError(received.end);
      return received.message;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Also for a start that took too long: Lambda tries it again within the first invocation, which then has no time left. */
function timedOut(timeoutMs: number): FunctionError {
  return new FunctionError(TIMED_OUT, `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`);
}

function refuseTooLarge(responseText: string): void {
  const bytes = Buffer.byteLength(responseText);
  if (bytes <= MAX_RESPONSE_BYTES) return;
  throw new FunctionError(
    RESPONSE_TOO_LARGE,
    `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  );
}
