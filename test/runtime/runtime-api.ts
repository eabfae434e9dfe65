import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { EnvironmentState, type Invocation, type RuntimePost } from './environment-state.ts';

/** Lambda's runtime API for one execution environment. */
export interface RuntimeApi {
  /** `host:port`, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Resolves when the runtime gave up its start; never, if it did not. */
  readonly initError: Promise<RuntimePost>;
  /** Hands an event to the runtime, as soon as it asks for one, and resolves with what it posts for it. */
  invoke(invocation: Invocation): Promise<RuntimePost>;
  /** What the runtime was refused, one line each. */
  readonly refused: readonly string[];
  /** Ends all connections. */
  close(): Promise<void>;
}

/** The error of a function travels in a header, too, for X-Ray. As much as HTTP servers in Go take, AWS's among them. */
const MAX_HEADER_BYTES = 1_048_576;

/**
 * Starts a runtime API on loopback. It takes one invocation at a time, refuses what Lambda refuses, and keeps what it is told.
 *
 * Paths and headers are those of the documentation; statuses and error types, of which it names few, those of the runtime
 * API in AWS's own emulator.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 * @see https://github.com/aws/aws-lambda-runtime-interface-emulator/tree/main/internal/lambda/rapi
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const environment = new EnvironmentState();
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    answer(environment, request, response).catch((error: unknown) => response.destroy(Object(error)));
  });
  // The runtime waits for its next event as long as there is none.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The runtime API has no TCP address.');
  return {
    address: `127.0.0.1:${address.port}`,
    initError: environment.initError,
    invoke: (invocation) => environment.invoke(invocation),
    refused: environment.refused,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const INVOCATION_PATH = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

async function answer(
  environment: EnvironmentState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = Buffer.concat(await request.toArray()).toString();
  const { method, url = '', headers } = request;
  if (method === 'GET' && url === '/2018-06-01/runtime/invocation/next') {
    environment.next(response);
  } else if (method === 'POST' && url === '/2018-06-01/runtime/init/error') {
    environment.giveUpStart({ kind: 'init-error', headers, body }, response);
  } else {
    const [, requestId, kind] = (method === 'POST' && INVOCATION_PATH.exec(url)) || [];
    if (requestId === undefined)
      environment.refuse(response, 404, 'NotFound', `There is no ${method} ${url}.`);
    else
      environment.settle(
        requestId,
        { kind: kind === 'error' ? 'error' : 'response', headers, body },
        response,
      );
  }
}
