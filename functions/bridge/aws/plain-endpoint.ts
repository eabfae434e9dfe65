import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A service, as endpoints and variables name it. */
export interface ServiceName {
  /** First label of its host, such as `events`. */
  readonly host: string;
  /** End of the variable with an endpoint of its own, such as `EVENTBRIDGE`. */
  readonly variable: string;
}

export interface EndpointPlace {
  readonly region: string;
  /** Replaces the endpoint of the Region. */
  readonly endpointUri?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
}

/** Regions of the partition `aws`, by the SDK's own expression for them. */
const REGION_OF_AWS = /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/;

/**
 * Variables that change where the SDK sends a request, or how it signs it, beside those of the endpoint.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
 */
const UNUSUAL_VARIABLES = [
  'AWS_AUTH_SCHEME_PREFERENCE',
  'AWS_CONFIG_FILE',
  'AWS_DISABLE_CLOCK_SKEW_CORRECTION',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_PROFILE',
  'AWS_RETRY_MODE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_SIGV4A_SIGNING_REGION_SET',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_USE_FIPS_ENDPOINT',
] as const;

/**
 * The endpoint that the SDK would find, where its rules come to one line: on Lambda as a rule, and with the stand-ins. Loading
 * and asking the SDK takes longer than all else at a cold start.
 *
 * @returns undefined when the SDK has to be asked.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
 */
export function plainEndpoint(
  { host, variable }: ServiceName,
  { region, endpointUri, environment }: EndpointPlace,
): URL | undefined {
  if (UNUSUAL_VARIABLES.some((name) => environment[name]) || hasConfigurationFile(environment))
    return undefined;
  const configured =
    endpointUri || environment[`AWS_ENDPOINT_URL_${variable}`] || environment.AWS_ENDPOINT_URL;
  if (configured) return bareOrigin(configured);
  return REGION_OF_AWS.test(region) ? new URL(`https://${host}.${region}.amazonaws.com`) : undefined;
}

function hasConfigurationFile({ HOME }: NodeJS.ProcessEnv): boolean {
  return existsSync(join(HOME || homedir(), '.aws', 'config'));
}

/** Undefined for what is more than scheme, host and port. */
function bareOrigin(text: string): URL | undefined {
  const url = URL.parse(text);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  return isWeb && url.href === `${url.origin}/` ? url : undefined;
}
