import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FunctionPool, type FunctionPoolSettings } from '../../../../infra/local/lambda/function-pool.ts';
import type { InvocationReport } from '../../../../infra/local/lambda/invocation-report.ts';
import { temporaryArtefact, temporaryFolder } from './temporary-artefact.ts';

/** Answers with its environment, once the file is there that the event names. */
const SOURCE = `
  import { existsSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  export const handler = async ({ gate, exits }, { logStreamName }) => {
    while (gate !== undefined && !existsSync(gate)) await sleep(2);
    if (exits) process.exit(3);
    return logStreamName;
  };`;

const pools: FunctionPool[] = [];
let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

async function poolOf(settings: Partial<FunctionPoolSettings> = {}): Promise<FunctionPool> {
  const pool = new FunctionPool({
    artefact: await temporaryArtefact(SOURCE),
    name: 'under-test',
    environment: { AWS_REGION: 'eu-west-1' },
    timeoutMs: 30_000,
    ...settings,
  });
  pools.push(pool);
  return pool;
}

/** An invocation that ends when it is told to. */
function invokeGated(
  pool: FunctionPool,
  name: string,
  members: object = {},
): { readonly answer: Promise<unknown>; finish(): Promise<unknown> } {
  const gate = join(folder, name);
  const answer = pool.invoke({ gate, ...members });
  return {
    answer,
    finish: async () => {
      await writeFile(gate, '');
      return await answer;
    },
  };
}

test('as many environments are started as there are events at a time', async () => {
  const pool = await poolOf({ concurrency: 3 });
  expect(pool).toMatchObject({ coldStarts: 0, environments: 0, running: 0, invocations: 0 });

  const under = ['a', 'b', 'c'].map((name) => invokeGated(pool, name));
  expect(pool).toMatchObject({ coldStarts: 3, environments: 3, running: 3, invocations: 3 });

  const answers = await Promise.all(under.map(({ finish }) => finish()));
  expect(new Set(answers).size).toBe(3);
  expect(pool).toMatchObject({ coldStarts: 3, environments: 3, running: 0, invocations: 3 });
});

test('an event for which there is no environment is throttled', async () => {
  const pool = await poolOf({ concurrency: 2 });
  const under = ['a', 'b'].map((name) => invokeGated(pool, name));

  await expect(pool.invoke({})).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    message: 'under-test has all of its 2 execution environments at work.',
  });

  await under[0]?.finish();
  await pool.invoke({});
  await under[1]?.finish();
  expect(pool).toMatchObject({ coldStarts: 2, invocations: 3, throttles: 1 });
});

test('the environment that was used last is used first', async () => {
  const pool = await poolOf({ concurrency: 3 });
  const [a, b, c] = ['a', 'b', 'c'].map((name) => invokeGated(pool, name));
  await a?.finish();
  await c?.finish();
  const latest = await b?.finish();

  for (const _ of [1, 2, 3]) expect(await pool.invoke({})).toBe(latest);
  expect(pool.coldStarts).toBe(3);
});

test('a warm environment goes before one that has ended', async () => {
  const pool = await poolOf({ concurrency: 2 });
  const warm = await invokeGated(pool, 'a').finish();
  const working = invokeGated(pool, 'b');
  const exiting = invokeGated(pool, 'c', { exits: true });
  await working.finish();
  await expect(exiting.finish()).rejects.toMatchObject({ errorType: 'Runtime.ExitError' });

  expect(await pool.invoke({})).toBe(warm);
  expect(pool).toMatchObject({ coldStarts: 2, environments: 1 });
});

test('environments that wait too long are ended, and there is room for new ones', async () => {
  const pool = await poolOf({ concurrency: 2, idleMs: 1 });
  const under = ['a', 'b'].map((name) => invokeGated(pool, name));
  const answers = await Promise.all(under.map(({ finish }) => finish()));

  await expect.poll(() => pool.environments).toBe(0);

  expect(answers).not.toContain(await pool.invoke({}));
  expect(pool.coldStarts).toBe(3);
});

test('an environment at work does not count as idle', async () => {
  const pool = await poolOf({ concurrency: 2, idleMs: 50 });
  const first = await pool.invoke({});
  const working = invokeGated(pool, 'a');
  // The other one starts after, and is ended for waiting.
  await pool.invoke({});
  await expect.poll(() => pool.environments).toBe(1);
  expect(await working.finish()).toBe(first);
});

test('closing ends what is under way, and the next event starts anew', async () => {
  const pool = await poolOf({ concurrency: 2 });
  await pool.invoke({});
  const under = ['a', 'b'].map((name) => invokeGated(pool, name));
  const ended = under.map(({ answer }) =>
    expect(answer).rejects.toMatchObject({ message: 'Runtime exited with error: signal: killed' }),
  );

  await pool.close();

  await Promise.all(ended);
  expect(pool).toMatchObject({ environments: 0, running: 0 });
  await pool.invoke({});
  expect(pool).toMatchObject({ environments: 1, coldStarts: 3 });
});

test('it has the ARN that the function sees, and tells of every invocation', async () => {
  const reports: InvocationReport[] = [];
  const pool = await poolOf({ concurrency: 2, onReport: (report) => reports.push(report) });
  await Promise.all([pool.invoke({}), pool.invoke({})]);
  await pool.invoke({});

  expect(pool.functionArn).toBe('arn:aws:lambda:eu-west-1:123456789012:function:under-test');
  expect(reports.filter(({ initDurationMs }) => initDurationMs !== undefined)).toHaveLength(2);
  expect(reports).toHaveLength(3);
  expect(pool.maxMemoryUsedMb).toBe(Math.max(...reports.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb ?? 0)));
});
