import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTAINER_ENDPOINT, CONTAINER_HOST } from '../../infra/local/container-endpoint.ts';
import { LocalFunction } from '../../infra/local/lambda/function-host.ts';
import { BUS_ARN, CLUSTER_ARN } from '../fixtures/kafka-sources.ts';
import { runCommand } from '../fixtures/run-command.ts';
import { StandInsProcess } from '../fixtures/stand-ins-process.ts';
import { synthesise } from '../synth/synthesise.ts';
import { type ContainerRequest, startRecordingEngine } from './recording-engine.ts';

const USAGE = `Holds the templates against the SAM command line.

  node test/sam/run.ts <sam>

  <sam>    path of the executable

Needs the templates of \`npm run synth\`. Without a container engine, the invocation ends where SAM asks for one.
`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NO_ENGINE = 'Running AWS SAM projects locally requires a container runtime.';
const TEMPLATE = 'cdk.out/sam/full/KafkaEventBridgeDemoBridge.template.json';
const INVOKE = [
  'local',
  'invoke',
  'demo',
  ...['--template', TEMPLATE],
  ...['--event', 'events/avro-glue.json'],
  ...['--env-vars', 'events/environment/avro.json'],
  ...['--add-host', `${CONTAINER_HOST}:host-gateway`],
];

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function main(): Promise<void> {
  const [path] = process.argv.slice(2);
  if (path === undefined || path === '--help') {
    process.stdout.write(USAGE);
    if (path === undefined) process.exitCode = 1;
    return;
  }
  const sam = resolve(path);
  if (!existsSync(sam)) throw new Error(`${sam} is not there. Give the path of the SAM executable.`);
  process.chdir(ROOT);
  synthesiseForLocalUse();
  for (const template of templates()) await validate(sam, template);
  await invokeAsItIs(sam);
  await invokeWithoutContainer(sam);
}

function synthesiseForLocalUse(): void {
  const local = { local: 'true' };
  synthesise({ name: 'full', context: { ...local, deployment: 'FULL' } }, 'cdk.out/sam/full');
  const bridge = { ...local, clusterArn: CLUSTER_ARN, topics: 'payments', eventBusArn: BUS_ARN };
  synthesise({ name: 'bridge', context: bridge }, 'cdk.out/sam/bridge');
}

function templates(): string[] {
  return ['matrix/full', 'matrix/bridge-msk-iam', 'sam/full', 'sam/bridge'].flatMap((folder) => {
    const found = globSync(`cdk.out/${folder}/*.template.json`).sort();
    if (found.length === 0)
      throw new Error(`cdk.out/${folder} has no template. Run \`npm run synth\` first.`);
    return found;
  });
}

async function validate(sam: string, template: string): Promise<void> {
  const result = await run(sam, ['validate', '--lint', '--template', template]);
  report(result, result.status === 0, `sam validate --lint ${template}`);
}

/** With a container engine the function runs. Without one SAM says so, before it looks for the function. */
async function invokeAsItIs(sam: string): Promise<void> {
  if (!hasEngine()) {
    const result = await run(sam, INVOKE);
    const isExpected = result.status === 1 && result.stderr.includes(NO_ENGINE);
    report(result, isExpected, 'sam local invoke demo says that it needs a container engine');
    return;
  }
  const standIns = new StandInsProcess('--host', process.platform === 'linux' ? '0.0.0.0' : '127.0.0.1');
  try {
    await standIns.told('listening');
    const result = await run(sam, INVOKE);
    report(result, result.status === 0 && hasNoFailures(result.stdout), 'sam local invoke demo');
    await standIns.told('event', 2);
  } finally {
    await standIns.interrupt();
  }
}

function hasEngine(): boolean {
  return ['docker', 'finch'].some((engine) => spawnSync(engine, ['info']).status === 0);
}

/** The last line of the output is the answer of the function. */
function hasNoFailures(stdout: string): boolean {
  return /\{"batchItemFailures": ?\[\]\}\s*$/.test(stdout);
}

/** What SAM would put into a container, run here: SAM itself chooses function, asset and variables. */
async function invokeWithoutContainer(sam: string): Promise<void> {
  const engine = await startRecordingEngine();
  const result = await run(sam, INVOKE, { DOCKER_HOST: engine.address });
  engine.close();
  const [request] = engine.requests;
  report(result, request !== undefined, 'sam local invoke demo asks the engine for a container');
  if (request === undefined) return;
  const standIns = new StandInsProcess('--port', '0');
  try {
    const [listening] = await standIns.told('listening');
    const answer = await invoke(request, listening?.url ?? '');
    const events = await standIns.told('event', 2);
    const output = JSON.stringify({ answer, events }, undefined, 2);
    const isExpected = JSON.stringify(answer) === '{"batchItemFailures":[]}' && events.length === 2;
    report({ status: 0, stdout: output, stderr: '' }, isExpected, 'that container would bridge the records');
  } finally {
    await standIns.interrupt();
  }
}

async function invoke({ Env, HostConfig }: ContainerRequest, url: string): Promise<unknown> {
  const [folder] = HostConfig.Binds[0]?.split(':') ?? [];
  const variables = Env.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]);
  const reachable = variables.map(([name, value = '']) => [name, value.replace(CONTAINER_ENDPOINT, url)]);
  const fn = new LocalFunction({
    artefact: `${folder}/index.mjs`,
    name: 'demo',
    environment: Object.fromEntries(reachable),
    timeoutMs: 30_000,
  });
  try {
    return await fn.invoke(JSON.parse(readFileSync('events/avro-glue.json', 'utf8')));
  } finally {
    await fn.close();
  }
}

async function run(
  sam: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const child = spawn(sam, args, {
    env: { ...process.env, SAM_CLI_TELEMETRY: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    once(child, 'close'),
  ]);
  return { status, stdout: stdout.join(''), stderr: stderr.join('') };
}

function report(result: Result, isExpected: boolean, what: string): void {
  console.log(`${isExpected ? '✓' : '✗'} ${what}`);
  if (isExpected) return;
  console.log(`exit code ${result.status}\n${result.stdout}${result.stderr}`);
  process.exitCode = 1;
}

await runCommand(main);
