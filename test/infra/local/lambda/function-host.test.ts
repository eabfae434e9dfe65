import { afterEach, describe, expect, test } from 'vitest';
import { type FunctionSettings, LocalFunction } from '../../../../infra/local/lambda/function-host.ts';
import type { InvocationReport } from '../../../../infra/local/lambda/invocation-report.ts';
import { temporaryArtefact } from './temporary-artefact.ts';

const functions: LocalFunction[] = [];

afterEach(async () => {
  await Promise.all(functions.splice(0).map((fn) => fn.close()));
});

async function functionOf(source: string, settings: Partial<FunctionSettings> = {}): Promise<LocalFunction> {
  const fn = new LocalFunction({
    artefact: await temporaryArtefact(source),
    name: 'under-test',
    environment: { AWS_REGION: 'eu-west-1', GREETING: 'hello' },
    timeoutMs: 5_000,
    ...settings,
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

test('gives the function the context of Lambda, and nothing that is gone since Node.js 24', async () => {
  const fn = await functionOf(
    `export const handler = async (event, context) => ({
      context, members: Object.keys(context), left: context.getRemainingTimeInMillis() });`,
    { memoryLimitMb: 256 },
  );
  expect(await fn.invoke({})).toEqual({
    context: {
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:under-test',
      awsRequestId: expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/),
      xRayTraceId: expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0$/),
      functionName: 'under-test',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/under-test',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}$/),
    },
    members: [
      'clientContext',
      'identity',
      'invokedFunctionArn',
      'awsRequestId',
      'tenantId',
      'xRayTraceId',
      'getRemainingTimeInMillis',
      'functionName',
      'functionVersion',
      'memoryLimitInMB',
      'logGroupName',
      'logStreamName',
    ],
    left: expect.toSatisfy((left: number) => left > 0 && left <= 5_000),
  });
});

test('each invocation has a request of its own, and an environment its log stream', async () => {
  const fn = await functionOf(`export const handler = async (event, { awsRequestId, logStreamName }) => ({
    awsRequestId, logStreamName, trace: process.env._X_AMZN_TRACE_ID });`);
  const [one, two] = [await fn.invoke({}), await fn.invoke({})] as Record<string, string>[];
  await fn.close();
  const other = (await fn.invoke({})) as Record<string, string>;
  expect(new Set([one?.awsRequestId, two?.awsRequestId, other.awsRequestId]).size).toBe(3);
  expect(new Set([one?.trace, two?.trace, other.trace]).size).toBe(3);
  expect(two?.logStreamName).toBe(one?.logStreamName);
  expect(other.logStreamName).not.toBe(one?.logStreamName);
});

test('passes on what the function throws', async () => {
  const fn = await functionOf('export const handler = async () => { throw new RangeError("too far"); };');
  await expect(fn.invoke({})).rejects.toMatchObject({ errorType: 'RangeError', message: 'too far' });
});

test('ends a function that runs out of time and starts a new environment for the next event', async () => {
  const fn = await functionOf(
    'let n = 0; export const handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : Promise.resolve(++n);',
    { timeoutMs: 2_000 },
  );
  await fn.invoke({});
  await expect(fn.invoke({ hang: true })).rejects.toThrow('Task timed out after 2.00 seconds');
  expect(await fn.invoke({})).toBe(1);
  expect(fn.coldStarts).toBe(2);
});

test.each([
  [
    'no handler',
    'export const other = 1;',
    'Runtime.HandlerNotFound',
    'index.handler is undefined or not exported',
  ],
  ['no function', 'export const handler = {};', 'Runtime.HandlerNotFound', 'index.handler is not a function'],
  [
    'a callback',
    'export const handler = (event, context, callback) => callback();',
    'Runtime.CallbackHandlerDeprecated',
    /^ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24\./,
  ],
  [
    'a mistake',
    'export const handler =',
    'Runtime.UserCodeSyntaxError',
    'SyntaxError: Unexpected end of input',
  ],
  ['an error at start', 'throw new RangeError("no configuration");', 'RangeError', 'no configuration'],
])('refuses a module with %s, as Lambda does', async (_, source, errorType, message) => {
  const fn = await functionOf(source);
  const failure = fn.invoke({});
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.toMatchObject({ errorType });
  expect(fn.isWarm).toBe(false);
});

test.each([
  ['nothing', 'undefined', null],
  ['null', 'null', null],
  ['a text', '"text"', 'text'],
  ['a value with its own way to JSON', 'new Date(0)', '1970-01-01T00:00:00.000Z'],
])('an answer of %s comes as JSON', async (_, answer, expected) => {
  const fn = await functionOf(`export const handler = () => ${answer};`);
  expect(await fn.invoke({})).toEqual(expected);
});

test.each([
  ['a bigint', '({ offset: 1n })', 'Runtime.JSONStringifyError', 'Unable to stringify response body'],
  ['a cycle', '(() => { const a = {}; a.a = a; return a; })()', 'Runtime.JSONStringifyError', 'Unable to'],
  ['a function', '(() => 1)', 'TypeError', 'Wrong arguments'],
])(
  'an answer with %s is an error, as on Lambda, and the environment stays',
  async (_, answer, type, message) => {
    const fn = await functionOf(`export const handler = async (event) => event.ok ?? ${answer};`);
    const failure = fn.invoke({});
    await expect(failure).rejects.toMatchObject({
      errorType: type,
      message: expect.stringContaining(message),
    });
    expect(await fn.invoke({ ok: 1 })).toBe(1);
    expect(fn.coldStarts).toBe(1);
  },
);

test('an answer may have 6 MB and 100 bytes, and no more', async () => {
  const fn = await functionOf('export const handler = async ({ length }) => "a".repeat(length - 2);');
  expect(await fn.invoke({ length: 6_291_556 })).toHaveLength(6_291_554);
  await expect(fn.invoke({ length: 6_291_557 })).rejects.toMatchObject({
    errorType: 'Function.ResponseSizeTooLarge',
    message: 'Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).',
  });
});

test('an event may have 6 MB as JSON, and no more', async () => {
  const fn = await functionOf('export const handler = async (event) => event.length;');
  const euro = Buffer.byteLength('€');
  const fitting = '€'.repeat((6 * 1024 * 1024 - '""'.length) / euro);
  expect(await fn.invoke(fitting)).toBe(fitting.length);
  await expect(fn.invoke(`${fitting}€`)).rejects.toMatchObject({
    name: 'RequestEntityTooLargeException',
    message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
  });
});

test('a second event at the same time is throttled', async () => {
  const fn = await functionOf('export const handler = async () => 1;');
  const first = fn.invoke({});
  await expect(fn.invoke({})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  expect(await first).toBe(1);
  expect(await fn.invoke({})).toBe(1);
});

test('collects what the function logs, line by line', async () => {
  const lines: string[] = [];
  const fn = await functionOf(
    'export const handler = async () => { console.log("one"); console.error("two"); };',
    { onLog: (line) => lines.push(line) },
  );
  await fn.invoke({});
  await expect.poll(() => lines.toSorted()).toEqual(['one', 'two']);
});

describe.each(['thread', 'process'] as const)('in a %s of its own', (isolation) => {
  const start = (source: string, settings: Partial<FunctionSettings> = {}) =>
    functionOf(source, { isolation, ...settings });

  test('a function has its own environment variables and no others', async () => {
    const fn = await start(
      'export const handler = async () => ({ greeting: process.env.GREETING, home: process.env.HOME });',
    );
    expect(await fn.invoke({})).toEqual({ greeting: 'hello' });
  });

  test('it stays warm until it runs out of time', async () => {
    const fn = await start(
      'let n = 0; export const handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : Promise.resolve(++n);',
      { timeoutMs: 2_000 },
    );
    expect([await fn.invoke({}), await fn.invoke({})]).toEqual([1, 2]);
    await expect(fn.invoke({ hang: true })).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(await fn.invoke({})).toBe(1);
  });

  test('closing it ends the invocation that is under way, even one that never yields', async () => {
    const fn = await start(
      'export const handler = async (event) => { console.log("begun"); while (event.spin); return 1; };',
      { timeoutMs: 60_000 },
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

  test.each([
    ['process.exit(3)', 'Runtime exited with error: exit status 3'],
    ['process.exit(0)', 'Runtime exited without providing a reason'],
    [
      'setImmediate(() => { throw new Error("nobody catches it"); }), await new Promise(() => setInterval(() => {}, 1000))',
      'Runtime exited with error: exit status 1',
    ],
    ['await new Promise(() => {})', 'Runtime exited without providing a reason'],
  ])('what ends it from inside is an error of the invocation: %s', async (statement, message) => {
    const fn = await start(
      `export const handler = async (event) => { if (event.end) { ${statement}; } return 1; };`,
    );
    await fn.invoke({});
    await expect(fn.invoke({ end: true })).rejects.toMatchObject({ errorType: 'Runtime.ExitError', message });
    expect(await fn.invoke({})).toBe(1);
    expect(fn.coldStarts).toBe(2);
  });

  test('one that ended between two events is started anew', async () => {
    const fn = await start(
      'export const handler = async (event) => { if (event.later) setImmediate(() => process.exit(1)); return 1; };',
    );
    await fn.invoke({ later: true });
    await expect.poll(() => fn.isWarm).toBe(false);
    expect(await fn.invoke({})).toBe(1);
  });

  test('closing it ends a start that is under way', async () => {
    const fn = await start('await new Promise(() => setInterval(() => {}, 1000));');
    const ended = expect(fn.invoke({})).rejects.toMatchObject({ errorType: 'Runtime.ExitError' });
    await fn.close();
    await ended;
    expect(fn.isWarm).toBe(false);
  });

  test('a start that does not come to its end runs out of time', async () => {
    const fn = await start('await new Promise(() => setInterval(() => {}, 1000));', { initTimeoutMs: 50 });
    await expect(fn.invoke({})).rejects.toMatchObject({
      errorType: 'Sandbox.Timedout',
      message: 'Task timed out after 5.00 seconds',
    });
    expect(fn.isWarm).toBe(false);
  });

  test('a start that waits for nothing ends', async () => {
    const fn = await start('await new Promise(() => {});');
    await expect(fn.invoke({})).rejects.toMatchObject({
      errorType: 'Runtime.ExitError',
      message: 'Runtime exited without providing a reason',
    });
    expect(fn.isWarm).toBe(false);
  });

  test('its figures are told after each invocation', async () => {
    const reports: InvocationReport[] = [];
    const fn = await start(
      `export const handler = async (event) => {
        if (event.fails) throw new TypeError("no");
        if (event.exits) process.exit(3);
        if (event.hangs) await new Promise(() => setInterval(() => {}, 1000));
      };`,
      { memoryLimitMb: 256, timeoutMs: 3_000, onReport: (report) => reports.push(report) },
    );
    await fn.invoke({});
    await fn.invoke({});
    for (const event of [{ fails: true }, { hangs: true }, { exits: true }]) {
      await expect(fn.invoke(event)).rejects.toThrow();
    }

    expect(
      reports.map(({ ending, errorType, initDurationMs }) => [
        ending,
        errorType,
        initDurationMs !== undefined,
      ]),
    ).toEqual([
      ['returned', undefined, true],
      ['returned', undefined, false],
      ['threw', 'TypeError', false],
      ['timed out', 'Sandbox.Timedout', false],
      ['ended', 'Runtime.ExitError', true],
    ]);
    for (const { durationMs, billedDurationMs, initDurationMs = 0, memorySizeMb } of reports) {
      expect(billedDurationMs).toBe(Math.ceil(durationMs + initDurationMs));
      expect(memorySizeMb).toBe(256);
    }
    expect(reports[3]).toMatchObject({ durationMs: 3_000, billedDurationMs: 3_000 });
    expect(reports[4]?.maxMemoryUsedMb).toBeUndefined();
    expect(fn.maxMemoryUsedMb).toBe(reports[3]?.maxMemoryUsedMb);
  });

  test('the memory that it reports grows with what it keeps, and does not shrink', async () => {
    const reports: InvocationReport[] = [];
    const fn = await start(
      'let kept; export const handler = async (event) => { kept = Buffer.alloc(event.bytes, 1); };',
      { onReport: (report) => reports.push(report) },
    );
    for (const bytes of [0, 100 * 1024 * 1024, 0]) await fn.invoke({ bytes });
    const [small = 0, large = 0, after = 0] = reports.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb);
    expect(large - small).toBeGreaterThan(90);
    expect(after).toBeGreaterThanOrEqual(large);
  });

  test('one that cannot be loaded says why', async () => {
    const fn = await start('throw new Error("no configuration");');
    await expect(fn.invoke({})).rejects.toThrow('no configuration');
  });
});

test('a process that needs more memory than its function has ends as on Lambda', async () => {
  const reports: InvocationReport[] = [];
  const fn = await functionOf(
    `export const handler = async ({ grows }) => {
      const kept = [];
      while (grows) kept.push(new Array(1_000).fill(Math.random()));
      return 1;
    };`,
    {
      isolation: 'process',
      memoryLimitMb: 64,
      timeoutMs: 60_000,
      onReport: (report) => reports.push(report),
    },
  );
  await fn.invoke({});
  await expect(fn.invoke({ grows: true })).rejects.toMatchObject({
    errorType: 'Runtime.OutOfMemory',
    message: 'Runtime exited with error: signal: killed',
  });
  expect(reports[1]).toMatchObject({ ending: 'ended', maxMemoryUsedMb: 64 });
  expect(await fn.invoke({})).toBe(1);
  expect(fn.coldStarts).toBe(2);
});
