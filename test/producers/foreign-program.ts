import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { javaClassPath } from '../fixtures/java-class-path.ts';

/** A program around a library that is not this project's: it answers lines of JSON, one by one. */
export interface ForeignProgram {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** Told what is going on, because the first time takes its time. */
type OnStage = (text: string) => void;

/** In `.local`. */
const FOLDER = 'producers';

/** The Kafka serializer of the AWS Glue Schema Registry, in Java. */
export async function glueSerializer(onStage: OnStage): Promise<(endpoint: string) => ForeignProgram> {
  const dependencies = { pom: path('pom.xml'), name: 'The serializer of Glue', size: '64 MB' };
  const classPath = await javaClassPath({ ...dependencies, folder: FOLDER }, onStage);
  return (endpoint) => java(classPath, 'SerializeWithGlue.java', endpoint);
}

/** Avro read as Kafka Connect reads it, in Java. */
export async function connectReader(onStage: OnStage): Promise<(endpoint: string) => ForeignProgram> {
  const dependencies = { pom: path('reader-pom.xml'), name: 'The converter of Kafka Connect', size: '57 MB' };
  const classPath = await javaClassPath({ ...dependencies, folder: FOLDER }, onStage);
  return (endpoint) => java(classPath, 'ReadWithConnect.java', endpoint);
}

/** The serializers of Confluent, in Python. */
export function confluentSerializer(
  onStage: OnStage,
): (registryUrl: string, user?: string) => ForeignProgram {
  const command = `${pythonEnvironment(onStage)}/bin/python`;
  const program = path('serialize_with_confluent.py');
  return (registryUrl, user) => ({
    command,
    arguments: [program, registryUrl, ...(user === undefined ? [] : [user])],
  });
}

function java(classPath: string, file: string, endpoint: string): ForeignProgram {
  return { command: 'java', arguments: ['-Xmx512m', '-cp', classPath, path(file), endpoint] };
}

/** @throws Error with what the program says, when it does not answer every question. */
export async function ask<Answer>(
  { command, arguments: parameters }: ForeignProgram,
  questions: readonly object[],
): Promise<readonly Answer[]> {
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  // A program that has ended takes no more; what it has said by then is told below.
  child.stdin.on('error', () => {});
  child.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  const answers: Answer[] = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line));
  if (answers.length === questions.length) return answers;
  throw new Error(`${command} answered ${answers.length} of ${questions.length} questions:\n${errors}`);
}

/** A virtual environment with what requirements.txt names: made once, and again when the file changes. */
function pythonEnvironment(onStage: OnStage): string {
  const requirements = path('requirements.txt');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = fileURLToPath(new URL(`../../.local/${FOLDER}/python-${digest}`, import.meta.url));
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
