import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { EnvironmentMessages, readLines } from './environment-messages.ts';
import type { EnvironmentOptions, ExecutionEnvironment } from './execution-environment.ts';

const drop = () => undefined;

/** An execution environment in a thread of this process. */
export function startThread({ runtime, variables, onLog = drop }: EnvironmentOptions): ExecutionEnvironment {
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData: runtime,
    env: { ...variables },
    stdout: true,
    stderr: true,
  });
  readLines([worker.stdout, worker.stderr], onLog);
  // What nobody inside caught ends the thread.
  worker.on('error', (error) => onLog(String(error)));
  const messages = new EnvironmentMessages(worker);
  let isKilled = false;
  worker.on('exit', (status) => messages.ended(isKilled ? { how: 'killed' } : { how: 'status', status }));
  return {
    get isEnded() {
      return isKilled || messages.isEnded;
    },
    send: (request) => worker.postMessage(request),
    receive: () => messages.next(),
    end: async () => {
      isKilled = true;
      if (messages.isEnded) return;
      const exited = once(worker, 'exit');
      await worker.terminate();
      await exited;
    },
  };
}
