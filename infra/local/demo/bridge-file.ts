import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { unreadable } from '../../command-line/unreadable.ts';
import type { DeliveredEvent } from '../eventbridge/delivered-event.ts';
import { FunctionError } from '../lambda/function-host.ts';
import { busArnOf } from './bus-arn.ts';
import { configurationText, type SampleConfiguration } from './configurations.ts';
import type { SchemaFile } from './demo-stand-ins.ts';
import { type DemoOptions, startDemoEnvironment } from './environment.ts';
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
  /** Entries for a bus that does not exist: EventBridge accepts them all the same. */
  readonly dropped: number;
  /** What the function answered to the event source mapping. */
  readonly response: unknown;
  /** What the function threw. */
  readonly error: { readonly type: string; readonly message: string } | undefined;
  readonly deadLetters: readonly unknown[];
}

export interface BridgeFileOptions extends Pick<DemoOptions, 'faults' | 'logDirectory' | 'onLog'> {
  readonly eventFile: string;
  /** Without one the sample's own configuration is taken, or one that finds out the formats of the records by itself. */
  readonly configurationFile: string | undefined;
  readonly schemas: readonly SchemaFile[];
}

/** Bridges one event from a file, once, as `sam local invoke` would. */
export async function bridgeFile(options: BridgeFileOptions): Promise<BridgedFile> {
  const { eventFile, configurationFile } = options;
  const event = await readJson(eventFile);
  const configuration = await configurationText(configurationFile, fittingSample(eventFile));
  const accepted: DeliveredEvent[] = [];
  const environment = await startDemoEnvironment({
    ...options,
    eventBusArn: busArnOf(configuration),
    onEvent: (delivered) => accepted.push(delivered),
  });
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
      dropped: environment.standIns.eventBridge.counts().dropped,
      deadLetters: environment.standIns.sqs
        .messages(environment.deadLetterQueueUrl)
        .map(({ body }): unknown => JSON.parse(body)),
    };
  } finally {
    await environment.close();
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON.`, { cause });
  }
}

function asError(error: unknown): Pick<BridgedFile, 'response' | 'error'> {
  if (!(error instanceof FunctionError)) throw error;
  return { response: undefined, error: { type: error.errorType, message: error.message } };
}

function fittingSample(eventFile: string): SampleConfiguration {
  return SAMPLE_EVENTS.find(({ name }) => name === basename(eventFile, '.json'))?.configuration ?? 'auto';
}
