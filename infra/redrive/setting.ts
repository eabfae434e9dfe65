import type { S3Client } from '@aws-sdk/client-s3';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { interruption } from '../command-line/interruption.ts';
import { s3Client } from './clients.ts';
import type { RedriveCommand } from './command-line.ts';
import { readConfiguration } from './configuration.ts';
import { Journal } from './journal.ts';
import { defaultJournalPath } from './journal-path.ts';
import { KafkaConnection } from './kafka-connection.ts';
import { Progress } from './progress.ts';
import type { Source } from './source.ts';
import { openSources } from './sources.ts';

/** What a redrive and a dry run work with. */
export interface Setting {
  readonly configuration: Configuration;
  readonly journal: Journal;
  readonly kafka: KafkaConnection | undefined;
  readonly s3: S3Client;
  readonly sources: readonly Source[];
  readonly progress: Progress;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Opens what a command line names.
 *
 * @throws Refusal or ConfigurationError when something of it cannot be used; nothing was touched then.
 */
export async function openSetting(command: RedriveCommand): Promise<Setting> {
  // The AWS CLI knows this variable, the SDK for JavaScript does not.
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  if (AWS_REGION === undefined && AWS_DEFAULT_REGION !== undefined)
    process.env.AWS_REGION = AWS_DEFAULT_REGION;
  const configuration = await readConfiguration(command.configuration);
  const path = command.journalPath ?? defaultJournalPath(configuration);
  const journal = command.isDryRun
    ? await Journal.read(path, configuration)
    : await Journal.open(path, configuration);
  const kafka = command.kafka === undefined ? undefined : new KafkaConnection(command.kafka);
  const progress = new Progress(process.stderr, () => performance.now());
  const signal = interruption();
  signal.addEventListener('abort', () => progress.say('Ending after what is under way.'));
  const s3 = s3Client();
  const { connectorId } = configuration;
  const onWait = (text: string) => progress.show(text);
  const sources = openSources(command.sources, { s3, kafka, signal, connectorId, onWait });
  return { configuration, journal, kafka, s3, sources, progress, signal };
}

export async function closeSetting({ progress, journal, kafka }: Setting): Promise<void> {
  progress.clear();
  await journal.close();
  await kafka?.close();
}
