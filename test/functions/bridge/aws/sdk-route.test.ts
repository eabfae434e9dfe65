import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { HttpRequest } from '@smithy/types';
import { describe, expect, it } from 'vitest';
import { eventBridgeClient } from '../../../../functions/bridge/aws/sdk-event-bridge.ts';
import { sdkRoute } from '../../../../functions/bridge/aws/sdk-route.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';

/** What the SDK does with the same settings. */
async function routeOfTheSdk(region: string, endpointUri?: string) {
  return await sdkRoute(eventBridgeClient({ region, endpointUri, maxConcurrency: 1 }));
}

/** A client whose requests are changed before they are signed. */
function changing(change: (request: HttpRequest) => void): EventBridgeClient {
  const client = eventBridgeClient({ region: 'eu-west-1', endpointUri: undefined, maxConcurrency: 1 });
  client.middlewareStack.add(
    (next) => (args) => {
      change(args.request as HttpRequest);
      return next(args);
    },
    { step: 'build' },
  );
  return client;
}

describe('sdkRoute', () => {
  it.each([
    { region: 'cn-north-1', environment: {}, expected: 'https://events.cn-north-1.amazonaws.com.cn/' },
    { region: 'us-gov-west-1', environment: {}, expected: 'https://events.us-gov-west-1.amazonaws.com/' },
    {
      region: 'us-east-1',
      environment: { AWS_USE_FIPS_ENDPOINT: 'true' },
      expected: 'https://events-fips.us-east-1.amazonaws.com/',
    },
    {
      region: 'us-east-1',
      environment: { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      expected: 'https://events.us-east-1.api.aws/',
    },
    {
      region: 'us-east-1',
      environment: { AWS_ENDPOINT_URL: 'http://a:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      expected: 'https://events.us-east-1.amazonaws.com/',
    },
  ])('is $expected for $region and $environment', async ({ region, environment, expected }) => {
    useAwsSettings(environment);

    const route = await routeOfTheSdk(region);

    expect(route).toMatchObject({ endpoint: { href: expected }, region });
    expect('credentials' in route && (await route.credentials())).toMatchObject({ accessKeyId: 'AKID' });
  });

  it('is none for an endpoint with a path', async () => {
    useAwsSettings();

    expect(await routeOfTheSdk('eu-west-1', 'http://127.0.0.1:4010/eb')).toEqual({
      why: 'The endpoint is more than scheme, host and port.',
    });
  });

  it('is none when the SDK is to keep a rate', async () => {
    useAwsSettings({ AWS_RETRY_MODE: 'adaptive' });

    expect(await routeOfTheSdk('eu-west-1')).toEqual({ why: 'The SDK is to keep a rate.' });
  });

  it('is none when the configuration file names the application', async () => {
    useAwsSettings();
    const client = eventBridgeClient({ region: 'eu-west-1', endpointUri: undefined, maxConcurrency: 1 });
    client.config.userAgentAppId = async () => 'orders';

    expect(await sdkRoute(client)).toEqual({ why: 'The user agent is to name the application.' });
  });

  it.each([
    { change: { query: { a: 'b' } }, why: 'The endpoint is more than scheme, host and port.' },
    { change: { username: 'user' }, why: 'The endpoint is more than scheme, host and port.' },
    { change: { protocol: 'ws:' }, why: 'The endpoint is neither http nor https.' },
  ])('is none when a request of the SDK has $change', async ({ change, why }) => {
    useAwsSettings();

    expect(await sdkRoute(changing((request) => Object.assign(request, change)))).toEqual({ why });
  });

  it('is none when the clock is not to be corrected', async () => {
    useAwsSettings();
    const client = eventBridgeClient({ region: 'eu-west-1', endpointUri: undefined, maxConcurrency: 1 });
    client.config.disableClockSkewCorrection = async () => true;

    expect(await sdkRoute(client)).toEqual({ why: 'The clock is not to be corrected.' });
  });

  it('is none when requests are signed in another way', async () => {
    useAwsSettings();
    const client = eventBridgeClient({ region: 'eu-west-1', endpointUri: undefined, maxConcurrency: 1 });
    client.config.signer = async () => ({ sign: async (request) => request });

    expect(await sdkRoute(client)).toEqual({ why: 'The signature is of another kind.' });
  });

  it('is none when the SDK signs a header that is not known here', async () => {
    useAwsSettings();
    const client = changing(({ headers }) => Object.assign(headers, { 'x-amz-new': 'a' }));

    expect(await sdkRoute(client)).toEqual({ why: 'The header x-amz-new is unknown.' });
  });

  it('fails as the client does when there are no credentials', async () => {
    useAwsSettings({ AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' });

    await expect(routeOfTheSdk('eu-west-1')).rejects.toMatchObject({ name: 'CredentialsProviderError' });
  });
});
