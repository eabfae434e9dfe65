import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EnvironmentEnd } from './environment-end.ts';
import { EnvironmentMessages, readLines } from './environment-messages.ts';
import type { EnvironmentOptions, ExecutionEnvironment } from './execution-environment.ts';

/** Share of the function's memory for V8's heap of objects that last. The rest is for buffers, code and young objects. */
const HEAP_SHARE = 0.9;

/** What V8 writes before it ends a process. */
const HEAP_EXHAUSTED = 'JavaScript heap out of memory';

const drop = () => undefined;

/** An execution environment in a process of its own. */
export function startProcess(options: EnvironmentOptions): ExecutionEnvironment {
  const { runtime, memoryLimitMb, variables, onLog = drop } = options;
  const child = fork(
    fileURLToPath(new URL('./function-process.ts', import.meta.url)),
    [JSON.stringify(runtime)],
    {
      env: { ...variables },
      execArgv: [`--max-old-space-size=${Math.floor(memoryLimitMb * HEAP_SHARE)}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let isKilled = false;
  let isHeapExhausted = false;
  readLines([child.stdout], onLog);
  readLines([child.stderr], (line) => {
    isHeapExhausted ||= line.includes(HEAP_EXHAUSTED);
    onLog(line);
  });
  child.on('error', (error) => onLog(String(error)));
  const messages = new EnvironmentMessages(child);
  // Not `exit`: only now, everything that the process wrote has been read.
  child.on('close', (status, signal) => {
    messages.ended(
      isKilled ? { how: 'killed' } : isHeapExhausted ? { how: 'out of memory' } : endOf(status, signal),
    );
  });
  return {
    get isEnded() {
      return isKilled || messages.isEnded;
    },
    // What is sent to a process that has just ended is lost, like the process: `receive` tells.
    send: (request) => void child.send(request, () => undefined),
    receive: () => messages.next(),
    end: async () => {
      isKilled = true;
      if (messages.isEnded) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

function endOf(status: number | null, signal: NodeJS.Signals | null): EnvironmentEnd {
  return signal === null ? { how: 'status', status: status ?? 1 } : { how: 'signal', signal };
}
