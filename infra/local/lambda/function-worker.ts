import { parentPort, workerData } from 'node:worker_threads';
import { runFunction } from './function-runtime.ts';

/** A local Lambda function in a worker thread, with environment variables of its own. */
await runFunction(workerData, {
  onRequest: (listener) => parentPort?.on('message', listener),
  send: (answer) => parentPort?.postMessage(answer),
});
