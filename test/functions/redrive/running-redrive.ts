import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mskEvent, type ProducedRecord } from '../../../infra/local/demo/event-builder.ts';
import { LocalFunction } from '../../../infra/local/lambda/function-host.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import { PARAMETER, type RunningBridge, startRunningBridge } from '../../fixtures/running-bridge.ts';
import { settingsFor } from '../../infra/local/running-stand-ins.ts';

/** The built bridge and the built redrive function, both over HTTP to the same stand-ins. */
export interface RunningRedrive {
  readonly bridge: RunningBridge;
  readonly redrive: LocalFunction;
  readonly sqs: SQSClient;
  readonly logs: string[];
}

export interface RunningRedriveOptions {
  /** Members of the configuration document. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Of the redrive function. @default 10,000 */
  readonly timeoutMs?: number;
  /** Of both functions. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The bridge, and a redrive function that reads the same configuration when it is first invoked. */
export async function startRunningRedrive(options: RunningRedriveOptions): Promise<RunningRedrive> {
  const { configuration, timeoutMs = 10_000, environment = {} } = options;
  const bridge = await startRunningBridge({ configuration, environment });
  const logs: string[] = [];
  const redrive = new LocalFunction({
    artefact: 'dist/redrive/index.mjs',
    name: 'redrive',
    environment: {
      ...bridge.standIns.environment,
      [ENVIRONMENT.configurationParameter]: PARAMETER,
      // Not for this function; nothing may be written there.
      [ENVIRONMENT.deadLetterQueueUrl]: bridge.deadLetterQueueUrl,
      POWERTOOLS_SERVICE_NAME: 'demo-redrive',
      ...environment,
    },
    timeoutMs,
    onLog: (line) => logs.push(line),
  });
  return { bridge, redrive, sqs: new SQSClient(settingsFor(bridge.standIns)), logs };
}

export async function closeRunningRedrive({ bridge, redrive, sqs }: RunningRedrive): Promise<void> {
  sqs.destroy();
  await redrive.close();
  await bridge.close();
}

/** Records of an event, without what is the same in all of them. */
export type Records = readonly (Omit<ProducedRecord, 'timestamp' | 'key'> &
  Partial<Pick<ProducedRecord, 'key'>>)[];

export function event(records: Records) {
  return mskEvent(records.map(produced));
}

export function produced(record: Records[number]): ProducedRecord {
  return { timestamp: 1_772_442_900_000, key: 'k', ...record };
}

/**
 * What the event source mapping does with one batch: receive, invoke, delete what was not reported.
 *
 * @returns ids of the messages that were reported.
 */
export async function drain({ bridge, redrive, sqs }: RunningRedrive): Promise<string[]> {
  const QueueUrl = bridge.deadLetterQueueUrl;
  // No visibility timeout: what stays can be received again at once.
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
  const { Messages = [] } = await sqs.send(receive);
  const { batchItemFailures } = (await redrive.invoke({
    Records: Messages.map(({ MessageId, ReceiptHandle, Body }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      eventSource: 'aws:sqs',
    })),
  })) as { batchItemFailures: { itemIdentifier: string }[] };
  const reported = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const done = Messages.filter(({ MessageId = '' }) => !reported.includes(MessageId));
  if (done.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: done.map(entry) }));
  return reported;
}

function entry({ ReceiptHandle }: Message, index: number) {
  return { Id: String(index), ReceiptHandle };
}

/** What rules see of the events on the bus; the order in which events arrive is nobody's. */
export function events(bridge: RunningBridge): string[] {
  return bridge.standIns.eventBridge
    .events()
    .map(({ source, detailType, resources, detail }) =>
      JSON.stringify([source, detailType, resources, detail]),
    )
    .sort();
}
