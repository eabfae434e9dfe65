import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { javaClassPath } from '../fixtures/java-class-path.ts';
import type { Order, Serialized } from './order.ts';

/** A serializer that is not this project's, as a program that takes orders. */
export interface Serializer {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** The Kafka serializer of the AWS Glue Schema Registry, in Java. */
export async function glueSerializer(endpoint: string, onStage: (text: string) => void): Promise<Serializer> {
  const classPath = await javaClassPath(
    {
      pom: path('pom.xml'),
      name: 'The Glue serializers',
      folder: 'producers',
      size: '64 MB',
    },
    onStage,
  );
  return { command: 'java', arguments: ['-cp', classPath, path('SerializeWithGlue.java'), endpoint] };
}

/** The serializers of Confluent, in Python. */
export function confluentSerializer(
  registryUrl: string,
  user: string,
  onStage: (text: string) => void,
): Serializer {
  return {
    command: `${pythonEnvironment(onStage)}/bin/python`,
    arguments: [path('serialize_with_confluent.py'), registryUrl, user],
  };
}

/** @throws Error with what the program says, when it does not answer every order. */
export async function serialize(
  { command, arguments: parameters }: Serializer,
  orders: readonly Order[],
): Promise<readonly Serialized[]> {
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdin.end(orders.map((order) => `${JSON.stringify(order)}\n`).join(''));
  const answers: Serialized[] = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line));
  if (answers.length === orders.length) return answers;
  throw new Error(`${command} answered ${answers.length} of ${orders.length} orders:\n${errors}`);
}

/** A virtual environment with what requirements.txt names: made once, and again when the file changes. */
function pythonEnvironment(onStage: (text: string) => void): string {
  const requirements = path('requirements.txt');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = fileURLToPath(new URL(`../../.local/producers/python-${digest}`, import.meta.url));
  if (existsSync(folder)) return folder;
  onStage('fetching the serializers of Confluent with pip, once: some 20 MB');
  try {
    run('python3', ['-m', 'venv', folder]);
    run(`${folder}/bin/pip`, [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--requirement',
      requirements,
    ]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

function run(command: string, parameters: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${command} ${parameters.join(' ')} failed: ${error?.message ?? stderr}`);
}

function path(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
