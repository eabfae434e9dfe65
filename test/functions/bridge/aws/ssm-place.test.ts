import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { HttpRequest } from '@smithy/types';
import { describe, expect, it } from 'vitest';
import { ssmPlace } from '../../../../functions/bridge/aws/ssm-place.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';

/** Regions of all partitions: aws, aws-cn, aws-us-gov, the isolated ones, the sovereign one, and one to come. */
const REGIONS = [
  'eu-west-1',
  'us-east-1',
  'mx-central-1',
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'eusc-de-east-1',
  'xx-future-9',
];

const YES = 'true';

/** The address that the SDK's client sends to with the settings of the process, or why it sends nothing. */
async function addressOfTheSdk(): Promise<string> {
  const client = new SSMClient({});
  const { promise, resolve } = Promise.withResolvers<string>();
  client.middlewareStack.add(
    () =>
      async ({ request }) => {
        const { protocol, hostname, port, path } = request as HttpRequest;
        resolve(new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`).href);
        return { response: {}, output: { $metadata: {} } };
      },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await client.send(new GetParameterCommand({ Name: 'a' }));
  return await promise;
}

async function told(address: Promise<string>): Promise<string> {
  return await address.catch((error: Error) => error.message);
}

describe('ssmPlace', () => {
  it.each(
    [
      {},
      { AWS_USE_FIPS_ENDPOINT: YES },
      { AWS_USE_DUALSTACK_ENDPOINT: YES },
      { AWS_USE_FIPS_ENDPOINT: YES, AWS_USE_DUALSTACK_ENDPOINT: YES },
      { AWS_ENDPOINT_URL: 'http://a:1' },
      { AWS_ENDPOINT_URL: 'http://a:1', AWS_ENDPOINT_URL_SSM: 'http://b:2' },
      { AWS_ENDPOINT_URL_SSM: 'http://b:2', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: YES },
      { AWS_ENDPOINT_URL: 'http://a:1', AWS_USE_FIPS_ENDPOINT: YES },
      { AWS_ENDPOINT_URL: 'http://a:1', AWS_USE_DUALSTACK_ENDPOINT: YES },
    ].flatMap((variables) => REGIONS.map((region) => ({ AWS_REGION: region, ...variables }))),
  )('is where the client of the SDK sends its requests: %j', async (variables) => {
    useAwsSettings(variables);

    const address = await told(ssmPlace().then(({ endpoint }) => endpoint.href));

    expect(address).toBe(await told(addressOfTheSdk()));
  });

  it.each([
    { what: 'the Region', lines: ['region = eu-central-1'] },
    { what: 'FIPS', lines: ['region = us-east-1', 'use_fips_endpoint = true'] },
    { what: 'dual stack', lines: ['region = us-east-1', 'use_dualstack_endpoint = true'] },
    { what: 'an address for all services', lines: ['region = us-east-1', 'endpoint_url = http://a:1'] },
    {
      what: 'an address for the service',
      lines: [
        'region = us-east-1',
        'services = mine',
        '[services mine]',
        'ssm =',
        '  endpoint_url = http://b:2',
      ],
    },
    {
      what: 'an address that is ignored',
      lines: ['region = us-east-1', 'endpoint_url = http://a:1', 'ignore_configured_endpoint_urls = true'],
    },
  ])('heeds the configuration file as the client does: $what', async ({ lines }) => {
    const { home } = useAwsSettings();
    mkdirSync(join(home, '.aws'));
    // The SDK keeps what it has read of a file: each case needs a path of its own, which the home folder is.
    writeFileSync(join(home, '.aws', 'config'), `[default]\n${lines.join('\n')}\n`);

    const { endpoint, region } = await ssmPlace();

    expect(lines[0]).toBe(`region = ${region}`);
    expect(endpoint.href).toBe(await addressOfTheSdk());
  });

  it('says when there is no Region', async () => {
    useAwsSettings({ AWS_EC2_METADATA_DISABLED: YES });

    await expect(ssmPlace()).rejects.toThrow('Region is missing');
  });
});
