import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invocation } from './environment-state.ts';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

let api: RuntimeApi;

beforeEach(async () => {
  api = await startRuntimeApi();
});
afterEach(() => api.close());

const INVOCATION: Invocation = {
  requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  eventText: '{"a":1}',
  deadlineMs: 1_542_409_706_888,
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:shop',
  traceId: 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700',
};

describe('the runtime API', () => {
  it('hands an event with its headers to the runtime that asks, and its answer back', async () => {
    const answered = api.invoke(INVOCATION);

    const next = await call('GET', 'invocation/next');
    const accepted = await call('POST', `invocation/${INVOCATION.requestId}/response`, '{"b":2}');

    expect(next.body).toBe('{"a":1}');
    expect(Object.fromEntries(next.headers)).toMatchObject({
      'lambda-runtime-aws-request-id': INVOCATION.requestId,
      'lambda-runtime-deadline-ms': '1542409706888',
      'lambda-runtime-invoked-function-arn': INVOCATION.functionArn,
      'lambda-runtime-trace-id': INVOCATION.traceId,
    });
    expect(accepted).toMatchObject({ status: 202, body: '{"status":"OK"}\n' });
    expect(await answered).toMatchObject({ kind: 'response', body: '{"b":2}' });
  });

  it('lets the runtime wait until there is an event', async () => {
    const next = call('GET', 'invocation/next');
    const answered = api.invoke(INVOCATION);
    expect((await next).status).toBe(200);
    await call('POST', `invocation/${INVOCATION.requestId}/error`, '{"errorType":"No"}');
    expect(await answered).toMatchObject({ kind: 'error', body: '{"errorType":"No"}' });
  });

  it('takes the error of a start that failed', async () => {
    expect((await call('POST', 'init/error', '{"errorType":"No"}')).status).toBe(202);
    expect(await api.initError).toMatchObject({ kind: 'init-error', body: '{"errorType":"No"}' });
  });

  it.each([
    [
      'an answer to no event',
      'POST',
      'invocation/other/response',
      '400 InvalidRequestID: Invalid request ID',
    ],
    [
      'a second event',
      'GET',
      'invocation/next',
      '403 InvalidStateTransition: The last event has no answer yet.',
    ],
    ['a late end of its start', 'POST', 'init/error', '403 InvalidStateTransition: The runtime has started.'],
    [
      'what it does not have',
      'PUT',
      'invocation/next',
      '404 NotFound: There is no PUT /2018-06-01/runtime/invocation/next.',
    ],
    [
      'more than 6 MB',
      'POST',
      `invocation/${INVOCATION.requestId}/response`,
      '413 RequestEntityTooLarge: Exceeded maximum allowed payload size (6291556 bytes).',
    ],
  ])('refuses a runtime %s', async (_, method, path, refused) => {
    void api.invoke(INVOCATION);
    await call('GET', 'invocation/next');

    const { status, body } = await call(method, path, method === 'GET' ? undefined : 'x'.repeat(6_291_557));

    const { errorType, errorMessage } = JSON.parse(body);
    expect(`${status} ${errorType}: ${errorMessage}`).toBe(refused);
    expect(api.refused).toEqual([refused]);
  });
});

async function call(method: string, path: string, body?: string) {
  const response = await fetch(`http://${api.address}/2018-06-01/runtime/${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
