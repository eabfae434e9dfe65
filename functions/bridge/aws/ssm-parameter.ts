import type { ReadParameter } from '../configuration-source.ts';
import { lazily } from '../lazy.ts';
import { withAttempts } from './attempts.ts';
import { processCredentials } from './credentials.ts';
import { plainEndpoint } from './plain-endpoint.ts';
import type { SsmPlace } from './ssm-place.ts';
import { membersOf, textOf } from './wire/aws-answer.ts';
import { JsonService } from './wire/json-call.ts';

const MAX_ATTEMPTS = 2;

/** Both attempts end before the reading is given up: an attempt that is left behind would keep a socket busy. */
const REQUEST_TIMEOUT_MS = 2_000;
const MAX_READING_MS = 5_000;

const SERVICE = { host: 'ssm', variable: 'SSM' } as const;

/** One may hang while another is asked. */
const MAX_SOCKETS = 2;

/**
 * Reads parameters of the SSM Parameter Store, decrypted, in the Region of the function, with two attempts. It calls the
 * service itself, since the SDK's client would be a fifth of what is loaded at a cold start.
 *
 * See {@link https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html}.
 */
export function ssmParameter(): ReadParameter {
  const service = lazily(async () => {
    const { region, endpoint } =
      plainPlace(process.env) ?? (await (await import('./ssm-place.ts')).ssmPlace());
    return new JsonService({
      service: 'ssm',
      region,
      endpoint: () => endpoint,
      credentials: processCredentials(process.env),
      maxSockets: MAX_SOCKETS,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
    });
  });
  return async (name) => {
    const signal = AbortSignal.timeout(MAX_READING_MS);
    const request = Buffer.from(JSON.stringify({ Name: name, WithDecryption: true }));
    const ssm = await service();
    const answer = await withAttempts(MAX_ATTEMPTS, signal, () =>
      ssm.call('AmazonSSM.GetParameter', request, signal),
    );
    return textOf(membersOf(membersOf(answer).Parameter).Value);
  };
}

/** Undefined when the SDK has to be asked. */
function plainPlace(environment: NodeJS.ProcessEnv): SsmPlace | undefined {
  const { AWS_REGION: region = '' } = environment;
  const endpoint = plainEndpoint(SERVICE, { region, environment });
  return region === '' || endpoint === undefined ? undefined : { region, endpoint };
}
