import { randomUUID } from 'node:crypto';
import type { Isolation } from './execution-environment.ts';
import { functionArn } from './function-arn.ts';
import { type EnvironmentSettings, FunctionEnvironment } from './function-environment.ts';
import { ENDED, FunctionError, OUT_OF_MEMORY, TIMED_OUT } from './function-error.ts';
import type { InvocationReport } from './invocation-report.ts';
import {
  EventTooLargeError,
  type LambdaFunction,
  MAX_EVENT_BYTES,
  ThrottledError,
} from './lambda-function.ts';
import { newTraceId } from './trace-id.ts';

export { ENDED, FunctionError, TIMED_OUT } from './function-error.ts';

export interface FunctionSettings {
  /** The built module, such as `dist/bridge/index.mjs`. */
  readonly artefact: string;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** A process that needs more ends; a thread is only told. @default 512 */
  readonly memoryLimitMb?: number;
  /** @default 'thread' */
  readonly isolation?: Isolation;
  /** How long an execution environment may take to start. @default 10,000, or `timeoutMs` if that is more */
  readonly initTimeoutMs?: number;
  /** Takes each line that the function logs. @default lines are dropped */
  readonly onLog?: (line: string) => void;
  /** Told how each invocation went. @default nobody is told */
  readonly onReport?: (report: InvocationReport) => void;
}

const DEFAULT_MEMORY_LIMIT_MB = 512;

/** What Lambda gives to the start. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_TIMEOUT_MS = 10_000;

const MIB = 1024 * 1024;

/** An invocation under way. */
interface Run {
  readonly requestId: string;
  startMs: number;
  initDurationMs: number | undefined;
  environment: FunctionEnvironment | undefined;
}

/**
 * A Lambda function on this machine: the built artefact in an execution environment, with environment variables of its
 * own, a deadline and a Lambda-like context. One invocation at a time. A timeout ends the environment, and the next
 * invocation starts a new one, as on Lambda.
 */
export class LocalFunction implements LambdaFunction {
  readonly functionArn: string;
  readonly #settings: EnvironmentSettings;
  readonly #onReport: ((report: InvocationReport) => void) | undefined;
  #environment: FunctionEnvironment | undefined;
  #run: Run | undefined;
  #coldStarts = 0;
  #maxMemoryUsedMb = 0;

  constructor({ onReport, ...settings }: FunctionSettings) {
    this.functionArn = functionArn(settings.name, settings.environment.AWS_REGION);
    this.#onReport = onReport;
    this.#settings = {
      memoryLimitMb: DEFAULT_MEMORY_LIMIT_MB,
      isolation: 'thread',
      initTimeoutMs: Math.max(INIT_TIMEOUT_MS, settings.timeoutMs),
      onLog: undefined,
      ...settings,
    };
  }

  /** Execution environments started so far. */
  get coldStarts(): number {
    return this.#coldStarts;
  }

  /** Has an execution environment that waits for the next event, or works on one. */
  get isWarm(): boolean {
    return this.#environment?.isEnded === false;
  }

  /** The most that any of its execution environments had in use after an invocation; 0 before the first. */
  get maxMemoryUsedMb(): number {
    return this.#maxMemoryUsedMb;
  }

  /**
   * Invokes the function.
   *
   * @throws FunctionError; ThrottledError while it is at work; EventTooLargeError
   */
  async invoke(event: unknown): Promise<unknown> {
    const eventText = JSON.stringify(event ?? null);
    if (Buffer.byteLength(eventText) > MAX_EVENT_BYTES) throw new EventTooLargeError();
    if (this.#run !== undefined) throw new ThrottledError(this.#settings.name, 1);
    const run: Run = {
      requestId: randomUUID(),
      startMs: performance.now(),
      initDurationMs: undefined,
      environment: undefined,
    };
    this.#run = run;
    try {
      const response = await this.#invoke(eventText, run);
      this.#report(run, undefined);
      return response;
    } catch (error) {
      this.#report(run, error);
      throw error;
    } finally {
      if (this.#run === run) this.#run = undefined;
    }
  }

  /** Ends the execution environment, and with it the invocation that is under way; the next one starts a new one. */
  async close(): Promise<void> {
    const environment = this.#environment;
    this.#environment = undefined;
    this.#run = undefined;
    await environment?.end();
  }

  async #invoke(eventText: string, run: Run): Promise<unknown> {
    const environment = await this.#warmEnvironment(run);
    return await environment.invoke({
      requestId: run.requestId,
      functionArn: this.functionArn,
      traceId: newTraceId(),
      eventText,
      deadlineMs: Date.now() + this.#settings.timeoutMs,
    });
  }

  async #warmEnvironment(run: Run): Promise<FunctionEnvironment> {
    if (this.#environment?.isEnded === false) {
      run.environment = this.#environment;
      return run.environment;
    }
    const environment = new FunctionEnvironment(this.#settings);
    this.#environment = environment;
    this.#coldStarts++;
    run.environment = environment;
    try {
      await environment.start();
    } finally {
      const nowMs = performance.now();
      run.initDurationMs = nowMs - run.startMs;
      run.startMs = nowMs;
    }
    return environment;
  }

  #report({ requestId, startMs, initDurationMs, environment }: Run, error: unknown): void {
    const { timeoutMs, memoryLimitMb: memorySizeMb } = this.#settings;
    const errorType = error instanceof FunctionError ? error.errorType : undefined;
    const ending = error === undefined ? 'returned' : endingOf(errorType);
    const tookMs = performance.now() - startMs;
    const durationMs = ending === 'timed out' ? Math.min(tookMs, timeoutMs) : tookMs;
    const { maxMemoryBytes } = environment ?? {};
    const maxMemoryUsedMb =
      errorType === OUT_OF_MEMORY ? memorySizeMb : maxMemoryBytes && Math.ceil(maxMemoryBytes / MIB);
    this.#maxMemoryUsedMb = Math.max(this.#maxMemoryUsedMb, maxMemoryUsedMb ?? 0);
    this.#onReport?.({
      requestId,
      ending,
      errorType,
      durationMs,
      billedDurationMs: Math.ceil((initDurationMs ?? 0) + durationMs),
      memorySizeMb,
      maxMemoryUsedMb,
      initDurationMs,
    });
  }
}

function endingOf(errorType: string | undefined): InvocationReport['ending'] {
  if (errorType === TIMED_OUT) return 'timed out';
  return errorType === ENDED || errorType === OUT_OF_MEMORY ? 'ended' : 'threw';
}
