import { RuntimeError } from './runtime-error.ts';

/** What Lambda calls. Events are whatever comes out of JSON. */
export type Handler = (event: unknown, context: object) => unknown;

/** Lambda's Node.js 24 runtime refuses handlers with a callback parameter. */
const MAX_HANDLER_PARAMETERS = 2;

/** Lambda's name for the member `handler` of the module `index`. */
const HANDLER = 'index.handler';

/** @throws Error named and worded as by Lambda's runtime, or the error that the module throws. */
export async function loadHandler(artefactUrl: string): Promise<Handler> {
  const { handler } = await loadModule(artefactUrl);
  if (!handler) throw new RuntimeError('Runtime.HandlerNotFound', `${HANDLER} is undefined or not exported`);
  if (!isHandler(handler)) throw new RuntimeError('Runtime.HandlerNotFound', `${HANDLER} is not a function`);
  if (handler.length > MAX_HANDLER_PARAMETERS) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return handler;
}

async function loadModule(artefactUrl: string): Promise<{ readonly handler?: unknown }> {
  try {
    return await import(artefactUrl);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error));
    throw error;
  }
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}
