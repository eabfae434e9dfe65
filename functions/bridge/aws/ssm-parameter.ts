import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import type { ReadParameter } from '../configuration-source.ts';
import { keepAliveHandler } from './http.ts';

const MAX_ATTEMPTS = 2;

/** Reads parameters of the SSM Parameter Store, in the Region of the function. */
export function ssmParameter(): ReadParameter {
  const provider = new SSMProvider({
    clientConfig: { maxAttempts: MAX_ATTEMPTS, requestHandler: keepAliveHandler(1) },
  });
  // The configuration source decides when to read again; a second cache would keep a bad document in use.
  return (name) => provider.get(name, { decrypt: true, forceFetch: true });
}
