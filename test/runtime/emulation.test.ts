import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { artefactFolder } from '../../infra/functions.ts';
import { FunctionError } from '../../infra/local/lambda/function-error.ts';
import { LocalFunction } from '../../infra/local/lambda/function-host.ts';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { PARAMETER, startRunningBridge } from '../fixtures/running-bridge.ts';
import { FUNCTION_NAME, type Outcome } from './managed-runtime.ts';
import { startedRuntime } from './started-runtime.ts';
import { taskRoot } from './task-root.ts';

/** The functions of the local run are emulated: what becomes of an event is to be the same as in Lambda's runtime. */

const EVENT = { text: 'Zürich', numbers: [1, 2.5] };
const LATER = 'await new Promise((resolve) => setTimeout(resolve, 60_000));';

describe('the emulated runtime says what Lambda says of', () => {
  it.each([
    ['an answer', 'export const handler = async (event) => ({ got: event, none: undefined });'],
    ['no answer', 'export const handler = async () => {};'],
    ['a handler that is no asynchronous function', 'export const handler = () => [null, 1];'],
    ['an error', 'export const handler = async () => { throw new RangeError("too far"); };'],
    ['a thrown text', 'export const handler = async () => { throw "too far"; };'],
    ['a thrown object', 'export const handler = async () => { throw { code: 7 }; };'],
    ['nothing thrown', 'export const handler = async () => { throw undefined; };'],
    ['a context', 'export const handler = async (event, context) => Object.keys(context);'],
    ['an answer that is no JSON', 'export const handler = async () => 1n;'],
    ['an answer that is no JSON at all', 'export const handler = async () => () => 1;'],
    ['an answer of more than 6 MB', 'export const handler = async () => "x".repeat(6_291_556);'],
    ['a handler with a callback', 'export const handler = (event, context, callback) => callback(null, 1);'],
    ['a module without the handler', 'export const other = async () => 1;'],
    ['a handler that is no function', 'export const handler = { answer: 1 };'],
    ['a module that cannot be parsed', 'export const handler = async () => {'],
    [
      'a package that is not there',
      `import missing from 'not-in-the-artefact'; export const handler = missing;`,
    ],
    ['an error while the module is loaded', 'throw new TypeError("no configuration");'],
    ['CommonJS in an ES module', 'exports.handler = async () => 1;'],
    ['an ES module that requires', 'const fs = require("node:fs"); export const handler = async () => 1;'],
    ['nothing to wait for', 'export const handler = () => new Promise(() => {});'],
    [
      'a start with nothing to wait for',
      'await new Promise(() => {}); export const handler = async () => 1;',
    ],
    ['an exit', 'export const handler = async () => process.exit(3);'],
    [
      'an error that nobody catches',
      `export const handler = async () => { setImmediate(() => { throw new Error(); }); ${LATER} };`,
    ],
    [
      'a rejection that nobody catches',
      `export const handler = async () => { void Promise.reject(new Error()); ${LATER} };`,
    ],
  ])('%s', async (_, source) => {
    const { real, emulated } = await both(source);
    expect(emulated).toEqual(real);
  });

  it('the bridge and its samples', async () => {
    const document = readFileSync('events/configuration/json.json', 'utf8');
    const bridge = await startRunningBridge({ document });
    onTestFinished(() => bridge.close());
    const runtime = await startedRuntime({
      taskRoot: artefactFolder('bridge'),
      environment: {
        ...bridge.standIns.environment,
        [ENVIRONMENT.configurationParameter]: PARAMETER,
        [ENVIRONMENT.reportBatchItemFailures]: 'true',
        [ENVIRONMENT.deadLetterQueueUrl]: bridge.deadLetterQueueUrl,
      },
    });

    for (const sample of ['json', 'mixed-topics', 'tombstone']) {
      const event = JSON.parse(readFileSync(`events/${sample}.json`, 'utf8'));
      const emulated = await outcomeOf(bridge.fn, event);
      expect(withoutTrace(await runtime.invoke(event)), sample).toEqual(emulated);
    }
    const emulated = await outcomeOf(bridge.fn, { Records: [] });
    expect(withoutTrace(await runtime.invoke({ Records: [] }))).toEqual(emulated);
  });
});

/** What became of the event. */
async function both(source: string): Promise<{ readonly real: unknown; readonly emulated: unknown }> {
  const folder = taskRoot({ 'index.mjs': source });
  const runtime = await startedRuntime({ taskRoot: folder });
  const fn = new LocalFunction({
    artefact: join(folder, 'index.mjs'),
    name: FUNCTION_NAME,
    environment: { AWS_REGION: 'eu-west-1' },
    timeoutMs: 30_000,
  });
  onTestFinished(() => fn.close());
  return { real: withoutTrace(await runtime.invoke(EVENT)), emulated: await outcomeOf(fn, EVENT) };
}

async function outcomeOf(fn: LocalFunction, event: unknown): Promise<unknown> {
  try {
    return { text: JSON.stringify(await fn.invoke(event)) };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    return { errorType: error.errorType, errorMessage: error.message };
  }
}

/** Stacks differ by what is around the function, and Lambda names the request that an environment ended with. */
function withoutTrace(outcome: Outcome): unknown {
  if (outcome.kind === 'response') return { text: outcome.text };
  const { errorType, errorMessage } = outcome;
  return { errorType, errorMessage: errorMessage.replace(/^RequestId: \S+ Error: /, '') };
}
