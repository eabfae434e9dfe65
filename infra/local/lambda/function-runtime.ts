import type {
  InitAnswer,
  InvocationAnswer,
  InvocationRequest,
  InvocationResult,
  RuntimeSettings,
} from './invocation.ts';
import { invocationContext } from './invocation-context.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import { RuntimeError } from './runtime-error.ts';

/** How the inside of an execution environment talks with the host, and what it knows of itself. */
export interface HostChannel {
  readonly onRequest: (listener: (request: InvocationRequest) => void) => void;
  readonly send: (answer: InitAnswer | InvocationAnswer) => void;
  /** Whether the wait for the host keeps the environment alive. */
  readonly keepAlive: (isKept: boolean) => void;
  readonly memoryBytes: () => number;
}

/**
 * The inside of a local Lambda function: loads the artefact and hands events to its handler, one after another. Errors are
 * named and worded as by AWS's own runtime for Node.js 24.
 *
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
export async function runFunction(settings: RuntimeSettings, host: HostChannel): Promise<void> {
  try {
    const handler = await alone(host, loadHandler(settings.artefactUrl));
    host.onRequest(async (request) => {
      const result = await alone(host, invoke(handler, request));
      host.send({ ...result, memoryBytes: host.memoryBytes() });
    });
    host.send({ ready: true });
  } catch (error) {
    host.send({ ready: false, ...described(error) });
  }
}

/** Nothing but its own work keeps a function alive on Lambda: one that waits for nothing ends with its process. */
async function alone<T>(host: HostChannel, work: Promise<T>): Promise<T> {
  host.keepAlive(false);
  try {
    return await work;
  } finally {
    host.keepAlive(true);
  }
}

async function invoke(handler: Handler, request: InvocationRequest): Promise<InvocationResult> {
  const context = invocationContext(request, process.env);
  process.env._X_AMZN_TRACE_ID = request.traceId;
  try {
    return { responseText: responseText(await handler(JSON.parse(request.eventText), context)) };
  } catch (error) {
    return described(error);
  }
}

function responseText(response: unknown): string {
  const text = serialized(response === undefined ? null : response);
  // For a function or a symbol there is no text, which AWS's runtime then refuses to send.
  if (text === undefined) throw new TypeError('Wrong arguments');
  return text;
}

function serialized(response: unknown): string | undefined {
  try {
    return JSON.stringify(response);
  } catch {
    throw new RuntimeError('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}

function described(error: unknown): { errorType: string; errorMessage: string } {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: typeof error, errorMessage: String(error) };
}
