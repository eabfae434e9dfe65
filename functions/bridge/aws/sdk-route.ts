import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { HttpRequest } from '@smithy/types';
import type { DirectRoute } from './direct-event-bridge.ts';
import { SIGNED_HEADERS } from './wire/json-call.ts';

/** Why only the SDK can send a request. */
export interface NoRoute {
  readonly why: string;
}

/** Scope of a signature of Version 4, and the names of the headers in it. */
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/]*\/\d{8}\/(?<region>[^/]+)\/events\/aws4_request, SignedHeaders=(?<names>[^,]*),/;

/**
 * The route of the requests of a client. The client makes and signs a request that is not sent: where it would go, and how it
 * is signed, is what all the client's settings, of the environment and of the configuration file, come to.
 *
 * @throws whatever the client throws, such as for credentials that it does not find.
 */
export async function sdkRoute(client: EventBridgeClient): Promise<DirectRoute | NoRoute> {
  const why = await settingOfTheSdk(client);
  if (why !== undefined) return { why };
  const { protocol, hostname, port, path, query, username, headers } = await signedRequest(client);
  const { region, names } = AUTHORIZATION.exec(headers.authorization ?? '')?.groups ?? {};
  if (region === undefined || names === undefined) return { why: 'The signature is of another kind.' };
  const unknown = names.split(';').filter((name) => !SIGNED_HEADERS.has(name));
  if (unknown.length > 0) return { why: `The header ${unknown.join(', ')} is unknown.` };
  if (path !== '/' || Object.keys(query ?? {}).length > 0 || username !== undefined) {
    return { why: 'The endpoint is more than scheme, host and port.' };
  }
  const endpoint = URL.parse(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
  if (endpoint === null || !['http:', 'https:'].includes(protocol)) {
    return { why: 'The endpoint is neither http nor https.' };
  }
  return { endpoint, region, credentials: client.config.credentials };
}

/** What is set that only the SDK does. */
async function settingOfTheSdk({ config }: EventBridgeClient): Promise<string | undefined> {
  if (await config.disableClockSkewCorrection()) return 'The clock is not to be corrected.';
  const applicationId = await config.userAgentAppId();
  if (applicationId && applicationId !== process.env.AWS_SDK_UA_APP_ID) {
    return 'The user agent is to name the application.';
  }
  const retryMode = typeof config.retryMode === 'string' ? config.retryMode : await config.retryMode();
  return retryMode === 'adaptive' ? 'The SDK is to keep a rate.' : undefined;
}

async function signedRequest(client: EventBridgeClient): Promise<HttpRequest> {
  const command = new PutEventsCommand({ Entries: [] });
  const { promise, resolve } = Promise.withResolvers<HttpRequest>();
  command.middlewareStack.add(
    () => async (args) => {
      resolve(args.request as HttpRequest);
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'finalizeRequest', priority: 'low', name: 'keepRequest' },
  );
  await client.send(command);
  return await promise;
}
