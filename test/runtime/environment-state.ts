import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

/** One event on its way to the function. */
export interface Invocation {
  readonly requestId: string;
  readonly eventText: string;
  /** Epoch milliseconds at which Lambda would end the function. */
  readonly deadlineMs: number;
  readonly functionArn: string;
  readonly traceId: string;
}

/** What the runtime sent: the answer to an event, the error of one, or the error that ended its start. */
export interface RuntimePost {
  readonly kind: 'response' | 'error' | 'init-error';
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The most that a function may answer. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_RESPONSE_BYTES = 6_291_556;

interface PendingInvocation {
  readonly invocation: Invocation;
  readonly settle: (post: RuntimePost) => void;
}

/** How far an execution environment has come, and what its runtime may do now. */
export class EnvironmentState {
  readonly refused: string[] = [];
  readonly #initError = Promise.withResolvers<RuntimePost>();
  #isStarted = false;
  /** The runtime, asking for its next event. */
  #asking: ServerResponse | undefined;
  #queued: PendingInvocation[] = [];
  #running: PendingInvocation | undefined;

  get initError(): Promise<RuntimePost> {
    return this.#initError.promise;
  }

  invoke(invocation: Invocation): Promise<RuntimePost> {
    const { promise, resolve } = Promise.withResolvers<RuntimePost>();
    this.#queued.push({ invocation, settle: resolve });
    this.#handOver();
    return promise;
  }

  next(response: ServerResponse): void {
    if (this.#running !== undefined || this.#asking !== undefined) {
      this.refuse(response, 403, 'InvalidStateTransition', 'The last event has no answer yet.');
      return;
    }
    this.#isStarted = true;
    this.#asking = response;
    this.#handOver();
  }

  giveUpStart(post: RuntimePost, response: ServerResponse): void {
    if (this.#isStarted) {
      this.refuse(response, 403, 'InvalidStateTransition', 'The runtime has started.');
      return;
    }
    this.#initError.resolve(post);
    accept(response);
  }

  settle(requestId: string, post: RuntimePost, response: ServerResponse): void {
    const running = this.#running;
    if (running?.invocation.requestId !== requestId) {
      this.refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
      return;
    }
    this.#running = undefined;
    if (post.kind === 'response' && Buffer.byteLength(post.body) > MAX_RESPONSE_BYTES) {
      running.settle(tooLarge(post));
      const message = `Exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
      this.refuse(response, 413, 'RequestEntityTooLarge', message);
      return;
    }
    running.settle(post);
    accept(response);
  }

  refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
    this.refused.push(`${status} ${errorType}: ${errorMessage}`);
    writeJson(response, status, { errorMessage, errorType });
  }

  #handOver(): void {
    if (this.#asking === undefined) return;
    const pending = this.#queued.shift();
    if (pending === undefined) return;
    const { requestId, eventText, deadlineMs, functionArn, traceId } = pending.invocation;
    this.#asking.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(deadlineMs),
      'lambda-runtime-invoked-function-arn': functionArn,
      'lambda-runtime-trace-id': traceId,
    });
    this.#asking.end(eventText);
    this.#asking = undefined;
    this.#running = pending;
  }
}

/** What the one who invoked the function gets instead of a response that is too large. */
function tooLarge({ headers, body }: RuntimePost): RuntimePost {
  const error = {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${Buffer.byteLength(body)} bytes) exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  };
  return { kind: 'error', headers, body: JSON.stringify(error) };
}

function accept(response: ServerResponse): void {
  writeJson(response, 202, { status: 'OK' });
}

function writeJson(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(content)}\n`);
}
