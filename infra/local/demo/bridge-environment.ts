import { ENVIRONMENT } from '../../../shared/environment.ts';

export interface BridgeSurroundings {
  /** Name of the SSM parameter with the configuration document. */
  readonly configurationParameter: string;
  readonly deadLetterQueueUrl: string;
  /** @default - what does not fit into a message is reported as failed */
  readonly deadLetterBucket?: string;
}

/** What the infrastructure would tell a bridge whose event source mapping takes partial batch responses. */
export function bridgeEnvironment(surroundings: BridgeSurroundings): Record<string, string> {
  const { deadLetterBucket } = surroundings;
  return {
    [ENVIRONMENT.configurationParameter]: surroundings.configurationParameter,
    [ENVIRONMENT.reportBatchItemFailures]: 'true',
    [ENVIRONMENT.deadLetterQueueUrl]: surroundings.deadLetterQueueUrl,
    ...(deadLetterBucket === undefined ? {} : { [ENVIRONMENT.deadLetterBucket]: deadLetterBucket }),
  };
}
