import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FunctionSettings, LocalFunction } from '../../../../infra/local/lambda/function-host.ts';

let directory: string;
const functions: LocalFunction[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'function-'));
});

afterEach(async () => {
  await Promise.all(functions.splice(0).map((fn) => fn.close()));
  await rm(directory, { recursive: true });
});

async function functionOf(
  source: string,
  timeoutMs = 5_000,
  onLog?: (line: string) => void,
  isolation: NonNullable<FunctionSettings['isolation']> = 'thread',
): Promise<LocalFunction> {
  const artefact = join(directory, 'index.mjs');
  await writeFile(artefact, source);
  const fn = new LocalFunction({
    artefact,
    name: 'under-test',
    environment: { AWS_REGION: 'eu-west-1', GREETING: 'hello' },
    timeoutMs,
    isolation,
    ...(onLog === undefined ? {} : { onLog }),
  });
  functions.push(fn);
  return fn;
}

test('hands the event to the handler and its answer back, as JSON', async () => {
  const fn = await functionOf('export const handler = async (event) => ({ got: event, none: undefined });');
  expect(await fn.invoke({ a: 1 })).toEqual({ got: { a: 1 } });
});

test('keeps the module between invocations, as a warm environment does', async () => {
  const fn = await functionOf('let n = 0; export const handler = async () => ++n;');
  expect([await fn.invoke({}), await fn.invoke({})]).toEqual([1, 2]);
  expect(fn.coldStarts).toBe(1);
});

test('gives the function its own environment and a Lambda-like context', async () => {
  const fn = await functionOf(`export const handler = async (event, context) => ({
    greeting: process.env.GREETING, home: process.env.HOME, name: context.functionName,
    arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis() });`);
  const answer = await fn.invoke({});
  expect(answer).toMatchObject({
    greeting: 'hello',
    name: 'under-test',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:under-test',
  });
  expect(answer).not.toHaveProperty('home');
  expect((answer as { left: number }).left).toBeLessThanOrEqual(5_000);
});

test('passes on what the function throws', async () => {
  const fn = await functionOf('export const handler = async () => { throw new RangeError("too far"); };');
  await expect(fn.invoke({})).rejects.toMatchObject({ errorType: 'RangeError', message: 'too far' });
});

test('ends a function that runs out of time and starts a new environment for the next event', async () => {
  const fn = await functionOf(
    'let n = 0; export const handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : Promise.resolve(++n);',
    200,
  );
  await fn.invoke({});
  await expect(fn.invoke({ hang: true })).rejects.toThrow('Task timed out after 0.20 seconds');
  expect(await fn.invoke({})).toBe(1);
  expect(fn.coldStarts).toBe(2);
});

test.each([
  ['no handler', 'export const other = 1;', 'index.handler is undefined or not exported'],
  ['a callback', 'export const handler = (event, context, callback) => callback();', 'Callback-based'],
  ['an error at start', 'throw new Error("no configuration");', 'no configuration'],
])('refuses a module with %s, as Lambda does', async (_, source, message) => {
  const fn = await functionOf(source);
  await expect(fn.invoke({})).rejects.toThrow(message);
});

test('collects what the function logs, line by line', async () => {
  const lines: string[] = [];
  const fn = await functionOf(
    'export const handler = async () => { console.log("one"); console.error("two"); };',
    5_000,
    (line) => lines.push(line),
  );
  await fn.invoke({});
  await expect.poll(() => lines.toSorted()).toEqual(['one', 'two']);
});

describe.each(['thread', 'process'] as const)('in a %s of its own', (isolation) => {
  const start = (source: string, timeoutMs = 5_000) => functionOf(source, timeoutMs, undefined, isolation);

  test('a function has its own environment variables and no others', async () => {
    const fn = await start(
      'export const handler = async () => ({ greeting: process.env.GREETING, home: process.env.HOME });',
    );
    expect(await fn.invoke({})).toEqual({ greeting: 'hello' });
  });

  test('it stays warm until it runs out of time', async () => {
    const fn = await start(
      'let n = 0; export const handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : Promise.resolve(++n);',
      300,
    );
    expect([await fn.invoke({}), await fn.invoke({})]).toEqual([1, 2]);
    await expect(fn.invoke({ hang: true })).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(await fn.invoke({})).toBe(1);
  });

  test('closing it ends the invocation that is under way, even one that never yields', async () => {
    const fn = await start(
      'export const handler = async (event) => { console.log("begun"); while (event.spin); return 1; };',
      60_000,
    );
    await fn.invoke({});
    const ended = expect(fn.invoke({ spin: true })).rejects.toMatchObject({
      errorType: 'Runtime.ExitError',
      message: 'Runtime exited with error: signal: killed',
    });
    await fn.close();
    await ended;
    expect(await fn.invoke({})).toBe(1);
    expect(fn.coldStarts).toBe(2);
  });

  test('what ends it from inside is an error of the invocation', async () => {
    const fn = await start(
      'export const handler = async (event) => { if (event.exit) process.exit(3); return 1; };',
    );
    await expect(fn.invoke({ exit: true })).rejects.toMatchObject({
      errorType: 'Runtime.ExitError',
      message: 'Runtime exited with error: exit status 3',
    });
    expect(await fn.invoke({})).toBe(1);
  });

  test('one that cannot be loaded says why', async () => {
    const fn = await start('throw new Error("no configuration");');
    await expect(fn.invoke({})).rejects.toThrow('no configuration');
  });
});
