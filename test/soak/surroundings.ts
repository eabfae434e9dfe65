import { demandRegistryUser, registerDemoSchemas } from '../../infra/local/demo/registries.ts';
import { REGISTRY_SECRET_ARN } from '../../infra/local/demo/resource-names.ts';
import { DEMO_SCHEMAS } from '../../infra/local/demo/schemas.ts';
import { type StandInOptions, type StandIns, startStandIns } from '../../infra/local/stand-ins.ts';
import { ENVIRONMENT } from '../../shared/environment.ts';
import type { Format, Scenario, Store } from './scenario.ts';

export const BUS = 'kafka-events';
export const DEAD_LETTER_BUCKET = 'dead-letters';
/** Of the event source mapping, for what is out of retries. */
export const FAILURE_BUCKET = 'mapping-failures';

const DEAD_LETTER_QUEUE = 'dead-letters';
/** Of the account whose Glue registry the format `glue` reads. */
const REGISTRY_ACCOUNT = '210987654321';
const REGISTRY_ROLE = `arn:aws:iam::${REGISTRY_ACCOUNT}:role/read-schemas`;
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
  registerForeignSchemas(standIns);
  demandRegistryUser(standIns);
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

function registerForeignSchemas({ glue, sts }: StandIns): void {
  sts.createRole({ arn: REGISTRY_ROLE });
  for (const { name: schemaName, dataFormat, definition, schemaVersionId: versionId } of DEMO_SCHEMAS) {
    glue.registerSchema({ schemaName, dataFormat, definition, versionId, account: REGISTRY_ACCOUNT });
  }
}

function storeVariables(store: Store, queueUrl: string): Readonly<Record<string, string>> {
  return {
    ...(store === 'queue' || store === 'both' ? { [ENVIRONMENT.deadLetterQueueUrl]: queueUrl } : {}),
    ...(store === 'bucket' || store === 'both' ? { [ENVIRONMENT.deadLetterBucket]: DEAD_LETTER_BUCKET } : {}),
  };
}

function formatProperties(
  format: Format,
  { schemaRegistryUrl }: StandIns,
): Readonly<Record<string, unknown>> {
  switch (format) {
    case 'json':
      return {};
    case 'avro':
      return { 'value.converter': 'glue-avro' };
    case 'glue':
      return { 'value.converter': 'glue', 'value.converter.assumeRoleArn': REGISTRY_ROLE };
    case 'confluent':
      return {
        'value.converter': 'confluent',
        'value.converter.schema.registry.url': schemaRegistryUrl,
        'value.converter.schema.registry.secret.arn': REGISTRY_SECRET_ARN,
      };
  }
}

function configurationDocument(scenario: Scenario, standIns: StandIns): string {
  const { region, account } = standIns;
  return JSON.stringify({
    'aws.eventbridge.connector.id': 'soak',
    'aws.eventbridge.region': region,
    'aws.eventbridge.eventbus.arn': `arn:aws:events:${region}:${account}:event-bus/${BUS}`,
    'aws.eventbridge.ordering': scenario.ordering,
    // Short waits: the faults are what takes time here.
    'aws.eventbridge.retries.delay': 5,
    'errors.tolerance': scenario.errorsTolerance,
    ...formatProperties(scenario.format, standIns),
    ...scenario.configuration,
  });
}
