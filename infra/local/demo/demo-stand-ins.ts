import type { DeliveredEvent } from '../eventbridge/delivered-event.ts';
import { type StandInOptions, type StandIns, startStandIns } from '../stand-ins.ts';
import { demandRegistryUser, registerDemoSchemas } from './registries.ts';
import {
  BUS_NAME,
  configurationParameter,
  DEAD_LETTER_BUCKET,
  DEAD_LETTER_QUEUE,
  REGISTRY_NAME,
} from './resource-names.ts';
import { type DemoRule, SAMPLE_RULES, SUSPICIOUS_ACTIVITY_WEBHOOK } from './rules.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

/** A schema and the version id that records name it by. */
export interface SchemaFile {
  readonly versionId: string;
  readonly definition: string;
}

export interface DemoStandInOptions
  extends Pick<
    StandInOptions,
    'host' | 'keepEventCharacters' | 'keepRequests' | 'logDirectory' | 'onRequest' | 'port'
  > {
  /** Faults of the stand-ins, as text. */
  readonly faults: string | undefined;
  /** A bus that is made beside the demo's own. */
  readonly eventBusArn?: string | undefined;
  /** Schemas beside the demo's own. */
  readonly schemas?: readonly SchemaFile[];
  /** On the demo's bus. @default those for the sample events */
  readonly rules?: readonly DemoRule[];
  readonly onEvent: (event: DeliveredEvent) => void;
}

/** Stand-ins with all that the sample events need: bus, rules, webhook, schemas, dead-letter queue and bucket. */
export interface DemoStandIns {
  readonly standIns: StandIns;
  readonly deadLetterQueueUrl: string;
  /** Puts a configuration document and returns the name of its parameter. */
  readonly putConfiguration: (name: string, document: string) => string;
  readonly close: () => Promise<void>;
}

export async function startDemoStandIns(options: DemoStandInOptions): Promise<DemoStandIns> {
  const { faults, eventBusArn, schemas = [], rules = SAMPLE_RULES, ...standInOptions } = options;
  const standIns = await startStandIns({ ...standInOptions, ...(faults === undefined ? {} : { faults }) });
  const webhook = await startWebhookReceiver();
  registerDemoSchemas(standIns);
  demandRegistryUser(standIns);
  for (const [index, schema] of schemas.entries()) {
    standIns.glue.registerSchema({
      registryName: REGISTRY_NAME,
      schemaName: `given-${index + 1}`,
      ...schema,
    });
  }
  const busArn = createRules(standIns, rules, webhook.url);
  const existing = [busArn, busArn.replace(`/${BUS_NAME}`, '/default')];
  if (eventBusArn !== undefined && !existing.includes(eventBusArn)) {
    standIns.eventBridge.createEventBus(eventBusArn);
  }
  standIns.s3.createBucket(DEAD_LETTER_BUCKET);
  return {
    standIns,
    deadLetterQueueUrl: standIns.sqs.createQueue(DEAD_LETTER_QUEUE),
    putConfiguration: (name, value) => {
      const parameter = configurationParameter(name);
      standIns.ssm.putParameter({ name: parameter, value });
      return parameter;
    },
    close: async () => {
      await webhook.close();
      await standIns.close();
    },
  };
}

/** @returns the ARN of the demo's bus. */
function createRules({ eventBridge }: StandIns, rules: readonly DemoRule[], webhookUrl: string): string {
  const busArn = eventBridge.createEventBus(BUS_NAME);
  const webhookArn = eventBridge.createWebhook(SUSPICIOUS_ACTIVITY_WEBHOOK, webhookUrl);
  for (const { name, pattern, targets } of rules) {
    eventBridge.putRule({
      name,
      eventBusName: BUS_NAME,
      eventPattern: JSON.stringify(pattern),
      targets: targets.map((target) =>
        target.kind === 'log'
          ? { id: 'log', arn: eventBridge.logGroupArn(target.logGroup) }
          : { id: 'webhook', arn: webhookArn },
      ),
    });
  }
  return busArn;
}
