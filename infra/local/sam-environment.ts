import { CONTAINER_ENDPOINT, ENDPOINT_VARIABLE } from './container-endpoint.ts';
import { bridgeEnvironment } from './demo/bridge-environment.ts';
import type { SampleConfiguration } from './demo/configurations.ts';
import { configurationParameter, DEAD_LETTER_BUCKET, DEAD_LETTER_QUEUE } from './demo/resource-names.ts';
import { STAND_IN_DEFAULTS } from './stand-ins.ts';

/**
 * A file for `sam local invoke --env-vars`: variables of whatever function is invoked. It overrides what the template
 * declares and adds nothing.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-invoke.html#serverless-sam-cli-using-invoke-environment-file
 */
export interface SamEnvironment {
  readonly Parameters: Readonly<Record<string, string>>;
}

/** The file of `events/environment/` for a configuration: the bridge before what `npm run stand-ins` prepares. */
export function samEnvironment(configuration: SampleConfiguration): SamEnvironment {
  return {
    Parameters: {
      [ENDPOINT_VARIABLE]: CONTAINER_ENDPOINT,
      ...bridgeEnvironment({
        configurationParameter: configurationParameter(configuration),
        deadLetterQueueUrl: `${CONTAINER_ENDPOINT}/${STAND_IN_DEFAULTS.account}/${DEAD_LETTER_QUEUE}`,
        deadLetterBucket: DEAD_LETTER_BUCKET,
      }),
    },
  };
}
