import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { MAX_AGE_SECONDS, type ReadParameter } from '../configuration-source.ts';

/** Reads parameters of the SSM Parameter Store, in the Region of the function. */
export function ssmParameter(): ReadParameter {
  const provider = new SSMProvider();
  return (name) => provider.get(name, { maxAge: MAX_AGE_SECONDS, decrypt: true });
}
