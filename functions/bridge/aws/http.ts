import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { CONNECTION_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './request-signal.ts';
import { distrustIdle } from './wire/distrust-idle.ts';

/** Connections of the SDK's clients that stay open between requests and invocations. */
export function keepAliveHandler(
  maxSockets: number,
  requestTimeout: number = REQUEST_TIMEOUT_MS,
): NodeHttpHandler {
  const options = { keepAlive: true, maxSockets };
  return new NodeHttpHandler({
    httpAgent: distrustIdle(new HttpAgent(options)),
    httpsAgent: distrustIdle(new HttpsAgent(options)),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout,
    throwOnRequestTimeout: true,
  });
}
