import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import type { ReadParameter } from '../configuration-source.ts';
import { keepAliveHandler } from './http.ts';

const MAX_ATTEMPTS = 2;

/** Both attempts end before the reading is given up: an attempt that is left behind would keep a socket busy. */
const REQUEST_TIMEOUT_MS = 2_000;

/** One may hang while another is asked. */
const MAX_SOCKETS = 2;

/** Reads parameters of the SSM Parameter Store, in the Region of the function. */
export function ssmParameter(): ReadParameter {
  const provider = new SSMProvider({
    clientConfig: {
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: keepAliveHandler(MAX_SOCKETS, REQUEST_TIMEOUT_MS),
    },
  });
  // The configuration source decides when to read again; a second cache would keep a bad document in use.
  return (name) => provider.get(name, { decrypt: true, forceFetch: true });
}
