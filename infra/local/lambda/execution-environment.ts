import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { InvocationRequest, RuntimeSettings } from './invocation.ts';

/**
 * Where the code of a function runs, alive from one invocation to the next.
 *
 * - `thread`: cheap to start; it ends with its thread.
 * - `process`: a process of its own, which ends by SIGKILL, as when the machine below it goes away.
 */
export type Isolation = 'thread' | 'process';

export interface ExecutionEnvironment {
  send(request: InvocationRequest): void;
  /** The next message from inside, or how the environment ended instead. */
  receive(): Promise<Received>;
  /** Ends it at once, whatever it is doing. */
  end(): Promise<void>;
}

export type Received =
  | { readonly message: unknown }
  /** As Lambda words it: `signal: killed`, `exit status 1`. */
  | { readonly end: string };

/** How an environment ends that is ended from outside. */
export const KILLED = 'signal: killed';

export interface EnvironmentOptions {
  readonly isolation: Isolation;
  readonly runtime: RuntimeSettings;
  /** Environment variables; there are no others. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onLog: ((line: string) => void) | undefined;
}

export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  return options.isolation === 'thread' ? startThread(options) : startProcess(options);
}

function startThread({ runtime, variables, onLog }: EnvironmentOptions): ExecutionEnvironment {
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData: runtime,
    env: { ...variables },
    stdout: true,
    stderr: true,
  });
  readLines([worker.stdout, worker.stderr], onLog);
  // What nobody inside caught ends the thread.
  worker.on('error', (error) => onLog?.(String(error)));
  let isKilled = false;
  return {
    send: (request) => worker.postMessage(request),
    receive: () => nextMessage(worker, () => isKilled),
    end: async () => {
      isKilled = true;
      await worker.terminate();
    },
  };
}

function startProcess({ runtime, variables, onLog }: EnvironmentOptions): ExecutionEnvironment {
  const child = fork(
    fileURLToPath(new URL('./function-process.ts', import.meta.url)),
    [JSON.stringify(runtime)],
    { env: { ...variables }, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  readLines([child.stdout, child.stderr], onLog);
  child.on('error', (error) => onLog?.(String(error)));
  return {
    // What is sent to a process that has just ended is lost, like the process: `receive` tells.
    send: (request) => void child.send(request, () => undefined),
    receive: () => nextMessage(child, () => child.signalCode !== null),
    end: () => kill(child),
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function nextMessage(source: Worker | ChildProcess, isKilled: () => boolean): Promise<Received> {
  const { promise, resolve } = Promise.withResolvers<Received>();
  const settle = (received: Received) => {
    source.off('message', onMessage).off('exit', onExit);
    resolve(received);
  };
  const onMessage = (message: unknown) => settle({ message });
  const onExit = (status: number | null) => settle({ end: isKilled() ? KILLED : `exit status ${status}` });
  source.on('message', onMessage).on('exit', onExit);
  return promise;
}

function readLines(
  streams: readonly (Readable | null)[],
  onLine: ((line: string) => void) | undefined,
): void {
  for (const stream of streams) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => onLine?.(line));
  }
}
