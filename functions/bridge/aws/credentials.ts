import { lazily } from '../lazy.ts';
import type { AwsCredentials } from './wire/aws-credentials.ts';

/**
 * The credentials of this process. Lambda puts those of the execution role into variables, good for as long as the
 * environment lives; the SDK, which finds all others, is loaded for them only.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function processCredentials(environment: NodeJS.ProcessEnv): () => Promise<AwsCredentials> {
  const chain = lazily(async () => {
    const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
    return fromNodeProviderChain();
  });
  return async () => variableCredentials(environment) ?? (await (await chain())());
}

/** Undefined when they are elsewhere. A profile comes before the variables, as in the SDK. */
function variableCredentials(environment: NodeJS.ProcessEnv): AwsCredentials | undefined {
  const {
    AWS_PROFILE: profile,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: expiration,
  } = environment;
  if (profile || !accessKeyId || !secretAccessKey) return undefined;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration: new Date(expiration) }),
  };
}
