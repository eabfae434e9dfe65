import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AssumedRole } from '../../../shared/configuration/assumed-role.ts';
import { keepAliveHandler } from './http.ts';
import type { AwsCredentials } from './wire/aws-credentials.ts';
import { reasonOf, unlessAborted } from './wire/unless-aborted.ts';

/**
 * Assumes a role, by STS of the Region: credentials of the global STS are no good for signatures of Version 4A.
 *
 * It is done every ten minutes, so that no connection is kept for it.
 *
 * @throws whatever the SDK throws, or the reason of the signal.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(
  { arn, sessionName, externalId }: AssumedRole,
  region: string,
  signal: AbortSignal,
): Promise<AwsCredentials> {
  const requestHandler = endedBy(signal);
  const assume = fromTemporaryCredentials({
    params: {
      RoleArn: arn,
      RoleSessionName: sessionName,
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { region, requestHandler },
  });
  try {
    // Before there is a request, the SDK looks for the credentials of the process. The reason says more than its AbortError.
    return await unlessAborted(assume(), signal, reasonOf);
  } finally {
    requestHandler.destroy();
  }
}

/** The provider takes no signal; its requests do. */
function endedBy(abortSignal: AbortSignal): NodeHttpHandler {
  const handler = keepAliveHandler(1);
  const handle = handler.handle.bind(handler);
  handler.handle = (request, options) => handle(request, { ...options, abortSignal });
  return handler;
}
