import type { InitAnswer, InvocationAnswer, InvocationRequest, RuntimeSettings } from './invocation.ts';

/** How the inside of an execution environment talks with the host. */
export interface HostChannel {
  readonly onRequest: (listener: (request: InvocationRequest) => void) => void;
  readonly send: (answer: InitAnswer | InvocationAnswer) => void;
}

type Handler = (event: unknown, context: object) => Promise<unknown>;

/** Lambda's Node 24 runtime refuses handlers with a callback parameter. */
const MAX_HANDLER_PARAMETERS = 2;

/** The inside of a local Lambda function: loads the artefact and hands events to its handler, one after another. */
export async function runFunction(settings: RuntimeSettings, host: HostChannel): Promise<void> {
  try {
    const handler = await loadHandler(settings.artefactUrl);
    host.onRequest(async (request) => host.send(await invoke(settings, handler, request)));
    host.send({ ready: true });
  } catch (error) {
    host.send({ ready: false, ...described(error) });
  }
}

async function loadHandler(artefactUrl: string): Promise<Handler> {
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

async function invoke(
  { functionName, memoryLimitMb }: RuntimeSettings,
  handler: Handler,
  { requestId, eventText, deadlineMs }: InvocationRequest,
): Promise<InvocationAnswer> {
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
