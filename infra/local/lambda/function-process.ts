import { runFunction } from './function-runtime.ts';

/** A local Lambda function in a process of its own: one that can be killed as the operating system kills it. */
process.on('disconnect', () => process.exit());
void runFunction(JSON.parse(process.argv[2] ?? '{}'), {
  onRequest: (listener) => process.on('message', listener),
  send: (answer) => process.send?.(answer),
  keepAlive: (isKept) => (isKept ? process.channel?.ref() : process.channel?.unref()),
  memoryBytes: () => process.memoryUsage.rss(),
});
