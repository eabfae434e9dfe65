import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { toldMessage } from '../told-message.ts';
import { keepAliveHandler } from './http.ts';

/** Dead letters are written in the last seconds of an invocation: little time to repeat. */
export const MAX_ATTEMPTS = 2;

/** What the clients of queue and bucket have in common. No Region: both are in the Region of the function. */
export function deadLetterClient(maxSockets: number): {
  maxAttempts: number;
  requestHandler: NodeHttpHandler;
} {
  return { maxAttempts: MAX_ATTEMPTS, requestHandler: keepAliveHandler(maxSockets) };
}

/** A letter or notice that was not written. */
export interface NotWritten {
  readonly written: false;
  readonly problem: string;
}

/** @param what the part of the sentence before the reason, such as `The queue did not take the message`. */
export function notWritten(what: string, error: unknown): NotWritten {
  const why = error instanceof Error ? `${error.name}: ${toldMessage(error.message)}` : String(error);
  return { written: false, problem: `${what}: ${why}${why.endsWith('.') ? '' : '.'}` };
}
