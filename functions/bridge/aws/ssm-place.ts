import { partition } from '@aws-sdk/core/client';
import {
  booleanSelector,
  CONFIG_PREFIX_SEPARATOR,
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
  SelectorType,
} from '@smithy/core/config';

/** A Region and the address of Systems Manager for it. */
export interface SsmPlace {
  readonly region: string;
  readonly endpoint: URL;
}

/**
 * Where the SDK's client for Systems Manager would send its requests, by all the settings of the environment and of the
 * configuration file.
 *
 * @throws Error in the words of the SDK for settings that are missing, that contradict each other or that the partition
 * does not have.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
 * @see https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
export async function ssmPlace(): Promise<SsmPlace> {
  const region = await loadConfig(NODE_REGION_CONFIG_OPTIONS, NODE_REGION_CONFIG_FILE_OPTIONS)();
  return { region, endpoint: await ssmEndpoint(region) };
}

async function ssmEndpoint(region: string): Promise<URL> {
  const [configured, isFips, isDualStack] = await Promise.all([
    configuredUrl(),
    loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS)(),
    loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS)(),
  ]);
  if (configured !== undefined) {
    if (isFips) throw new Error('Invalid Configuration: FIPS and custom endpoint are not supported');
    if (isDualStack)
      throw new Error('Invalid Configuration: Dualstack and custom endpoint are not supported');
    return new URL(configured);
  }
  return new URL(`https://${regionalHost(region, isFips, isDualStack)}`);
}

function regionalHost(region: string, isFips: boolean, isDualStack: boolean): string {
  const { name, dnsSuffix, dualStackDnsSuffix, supportsFIPS, supportsDualStack } = partition(region);
  if (isFips && isDualStack && !(supportsFIPS && supportsDualStack)) {
    throw new Error('FIPS and DualStack are enabled, but this partition does not support one or both');
  }
  if (isFips && !supportsFIPS) throw new Error('FIPS is enabled but this partition does not support FIPS');
  if (isDualStack && !supportsDualStack) {
    throw new Error('DualStack is enabled but this partition does not support DualStack');
  }
  if (isDualStack) return `${isFips ? 'ssm-fips' : 'ssm'}.${region}.${dualStackDnsSuffix}`;
  // What GovCloud has without a name for it is FIPS.
  return `${isFips && name !== 'aws-us-gov' ? 'ssm-fips' : 'ssm'}.${region}.${dnsSuffix}`;
}

/** The address that a user has set for this service, or for all. */
async function configuredUrl(): Promise<string | undefined> {
  const isIgnored = await loadConfig({
    environmentVariableSelector: (environment) =>
      booleanSelector(environment, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', SelectorType.ENV),
    configFileSelector: (profile) =>
      booleanSelector(profile, 'ignore_configured_endpoint_urls', SelectorType.CONFIG),
    default: false,
  })();
  if (isIgnored) return undefined;
  return await loadConfig<string | undefined>({
    environmentVariableSelector: (environment) =>
      environment.AWS_ENDPOINT_URL_SSM || environment.AWS_ENDPOINT_URL || undefined,
    configFileSelector: (profile, file) => {
      const services = file?.[`services${CONFIG_PREFIX_SEPARATOR}${profile.services}`];
      return services?.[`ssm${CONFIG_PREFIX_SEPARATOR}endpoint_url`] || profile.endpoint_url || undefined;
    },
    default: undefined,
  })();
}
