import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import type { DeliveredEvent } from '../eventbridge/delivered-event.ts';
import { FunctionError } from '../lambda/function-host.ts';
import { sampleConfiguration, startDemoEnvironment } from './environment.ts';
import { SAMPLE_EVENTS } from './sample-events.ts';

/** What one event file became. */
export interface BridgedFile {
  /** The entries that EventBridge accepted, in order; `Detail` is the exact JSON text. */
  readonly entries: readonly {
    readonly EventBusName: string;
    readonly Source: string;
    readonly DetailType: string;
    readonly Resources: readonly string[];
    readonly Detail: string;
  }[];
  /** What the function answered to the event source mapping. */
  readonly response: unknown;
  /** What the function threw. */
  readonly error: { readonly type: string; readonly message: string } | undefined;
  readonly deadLetters: readonly unknown[];
}

/**
 * Bridges one event from a file, once, as `sam local invoke` would.
 *
 * @param configurationFile the configuration document; without one the sample's own, or a guess by the first record.
 */
export async function bridgeFile(
  eventFile: string,
  configurationFile: string | undefined,
  options: {
    readonly faults: string | undefined;
    readonly logDirectory: string;
    readonly onLog: (line: string) => void;
  },
): Promise<BridgedFile> {
  const event: unknown = JSON.parse(await readFile(eventFile, 'utf8'));
  const configuration =
    configurationFile === undefined
      ? sampleConfiguration(fittingSample(eventFile, event))
      : await readFile(configurationFile, 'utf8');
  const accepted: DeliveredEvent[] = [];
  const environment = await startDemoEnvironment({ ...options, onEvent: (event) => accepted.push(event) });
  try {
    const answer = await environment
      .bridge('file', configuration)
      .invoke(event)
      .then((response) => ({ response, error: undefined }), asError);
    return {
      ...answer,
      entries: accepted.map(({ eventBusArn, source, detailType, resources, detail }) => ({
        EventBusName: eventBusArn,
        Source: source,
        DetailType: detailType,
        Resources: resources,
        Detail: detail,
      })),
      deadLetters: environment.standIns.sqs
        .messages(environment.deadLetterQueueUrl)
        .map(({ body }): unknown => JSON.parse(body)),
    };
  } finally {
    await environment.close();
  }
}

function asError(error: unknown): Pick<BridgedFile, 'response' | 'error'> {
  if (!(error instanceof FunctionError)) throw error;
  return { response: undefined, error: { type: error.errorType, message: error.message } };
}

function fittingSample(eventFile: string, event: unknown): string {
  const sample = SAMPLE_EVENTS.find(({ name }) => name === basename(eventFile, '.json'));
  return sample?.configuration ?? (hasGlueFrame(event) ? 'avro' : 'json');
}

/** Base64 of a Glue header: 03 00 or 03 05. */
const GLUE_FRAME = /^Aw(A|U)/;

function hasGlueFrame(event: unknown): boolean {
  const { records } = event as Partial<KafkaEvent>;
  const values = Object.values(records ?? {}).flatMap((list) => list.map(({ value }) => value));
  return values.some((value) => typeof value === 'string' && GLUE_FRAME.test(value));
}
