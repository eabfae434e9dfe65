import { afterEach, beforeEach } from 'vitest';
import { type StandInOptions, type StandIns, startStandIns } from '../../../infra/local/stand-ins.ts';

/** What an SDK client needs to reach the stand-ins. Retries are off: a test wants to see the first answer. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** Starts fresh stand-ins before each test of the file and closes them after it. */
export function runStandIns(options: StandInOptions = {}): {
  readonly standIns: StandIns;
  readonly clientSettings: ClientSettings;
} {
  let running: StandIns | undefined;
  const current = () => {
    if (running === undefined) throw new Error('The stand-ins run within tests only.');
    return running;
  };
  beforeEach(async () => {
    running = await startStandIns(options);
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });
  return {
    get standIns() {
      return current();
    },
    get clientSettings() {
      return settingsFor(current());
    },
  };
}

export function settingsFor(standIns: StandIns): ClientSettings {
  return {
    endpoint: standIns.url,
    region: standIns.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
}
