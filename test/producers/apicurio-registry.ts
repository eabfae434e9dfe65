import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { javaClassPath } from '../fixtures/java-class-path.ts';
import { freePorts } from '../kafka/free-ports.ts';

export interface RunningRegistry {
  /** Where it speaks the API of Confluent. */
  readonly url: string;
  close(): Promise<void>;
}

/** @see https://www.apicur.io/registry/docs/apicurio-registry/2.6.x/ */
const CONFLUENT_API = '/apis/ccompat/v7';
const HEAP = '-Xmx512m';

const START_TIMEOUT_MS = 120_000;
const POLL_MS = 200;

/** Characters of its output in the message when it does not start. */
const SHOWN_OUTPUT_CHARACTERS = 2_000;

/** Where its main jar is; fetched and unpacked when it is not there yet. */
export async function apicurioJar(onStage: (text: string) => void): Promise<string> {
  const pom = fileURLToPath(new URL('registry-pom.xml', import.meta.url));
  const dependencies = { pom, name: 'Apicurio Registry', folder: 'producers', size: '142 MB' };
  const fetched = dirname(await javaClassPath(dependencies, onStage));
  const unpacked = `${fetched}-unpacked`;
  if (!existsSync(unpacked)) unpack(fetched, unpacked);
  const jar = readdirSync(unpacked).find((file) => file.endsWith('-runner.jar'));
  if (jar === undefined) throw new Error(`${unpacked} has no program. Delete the folder and try again.`);
  return join(unpacked, jar);
}

function unpack(folder: string, target: string): void {
  const [archive = ''] = readdirSync(folder);
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(unfinished);
  const { status, stderr } = spawnSync('tar', ['-xzf', join(folder, archive), '-C', unfinished]);
  if (status === 0) {
    renameSync(unfinished, target);
    return;
  }
  rmSync(unfinished, { recursive: true });
  throw new Error(`tar could not unpack ${archive}:\n${stderr}`);
}

/**
 * Apicurio Registry on loopback, with its data in memory.
 *
 * @throws Error with the end of what it says, when it does not start.
 */
export async function startApicurio(jar: string): Promise<RunningRegistry> {
  const [port] = await freePorts(1);
  const listener = ['-Dquarkus.http.host=127.0.0.1', `-Dquarkus.http.port=${port}`];
  const child = spawn('java', [HEAP, ...listener, '-jar', jar], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const onOutput = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-SHOWN_OUTPUT_CHARACTERS);
  };
  child.stdout.on('data', onOutput);
  child.stderr.on('data', onOutput);
  // Nothing is kept, so there is nothing to shut down in order; and it must not outlive this process.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const close = async () => {
    process.off('exit', kill);
    if (!hasEnded() && child.kill('SIGKILL')) await once(child, 'exit');
  };
  const url = `http://127.0.0.1:${port}${CONFLUENT_API}`;
  const endMs = performance.now() + START_TIMEOUT_MS;
  while (!(await answers(url))) {
    if (hasEnded() || performance.now() > endMs) {
      await close();
      throw new Error(`Apicurio Registry does not start:\n${output}`);
    }
    await sleep(POLL_MS);
  }
  return { url, close };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(`${url}/subjects`).then(
    ({ ok }) => ok,
    () => false,
  );
}
