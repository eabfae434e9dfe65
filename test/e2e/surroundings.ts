import type { DeadLetter } from '../../functions/bridge/dead-letter.ts';
import { registerDemoSchemas } from '../../infra/local/demo/registries.ts';
import { payloadChecksum, type WrittenLetter } from '../../infra/local/mapping/audit.ts';
import { type StandIns, startStandIns } from '../../infra/local/stand-ins.ts';
import { ENVIRONMENT } from '../../shared/environment.ts';

const BUS = 'kafka-events';
const PARAMETER = '/kafka-eventbridge/e2e';

export interface SurroundingsOptions {
  /** Members of the configuration document beside the required ones. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Whether the mapping reads which records failed: `ReportBatchItemFailures`. */
  readonly isReporting: boolean;
}

/** The AWS that a bridge talks to, and what it received. */
export interface Surroundings {
  readonly standIns: StandIns;
  /** Environment variables of the function. */
  readonly variables: Readonly<Record<string, string>>;
  /** Details of the events, in the order in which the bus took them. */
  readonly details: readonly string[];
  /** Faults injected so far, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** What lies in the dead-letter queue. */
  readonly letters: () => WrittenLetter[];
}

export async function startSurroundings({
  configuration,
  isReporting,
}: SurroundingsOptions): Promise<Surroundings> {
  const details: string[] = [];
  const faults = new Map<string, number>();
  const standIns = await startStandIns({
    keepEventCharacters: 0,
    keepRequests: 0,
    onEvent: ({ detail }) => details.push(detail),
    onRequest: ({ fault }) => {
      if (fault !== undefined) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    },
  });
  // The serializer registers its own; poison may name one that it does not write.
  registerDemoSchemas(standIns);
  const deadLetterQueueUrl = standIns.sqs.createQueue('dead-letters');
  const document = {
    'aws.eventbridge.connector.id': 'e2e',
    'aws.eventbridge.region': standIns.region,
    'aws.eventbridge.eventbus.arn': standIns.eventBridge.createEventBus(BUS),
    // Short waits: the faults are what takes time here.
    'aws.eventbridge.retries.delay': 5,
    'value.converter': 'glue-avro',
    ...configuration,
  };
  standIns.ssm.putParameter({ name: PARAMETER, value: JSON.stringify(document) });
  return {
    standIns,
    variables: {
      ...standIns.environment,
      [ENVIRONMENT.configurationParameter]: PARAMETER,
      [ENVIRONMENT.deadLetterQueueUrl]: deadLetterQueueUrl,
      ...(isReporting && { [ENVIRONMENT.reportBatchItemFailures]: 'true' }),
    },
    details,
    faults,
    letters: () => standIns.sqs.messages(deadLetterQueueUrl).map(({ body }) => writtenLetter(body)),
  };
}

function writtenLetter(body: string): WrittenLetter {
  const { record, error }: DeadLetter = JSON.parse(body);
  return { record, code: error.code, payloadChecksum: payloadChecksum(record.key, record.value) };
}
