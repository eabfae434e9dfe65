import type { GivenUpRecords } from '../../../../infra/local/mapping/failure-destination.ts';
import type { KafkaEvent } from '../../../../shared/kafka-event.ts';

export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:bridge';

/** Out of retries after ten of them. */
export function givenUp(event: KafkaEvent, overrides: Partial<GivenUpRecords> = {}): GivenUpRecords {
  return {
    event,
    condition: 'RetryAttemptsExhausted',
    invocations: 11,
    functionArn: FUNCTION_ARN,
    ...overrides,
  };
}

/** As it is when it has come through JSON. */
export function asJson(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
