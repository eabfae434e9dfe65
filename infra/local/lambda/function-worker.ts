import { parentPort, workerData } from 'node:worker_threads';
import type { InitAnswer, InvocationAnswer, InvocationRequest, WorkerSettings } from './invocation.ts';

/**
 * The inside of a local Lambda function: loads the artefact and hands events to its handler, one after another.
 * Runs as a worker thread, with an environment of its own.
 */

type Handler = (event: unknown, context: object) => Promise<unknown>;

/** Lambda's Node 24 runtime refuses handlers with a callback parameter. */
const MAX_HANDLER_PARAMETERS = 2;

const { artefactUrl, functionName, memoryLimitMb }: WorkerSettings = workerData;

async function loadHandler(): Promise<Handler> {
  const artefact: { handler?: unknown } = await import(artefactUrl);
  if (!isHandler(artefact.handler)) throw new Error('index.handler is undefined or not exported');
  if (artefact.handler.length > MAX_HANDLER_PARAMETERS) {
    throw new Error('Callback-based function handlers are not supported by this runtime.');
  }
  return artefact.handler;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

async function invoke(handler: Handler, request: InvocationRequest): Promise<InvocationAnswer> {
  const { requestId, eventText, deadlineMs } = request;
  const context = {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${process.env.AWS_REGION}:123456789012:function:${functionName}`,
    memoryLimitInMB: String(memoryLimitMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
  try {
    const response = await handler(JSON.parse(eventText), context);
    return { requestId, responseText: JSON.stringify(response ?? null) };
  } catch (error) {
    return { requestId, ...described(error) };
  }
}

function described(error: unknown): { errorType: string; errorMessage: string } {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: typeof error, errorMessage: String(error) };
}

try {
  const handler = await loadHandler();
  parentPort?.on('message', async (request: InvocationRequest) => {
    parentPort?.postMessage(await invoke(handler, request));
  });
  parentPort?.postMessage({ ready: true } satisfies InitAnswer);
} catch (error) {
  parentPort?.postMessage({ ready: false, ...described(error) } satisfies InitAnswer);
}
