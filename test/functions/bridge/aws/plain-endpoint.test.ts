import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainEndpoint } from '../../../../functions/bridge/aws/plain-endpoint.ts';
import { eventBridgeClient } from '../../../../functions/bridge/aws/sdk-event-bridge.ts';
import { sdkRoute } from '../../../../functions/bridge/aws/sdk-route.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';

const SERVICE = { host: 'events', variable: 'EVENTBRIDGE' } as const;
/** What the SDK does with the same settings. */
async function routeOfTheSdk(region: string, endpointUri?: string) {
  return await sdkRoute(eventBridgeClient({ region, endpointUri, maxConcurrency: 1 }));
}

describe('plainEndpoint', () => {
  it.each([
    { region: 'eu-west-1', environment: {}, expected: 'https://events.eu-west-1.amazonaws.com/' },
    { region: 'us-east-1', environment: {}, expected: 'https://events.us-east-1.amazonaws.com/' },
    { region: 'ap-southeast-7', environment: {}, expected: 'https://events.ap-southeast-7.amazonaws.com/' },
    { region: 'mx-central-1', environment: {}, expected: 'https://events.mx-central-1.amazonaws.com/' },
    {
      region: 'cn-north-1',
      environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
      expected: 'http://127.0.0.1:4566/',
    },
    {
      region: 'eu-west-1',
      environment: { AWS_ENDPOINT_URL: 'http://a:1', AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://b:2/' },
      expected: 'http://b:2/',
    },
    {
      region: 'eu-west-1',
      environment: { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_EVENTBRIDGE: '', AWS_PROFILE: '' },
      expected: 'https://events.eu-west-1.amazonaws.com/',
    },
    {
      region: 'eu-west-1',
      // By Powertools, as soon as it is loaded.
      environment: { AWS_SDK_UA_APP_ID: 'PT/NO-OP/2.35.0/PTEnv/NA' },
      expected: 'https://events.eu-west-1.amazonaws.com/',
    },
    {
      region: 'eu-west-1',
      endpointUri: 'https://vpce-1.events.eu-west-1.vpce.amazonaws.com:443',
      environment: { AWS_ENDPOINT_URL: 'http://a:1' },
      expected: 'https://vpce-1.events.eu-west-1.vpce.amazonaws.com/',
    },
    {
      region: 'eu-west-1',
      endpointUri: 'http://[::1]:4010',
      environment: {},
      expected: 'http://[::1]:4010/',
    },
  ])(
    'is $expected for $region and $environment, as for the SDK',
    async ({ region, endpointUri, environment: variables, expected }) => {
      const { environment } = useAwsSettings(variables);

      expect(plainEndpoint(SERVICE, { region, endpointUri, environment })?.href).toBe(expected);
      expect(await routeOfTheSdk(region, endpointUri)).toMatchObject({
        endpoint: { href: expected },
        region,
      });
    },
  );

  it.each([
    { what: 'a Region of another partition', region: 'cn-north-1' },
    { what: 'a Region of GovCloud', region: 'us-gov-west-1' },
    { what: 'a Region of an isolated partition', region: 'us-iso-east-1' },
    { what: 'a sovereign Region', region: 'eusc-de-east-1' },
    { what: 'FIPS', environment: { AWS_USE_FIPS_ENDPOINT: 'true' } },
    { what: 'dual stack', environment: { AWS_USE_DUALSTACK_ENDPOINT: 'true' } },
    { what: 'a profile', environment: { AWS_PROFILE: 'default' } },
    { what: 'a configuration file', environment: { AWS_CONFIG_FILE: '/etc/aws' } },
    { what: 'no correction of the clock', environment: { AWS_DISABLE_CLOCK_SKEW_CORRECTION: 'true' } },
    { what: 'an endpoint with a path', endpointUri: 'http://127.0.0.1:4010/eb' },
    { what: 'an endpoint with a query', endpointUri: 'http://127.0.0.1:4010/?a=b' },
    { what: 'an endpoint with a user', endpointUri: 'http://user:password@127.0.0.1:4010' },
    { what: 'an endpoint of another kind', endpointUri: 'ftp://127.0.0.1' },
    { what: 'an endpoint that is no address', environment: { AWS_ENDPOINT_URL: 'localhost' } },
  ])('leaves it to the SDK: $what', ({ region = 'eu-west-1', endpointUri, environment = {} }) => {
    expect(
      plainEndpoint(SERVICE, { region, endpointUri, environment: useAwsSettings(environment).environment }),
    ).toBeUndefined();
  });

  it('leaves it to the SDK when the user has a configuration file', () => {
    const { home, environment } = useAwsSettings();
    mkdirSync(join(home, '.aws'));
    writeFileSync(join(home, '.aws', 'config'), '[default]\nuse_fips_endpoint = true\n');

    expect(plainEndpoint(SERVICE, { region: 'eu-west-1', environment })).toBeUndefined();
  });
});
