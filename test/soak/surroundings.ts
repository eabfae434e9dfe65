import { registerDemoSchemas } from '../../infra/local/demo/registries.ts';
import { type StandInOptions, type StandIns, startStandIns } from '../../infra/local/stand-ins.ts';
import { ENVIRONMENT } from '../../shared/environment.ts';
import type { Scenario, Store } from './scenario.ts';

export const BUS = 'kafka-events';
export const DEAD_LETTER_BUCKET = 'dead-letters';
/** Of the event source mapping, for what is out of retries. */
export const FAILURE_BUCKET = 'mapping-failures';

const DEAD_LETTER_QUEUE = 'dead-letters';
const PARAMETER = '/kafka-eventbridge/soak';

/** Stand-ins with everything that a scenario needs, and the environment variables of a function there. */
export interface Surroundings {
  readonly standIns: StandIns;
  readonly deadLetterQueueUrl: string;
  readonly variables: Readonly<Record<string, string>>;
}

export async function startSurroundings(
  scenario: Scenario,
  options: Pick<StandInOptions, 'onEvent' | 'onRequest'>,
): Promise<Surroundings> {
  const standIns = await startStandIns({ keepEventCharacters: 0, keepRequests: 0, ...options });
  registerDemoSchemas(standIns);
  if (scenario.busMissingForInvocations === 0) standIns.eventBridge.createEventBus(BUS);
  standIns.s3.createBucket(DEAD_LETTER_BUCKET);
  standIns.s3.createBucket(FAILURE_BUCKET);
  standIns.ssm.putParameter({ name: PARAMETER, value: configurationDocument(scenario, standIns) });
  const deadLetterQueueUrl = standIns.sqs.createQueue(DEAD_LETTER_QUEUE);
  return {
    standIns,
    deadLetterQueueUrl,
    variables: {
      ...standIns.environment,
      [ENVIRONMENT.configurationParameter]: PARAMETER,
      ...(scenario.mapping.reading === 'ignored' ? {} : { [ENVIRONMENT.reportBatchItemFailures]: 'true' }),
      ...storeVariables(scenario.store, deadLetterQueueUrl),
    },
  };
}

function storeVariables(store: Store, queueUrl: string): Readonly<Record<string, string>> {
  return {
    ...(store === 'queue' || store === 'both' ? { [ENVIRONMENT.deadLetterQueueUrl]: queueUrl } : {}),
    ...(store === 'bucket' || store === 'both' ? { [ENVIRONMENT.deadLetterBucket]: DEAD_LETTER_BUCKET } : {}),
  };
}

function configurationDocument(scenario: Scenario, { region, account }: StandIns): string {
  return JSON.stringify({
    'aws.eventbridge.connector.id': 'soak',
    'aws.eventbridge.region': region,
    'aws.eventbridge.eventbus.arn': `arn:aws:events:${region}:${account}:event-bus/${BUS}`,
    'aws.eventbridge.ordering': scenario.ordering,
    // Short waits: the faults are what takes time here.
    'aws.eventbridge.retries.delay': 5,
    'errors.tolerance': scenario.errorsTolerance,
    ...(scenario.format === 'avro' ? { 'value.converter': 'glue-avro' } : {}),
    ...scenario.configuration,
  });
}
