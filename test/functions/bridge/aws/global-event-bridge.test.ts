import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventBus } from '../../../../functions/bridge/aws/event-bridge.ts';
import { eventBridgeClient, sdkEventBridge } from '../../../../functions/bridge/aws/sdk-event-bridge.ts';
import { classifyRequest } from '../../../../functions/bridge/classify.ts';
import {
  type AwsEndpoint,
  PUT_EVENTS_ANSWER,
  startAwsEndpoint,
  type WireAnswer,
  type WireRequest,
} from '../../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';
import { bridgeEntries, bridgeEntry } from '../../../fixtures/bridge-entry.ts';
import { configuration } from '../../../fixtures/configuration.ts';
import { isSignedWith } from '../../../fixtures/request-signature.ts';

const SIGNAL = new AbortController().signal;
const GLOBAL = configuration({ 'aws.eventbridge.eventbus.global.endpoint.id': 'abcde.veo' });
const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';
const KEYS = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

/** How 100 secrets come out differs in the length of the numbers of a signature. */
const SIGNATURES = 100;

let endpoint: AwsEndpoint;
let answer: WireAnswer;

beforeEach(async () => {
  answer = { body: PUT_EVENTS_ANSWER };
  endpoint = await startAwsEndpoint(() => answer);
  useAwsSettings({ AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint.url });
});
afterEach(async () => {
  await endpoint.close();
});

function only(): WireRequest {
  const [request] = endpoint.requests;
  if (request === undefined || endpoint.requests.length > 1) throw new Error('There is not one request.');
  return request;
}

describe('a global endpoint', () => {
  it('is named in the request, beside the bus of every entry', async () => {
    const timed = { ...bridgeEntry(1), timeMs: 1_772_442_900_123 };
    answer = { body: { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }, { EventId: 'e-2' }] } };

    expect(await eventBus(GLOBAL).putEvents([bridgeEntry(0), timed], SIGNAL)).toMatchObject([
      { eventId: 'e-1' },
      { eventId: 'e-2' },
    ]);

    const { target, path, body } = only();
    expect([target, path]).toEqual(['AWSEvents.PutEvents', '/']);
    expect(JSON.parse(body.toString())).toEqual({
      EndpointId: 'abcde.veo',
      Entries: [
        expect.objectContaining({ EventBusName: BUS_ARN, Detail: '{"offset":0}' }),
        expect.objectContaining({ EventBusName: BUS_ARN, Detail: '{"offset":1}', Time: 1_772_442_900.123 }),
      ],
    });
  });

  it('gets a signature of Version 4A, which is good for every Region', async () => {
    await eventBus(GLOBAL).putEvents([bridgeEntry(0)], SIGNAL);

    const { authorization = '', 'x-amz-region-set': regionSet } = only().headers;
    expect(authorization).toMatch(/^AWS4-ECDSA-P256-SHA256 Credential=AKID\/\d{8}\/events\/aws4_request, /);
    expect(authorization).toMatch(/SignedHeaders=\S*;x-amz-region-set;/);
    expect(regionSet).toBe('*');
    expect(isSignedWith(only(), KEYS)).toBe(true);
    expect(isSignedWith(only(), { ...KEYS, secretAccessKey: 'secreT' })).toBe(false);
    expect(isSignedWith({ ...only(), body: Buffer.from('{}') }, KEYS)).toBe(false);
  });

  it('gets signatures that the public key of the caller verifies, whatever the secret', async () => {
    const { region, maxConcurrency, eventBusArn } = GLOBAL;
    const secrets = Array.from({ length: SIGNATURES }, (_, number) => `${number}`.repeat(1 + (number % 40)));

    for (const secretAccessKey of secrets) {
      const credentials = async () => ({ ...KEYS, secretAccessKey });
      const client = eventBridgeClient({ region, maxConcurrency, endpointUri: endpoint.url, credentials });
      await sdkEventBridge(client, eventBusArn, 'abcde.veo').putEvents([bridgeEntry(0)], SIGNAL);
      client.destroy();
    }

    const unverified = secrets.filter((secretAccessKey, place) => {
      const request = endpoint.requests[place];
      return request === undefined || !isSignedWith(request, { ...KEYS, secretAccessKey });
    });
    expect(unverified).toEqual([]);
  });

  it('does not answer for the bus, which is asked for in its Region', async () => {
    expect(await eventBus(GLOBAL).describeBus(SIGNAL)).toBe('exists');

    expect(only().body.toString()).toBe(JSON.stringify({ Name: BUS_ARN }));
    expect(only().headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/events\/aws4_request, /,
    );
  });

  it.each([
    { status: 400, name: 'ThrottlingException', code: 'PUT_EVENTS_THROTTLED' },
    { status: 400, name: 'AccessDeniedException', code: 'PUT_EVENTS_DENIED' },
    { status: 500, name: 'InternalException', code: 'PUT_EVENTS_UNAVAILABLE' },
  ])('answers $name as any other, after one attempt', async ({ status, name, code }) => {
    answer = { status, body: { __type: name, message: 'what the service says' } };

    const error = await eventBus(GLOBAL)
      .putEvents(bridgeEntries(2), SIGNAL)
      .catch((reason: unknown) => reason);

    expect(classifyRequest(error).failure.code).toBe(code);
    expect(endpoint.requests).toHaveLength(1);
  });

  it('is not to be had with FIPS, which makes events wait and says why', async () => {
    useAwsSettings({ AWS_USE_FIPS_ENDPOINT: 'true' });

    const error = await eventBus(GLOBAL)
      .putEvents([bridgeEntry(0)], SIGNAL)
      .catch((reason: unknown) => reason);

    expect(classifyRequest(error).failure).toMatchObject({
      code: 'PUT_EVENTS_UNAVAILABLE',
      message: expect.stringContaining('FIPS is not supported with EventBridge multi-region endpoints.'),
    });
  });

  it.each([
    { region: 'eu-west-1', host: 'abcde.veo.endpoint.events.amazonaws.com' },
    { region: 'cn-north-1', host: 'abcde.veo.endpoint.events.amazonaws.com.cn' },
    { region: 'us-gov-west-1', host: 'abcde.veo.endpoint.events.amazonaws.com' },
  ])('is at $host for a bridge in $region', async ({ region, host }) => {
    useAwsSettings();
    const client = new EventBridgeClient({ region });

    const { url } = client.config.endpointProvider({ EndpointId: 'abcde.veo', Region: region });

    expect(url.href).toBe(`https://${host}/`);
  });
});
