import { readFileSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { lambdaContext } from '../contestants/lambda-context.ts';

/**
 * `node first-response.mjs <handler> <event> [--files]`: one invocation in a new process, then its figures to descriptor 3. It is
 * run as a bundle: to read TypeScript would take longer than what is measured.
 */

export interface FirstResponse {
  /** Of the whole process until then. */
  readonly cpuMs: number;
  /** From the start of the process until the handler was loaded. */
  readonly loadedMs: number;
  /** URLs of the files that were loaded, when they are asked for: looking for them takes time. */
  readonly files: readonly string[];
}

const [handlerPath = '', eventPath = '', option] = process.argv.slice(2);
const files = new Set<string>();
if (option === '--files') {
  registerHooks({
    load: (url, context, next) => {
      files.add(url);
      return next(url, context);
    },
  });
}

const { handler } = await import(pathToFileURL(handlerPath).href);
const loadedMs = performance.now();
const { batchItemFailures } = await handler(JSON.parse(readFileSync(eventPath, 'utf8')), lambdaContext());
if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed.`);
const { user, system } = process.cpuUsage();
const response: FirstResponse = { cpuMs: (user + system) / 1_000, loadedMs, files: [...files] };
writeSync(3, JSON.stringify(response));
process.exit();
