import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { runFunction } from './function-runtime.ts';

/** A local Lambda function in a worker thread, with environment variables of its own. */
void runFunction(workerData, {
  onRequest: (listener) => parentPort?.on('message', listener),
  send: (answer) => parentPort?.postMessage(answer),
  keepAlive: (isKept) => (isKept ? parentPort?.ref() : parentPort?.unref()),
  // Its own heap, and its buffers.
  memoryBytes: () => {
    const { total_heap_size, malloced_memory, external_memory } = getHeapStatistics();
    return total_heap_size + malloced_memory + external_memory;
  },
});
