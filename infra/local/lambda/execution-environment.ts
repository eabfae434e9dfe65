import type { EnvironmentEnd } from './environment-end.ts';
import type { InvocationRequest, RuntimeSettings } from './invocation.ts';
import { startProcess } from './process-environment.ts';
import { startThread } from './thread-environment.ts';

/**
 * Where the code of a function runs, alive from one invocation to the next.
 *
 * - `thread`: cheap to start; it ends with its thread. Nothing bounds its memory: V8 may end the whole process when a thread
 *   reaches a limit of its own.
 * - `process`: a process of its own, which ends by SIGKILL, as when the machine below it goes away, and by itself when its
 *   heap outgrows the memory of the function.
 */
export type Isolation = 'thread' | 'process';

export interface ExecutionEnvironment {
  /** It can answer no more. */
  readonly isEnded: boolean;
  send(request: InvocationRequest): void;
  /** The next message from inside, or how the environment ended instead. */
  receive(): Promise<Received>;
  /** Ends it at once, whatever it is doing. */
  end(): Promise<void>;
}

export type Received = { readonly message: unknown } | { readonly end: EnvironmentEnd };

export interface EnvironmentOptions {
  readonly isolation: Isolation;
  readonly runtime: RuntimeSettings;
  readonly memoryLimitMb: number;
  /** Environment variables; there are no others. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onLog: ((line: string) => void) | undefined;
}

export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  return options.isolation === 'thread' ? startThread(options) : startProcess(options);
}
