import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

/** moto's server on loopback. */
export interface MotoServer {
  readonly url: string;
  /** Environment variables that send an SDK client, or a function full of them, to moto. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the process, and with it all that moto knows. */
  close(): Promise<void>;
}

export const REGION = 'eu-west-1';

/** The account that moto gives to credentials which it did not hand out. */
export const ACCOUNT = '123456789012';

const START_TIMEOUT_MS = 30_000;
const HEALTH_INTERVAL_MS = 50;

/** Lines of the server's log in the message when it does not start. */
const SHOWN_LOG_LINES = 20;

/**
 * Starts moto's server on a free port of loopback and waits until it answers.
 *
 * @param python path of the Python that has moto.
 * @throws Error with the end of the server's log.
 * @see https://docs.getmoto.org/en/latest/docs/server_mode.html
 */
export async function startMotoServer(python: string): Promise<MotoServer> {
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    // Nothing of a person's own profile reaches it.
    env: { PATH: process.env.PATH, PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const close = async () => {
    process.off('exit', kill);
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (!hasEnded && child.kill('SIGKILL')) await once(child, 'exit');
  };
  try {
    const url = await listening(child);
    return { url, environment: environmentFor(url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listening(child: ChildProcess): Promise<string> {
  const started = Promise.withResolvers<string>();
  let log = '';
  const fail = (why: string) => {
    const end = log.trimEnd().split('\n').slice(-SHOWN_LOG_LINES).join('\n');
    started.reject(new Error(`moto ${why}:\n${end}`));
  };
  const onOutput = (chunk: Buffer) => {
    log += stripVTControlCharacters(chunk.toString());
    const [, url] = /Running on (http:\/\/[\d.]+:\d+)/.exec(log) ?? [];
    if (url !== undefined) started.resolve(url);
  };
  // Read for as long as it lives: a line a request would fill the pipe and stop it.
  child.stdout?.on('data', onOutput);
  child.stderr?.on('data', onOutput);
  const onExit = (status: number | null) => fail(`ended with status ${status} before it was ready`);
  const onError = (error: Error) => fail(`could not be started (${error.message})`);
  child.once('exit', onExit).once('error', onError);
  const timeout = setTimeout(() => fail('was not ready in time'), START_TIMEOUT_MS);
  try {
    const url = await started.promise;
    await healthy(url);
    return url;
  } finally {
    clearTimeout(timeout);
    child.off('exit', onExit);
    child.stdout?.off('data', onOutput).resume();
    child.stderr?.off('data', onOutput).resume();
  }
}

/** The port is open a moment before there is an answer. */
async function healthy(url: string): Promise<void> {
  const untilMs = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const isUp = await fetch(`${url}/moto-api/data.json`).then(
      ({ ok, body }) => body?.cancel().then(() => ok),
      () => false,
    );
    if (isUp === true) return;
    if (performance.now() > untilMs) throw new Error(`moto listens at ${url} and does not answer.`);
    await sleep(HEALTH_INTERVAL_MS);
  }
}

/** moto checks no signatures. The empty profile keeps a person's own out of it. */
function environmentFor(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'second-opinion',
    AWS_SECRET_ACCESS_KEY: 'second-opinion',
    AWS_PROFILE: '',
  };
}
