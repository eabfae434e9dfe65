import { ENDED, FunctionError, OUT_OF_MEMORY } from './function-error.ts';

/** How an execution environment ended, before there was an answer. */
export type EnvironmentEnd =
  | { readonly how: 'status'; readonly status: number }
  | { readonly how: 'signal'; readonly signal: string }
  /** It was ended from outside. */
  | { readonly how: 'killed' }
  | { readonly how: 'out of memory' };

/** How an environment ends that is ended from outside: the last words of the error. */
export const KILLED = 'signal: killed';

/** Words of Go, in which Lambda's side of the runtime is written. https://pkg.go.dev/syscall#Signal.String */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

/**
 * The error of the invocation that was under way, in the words of Lambda.
 *
 * @see https://github.com/aws/aws-lambda-runtime-interface-emulator/blob/main/internal/lambda/rapid/handlers.go
 */
export function endError(end: EnvironmentEnd): FunctionError {
  switch (end.how) {
    case 'killed':
      return exitError(KILLED);
    case 'signal':
      return exitError(`signal: ${SIGNALS[end.signal] ?? end.signal}`);
    case 'status':
      return end.status === 0
        ? new FunctionError(ENDED, 'Runtime exited without providing a reason')
        : exitError(`exit status ${end.status}`);
    case 'out of memory':
      // On Lambda, the kernel kills what outgrows its memory.
      return new FunctionError(OUT_OF_MEMORY, `Runtime exited with error: ${KILLED}`);
  }
}

function exitError(how: string): FunctionError {
  return new FunctionError(ENDED, `Runtime exited with error: ${how}`);
}
