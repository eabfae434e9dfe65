import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import type { DeliveredEvent } from '../eventbridge/delivered-event.ts';
import { LocalFunction } from '../lambda/function-host.ts';
import { type StandIns, startStandIns } from '../stand-ins.ts';
import { DEMO_RULES, SUSPICIOUS_ACTIVITY_WEBHOOK } from './rules.ts';
import { DEMO_SCHEMAS } from './schemas.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

const BUS_NAME = 'kafka-events';
const REGISTRY_NAME = 'streaming';
const DEAD_LETTER_QUEUE = 'kafka-eventbridge-dead-letters';

/** The built module that `cdk deploy` puts into the function. */
const ARTEFACT = fileURLToPath(new URL('../../../dist/bridge/index.mjs', import.meta.url));

/** As long as a careful deployment would give it; requests that hang are given up earlier. */
const FUNCTION_TIMEOUT_MS = 60_000;

/** An Avro schema and the version id that records name it by. */
export interface SchemaFile {
  readonly versionId: string;
  readonly definition: string;
}

export interface DemoOptions {
  /** Faults of the stand-ins, as text. */
  readonly faults: string | undefined;
  /** A bus that is made beside the demo's own. */
  readonly eventBusArn?: string | undefined;
  /** Schemas beside the demo's own. */
  readonly schemas?: readonly SchemaFile[];
  /** Where the log groups write their files. */
  readonly logDirectory: string;
  readonly onEvent: (event: DeliveredEvent) => void;
  /** Takes each line that the bridges log. */
  readonly onLog: (line: string) => void;
}

/** The demo's surroundings: stand-ins with bus, rules, schemas and dead-letter queue, and a bridge a configuration. */
export interface DemoEnvironment {
  readonly standIns: StandIns;
  readonly deadLetterQueueUrl: string;
  /** The bridge with this configuration document, started when first asked for. */
  readonly bridge: (name: string, configurationText: string) => LocalFunction;
  readonly close: () => Promise<void>;
}

export async function startDemoEnvironment(options: DemoOptions): Promise<DemoEnvironment> {
  const standIns = await startStandIns({
    logDirectory: options.logDirectory,
    onEvent: options.onEvent,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
  const webhook = await startWebhookReceiver();
  registerSchemas(standIns, options.schemas ?? []);
  const busArn = createRules(standIns, webhook.url);
  const existing = [busArn, busArn.replace(`/${BUS_NAME}`, '/default')];
  if (options.eventBusArn !== undefined && !existing.includes(options.eventBusArn)) {
    standIns.eventBridge.createEventBus(options.eventBusArn);
  }
  const deadLetterQueueUrl = standIns.sqs.createQueue(DEAD_LETTER_QUEUE);
  const bridges = new Map<string, LocalFunction>();
  return {
    standIns,
    deadLetterQueueUrl,
    bridge: (name, configurationText) => {
      const known = bridges.get(name);
      if (known !== undefined) return known;
      const parameter = `/kafka-eventbridge/${name}`;
      standIns.ssm.putParameter({ name: parameter, value: configurationText });
      const bridge = new LocalFunction({
        artefact: ARTEFACT,
        name: `bridge-${name}`,
        environment: {
          ...standIns.environment,
          [ENVIRONMENT.configurationParameter]: parameter,
          [ENVIRONMENT.reportBatchItemFailures]: 'true',
          [ENVIRONMENT.deadLetterQueueUrl]: deadLetterQueueUrl,
        },
        timeoutMs: FUNCTION_TIMEOUT_MS,
        onLog: options.onLog,
      });
      bridges.set(name, bridge);
      return bridge;
    },
    close: async () => {
      await Promise.all([...bridges.values()].map((bridge) => bridge.close()));
      await webhook.close();
      await standIns.close();
    },
  };
}

/** One of the configuration documents that come with the sample events. */
export function sampleConfiguration(name: string): string {
  return readFileSync(new URL(`../../../events/configuration/${name}.json`, import.meta.url), 'utf8');
}

function registerSchemas({ glue }: StandIns, schemas: readonly SchemaFile[]): void {
  for (const [index, schema] of schemas.entries()) {
    glue.registerSchema({ registryName: REGISTRY_NAME, schemaName: `given-${index + 1}`, ...schema });
  }
  for (const { name, schemaVersionId, definition } of DEMO_SCHEMAS) {
    glue.registerSchema({
      registryName: REGISTRY_NAME,
      schemaName: name,
      dataFormat: 'AVRO',
      definition,
      versionId: schemaVersionId,
    });
  }
}

/** @returns the ARN of the demo's bus. */
function createRules({ eventBridge }: StandIns, webhookUrl: string): string {
  const busArn = eventBridge.createEventBus(BUS_NAME);
  const webhookArn = eventBridge.createWebhook(SUSPICIOUS_ACTIVITY_WEBHOOK, webhookUrl);
  for (const { name, pattern, targets } of DEMO_RULES) {
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
