import { describe, expect, it } from 'vitest';
import { FUNCTION_ARN, FUNCTION_NAME } from './managed-runtime.ts';
import { runtimeOf } from './started-runtime.ts';

/** What becomes of an event in Lambda's runtime, by functions of a line each. */

describe('an invocation', () => {
  it('is answered with what the handler returned, as JSON', async () => {
    const runtime = await runtimeOf(
      'export const handler = async (event) => ({ got: event, none: undefined });',
    );
    expect(await runtime.invoke({ text: 'Zürich' })).toEqual({
      kind: 'response',
      text: '{"got":{"text":"Zürich"}}',
    });
  });

  it('is answered with null when the handler returned nothing', async () => {
    const runtime = await runtimeOf('export const handler = async () => {};');
    expect(await runtime.invoke({})).toEqual({ kind: 'response', text: 'null' });
  });

  it.each([
    ['an error', 'new RangeError("too far")', 'RangeError', 'too far'],
    ['an error in any script', 'new Error("☃\\nZürich")', 'Error', '☃\nZürich'],
    ['a long error', 'new Error("x".repeat(100_000))', 'Error', 'x'.repeat(100_000)],
    ['a text', '"too far"', 'string', 'too far'],
    ['an object', '{ code: 7 }', 'object', '[object Object]'],
    ['nothing', 'undefined', 'undefined', 'undefined'],
  ])('fails with %s that the handler throws', async (_, thrown, errorType, errorMessage) => {
    const runtime = await runtimeOf(`export const handler = async () => { throw ${thrown}; };`);
    expect(await runtime.invoke({})).toMatchObject({ kind: 'error', errorType, errorMessage });
  });

  it.each([
    ['no JSON', '1n', 'Runtime.JSONStringifyError', 'Unable to stringify response body'],
    ['no JSON at all', '() => 1', 'TypeError', 'Wrong arguments'],
    [
      'more than 6 MB',
      '"x".repeat(6_291_556)',
      'Function.ResponseSizeTooLarge',
      'Response payload size (6291558 bytes) exceeded maximum allowed payload size (6291556 bytes).',
    ],
  ])('fails when the answer is %s', async (_, answer, errorType, errorMessage) => {
    const runtime = await runtimeOf(`export const handler = async () => (${answer});`);
    expect(await runtime.invoke({})).toMatchObject({ kind: 'error', errorType, errorMessage });
  });

  it('has a context and variables that tell of the function', async () => {
    const runtime = await runtimeOf(
      `export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(),
        runtime: process.env.AWS_EXECUTION_ENV, trace: process.env._X_AMZN_TRACE_ID, own: process.env.OWN,
        home: process.env.HOME, folder: process.cwd() === process.env.LAMBDA_TASK_ROOT });`,
      { memoryMb: 1_024, timeoutMs: 60_000, environment: { OWN: 'yes' } },
    );

    const outcome = await runtime.invoke({});

    const answer = JSON.parse(outcome.kind === 'response' ? outcome.text : '{}');
    expect(answer).toMatchObject({
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
      functionName: FUNCTION_NAME,
      functionVersion: '$LATEST',
      invokedFunctionArn: FUNCTION_ARN,
      memoryLimitInMB: '1024',
      runtime: 'AWS_Lambda_nodejs24.x',
      trace: answer.xRayTraceId,
      own: 'yes',
      folder: true,
    });
    expect(answer).not.toHaveProperty('home');
    expect(answer.left).toBeLessThanOrEqual(60_000);
    expect(answer.left).toBeGreaterThan(0);
  });

  it('has a deadline of its own, which may have passed', async () => {
    const runtime = await runtimeOf(
      'export const handler = async (event, context) => Math.sign(context.getRemainingTimeInMillis());',
    );
    expect(await runtime.invoke({}, 60_000)).toEqual({ kind: 'response', text: '1' });
    expect(await runtime.invoke({}, -60_000)).toEqual({ kind: 'response', text: '-1' });
  });

  it('finds what the one before left in memory, even one that failed', async () => {
    const runtime = await runtimeOf(
      'let count = 0; export const handler = async (event) => { count++; if (event.fail) throw new Error("no"); return count; };',
    );
    expect(await runtime.invoke({})).toMatchObject({ text: '1' });
    expect(await runtime.invoke({ fail: true })).toMatchObject({ kind: 'error', errorMessage: 'no' });
    expect(await runtime.invoke({})).toMatchObject({ text: '3' });
    expect(runtime.refused).toEqual([]);
  });
});

describe('the runtime ends, and the invocation fails, when the function', () => {
  const LATER = 'await new Promise((resolve) => setTimeout(resolve, 60_000));';
  it.each([
    [
      'leaves nothing to wait for before it answers',
      'await new Promise(() => {});',
      'Runtime exited without providing a reason',
    ],
    [
      'throws where nobody catches',
      `setImmediate(() => { throw new Error('stray'); }); ${LATER}`,
      'Runtime exited with error: exit status 1',
    ],
    [
      'leaves a rejection to nobody',
      `void Promise.reject(new Error('stray')); ${LATER}`,
      'Runtime exited with error: exit status 1',
    ],
    ['exits', 'process.exit(3);', 'Runtime exited with error: exit status 3'],
    [
      'is killed',
      `process.kill(process.pid, 'SIGKILL'); ${LATER}`,
      'Runtime exited with error: signal: killed',
    ],
  ])('%s', async (_, body, message) => {
    const runtime = await runtimeOf(`export const handler = async () => { ${body} };`);
    expect(await runtime.invoke({})).toEqual({
      kind: 'exit',
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(new RegExp(`^RequestId: [\\da-f-]{36} Error: ${message}$`)),
    });
  });
});
