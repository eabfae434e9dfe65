import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { RuntimePost } from './environment-state.ts';
import { interfaceClient } from './interface-client.ts';
import { startRuntimeApi } from './runtime-api.ts';

export interface ManagedRuntimeSettings {
  /** Folder with the code of the function. */
  readonly taskRoot: string;
  /** @default 'index.handler' */
  readonly handler?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What an invocation has until its deadline. @default 30,000 */
  readonly timeoutMs?: number;
  /** @default 512 */
  readonly memoryMb?: number;
  /** @default 'nodejs24.x' */
  readonly runtime?: string;
  /** @default 'Text' */
  readonly logFormat?: string;
  /** @default - all levels */
  readonly logLevel?: string;
}

/** What became of an invocation. */
export type Outcome =
  | { readonly kind: 'response'; readonly text: string }
  /** The handler threw, or its answer could not be taken. */
  | ({ readonly kind: 'error' } & ReportedError)
  /** The function could not be loaded; no invocation reaches it. */
  | ({ readonly kind: 'init-error' } & ReportedError)
  /** The runtime ended without an answer. */
  | ({ readonly kind: 'exit' } & ReportedError);

/** An error as Lambda hands it to the one who invoked the function. */
export interface ReportedError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** One execution environment of Lambda's managed Node.js runtime. */
export interface ManagedRuntime {
  /** One at a time. @param timeoutMs for this one. */
  invoke(event: unknown, timeoutMs?: number): Promise<Outcome>;
  /** Lines of standard output and standard error. */
  readonly logs: readonly string[];
  /** What the runtime was refused by the runtime API, one line each. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** As X-Ray would write it; the segment is not sampled. */
const TRACE_ID = 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0';

/** AWS's runtime interface client in a process of its own, with the environment and the runtime API of Lambda. */
export async function startManagedRuntime(settings: ManagedRuntimeSettings): Promise<ManagedRuntime> {
  const { taskRoot, timeoutMs: usualTimeoutMs = 30_000 } = settings;
  const api = await startRuntimeApi();
  const { nodeArguments, environment } = interfaceClient();
  const child = spawn(process.execPath, nodeArguments, {
    cwd: taskRoot,
    env: {
      ...settings.environment,
      ...environment,
      ...reservedVariables(settings, api.address, nodeArguments.at(-1) ?? ''),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logs: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => logs.push(line));
  }
  const ended = endOf(child);
  return {
    logs,
    refused: api.refused,
    invoke: async (event, timeoutMs = usualTimeoutMs) => {
      const requestId = randomUUID();
      const answered = api.invoke({
        requestId,
        eventText: JSON.stringify(event),
        deadlineMs: Date.now() + timeoutMs,
        functionArn: FUNCTION_ARN,
        traceId: TRACE_ID,
      });
      const exited = ended.then((how): Outcome => exit(requestId, how));
      return await Promise.race([api.initError.then(outcome), answered.then(outcome), exited]);
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      await api.close();
    },
  };
}

export const FUNCTION_NAME = 'under-test';
export const FUNCTION_ARN = `arn:aws:lambda:eu-west-1:123456789012:function:${FUNCTION_NAME}`;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function reservedVariables(
  settings: ManagedRuntimeSettings,
  runtimeApi: string,
  entry: string,
): Record<string, string> {
  const { taskRoot, handler = 'index.handler', memoryMb = 512, runtime = 'nodejs24.x' } = settings;
  return {
    _HANDLER: handler,
    _X_AMZN_TRACE_ID: TRACE_ID,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: settings.logFormat ?? 'Text',
    ...(settings.logLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: settings.logLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FUNCTION_NAME}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_RUNTIME_DIR: dirname(entry),
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}

function outcome({ kind, body }: RuntimePost): Outcome {
  if (kind === 'response') return { kind, text: body };
  const { errorType, errorMessage, trace } = JSON.parse(body);
  return { kind, errorType, errorMessage, trace };
}

/**
 * How the process ended, worded as in AWS's own emulator.
 *
 * @see https://github.com/aws/aws-lambda-runtime-interface-emulator/blob/main/internal/lambda/rapid/handlers.go
 */
async function endOf(child: ChildProcess): Promise<string> {
  const [status, signal] = await once(child, 'exit');
  if (status === 0) return 'Runtime exited without providing a reason';
  const how =
    status === null ? `signal: ${signal === 'SIGKILL' ? 'killed' : signal}` : `exit status ${status}`;
  return `Runtime exited with error: ${how}`;
}

function exit(requestId: string, how: string): Outcome {
  return {
    kind: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: ${how}`,
  };
}
