import { fileURLToPath } from 'node:url';
import { LocalFunction } from '../lambda/function-host.ts';
import { bridgeEnvironment } from './bridge-environment.ts';
import { type DemoStandInOptions, type DemoStandIns, startDemoStandIns } from './demo-stand-ins.ts';
import { withRegistryOf } from './registries.ts';

/** The built module that `cdk deploy` puts into the function. */
const ARTEFACT = fileURLToPath(new URL('../../../dist/bridge/index.mjs', import.meta.url));

/** As long as a careful deployment would give it; requests that hang are given up earlier. */
const FUNCTION_TIMEOUT_MS = 60_000;

export interface DemoOptions
  extends Pick<DemoStandInOptions, 'eventBusArn' | 'faults' | 'onEvent' | 'schemas'> {
  /** Where the log groups write their files. */
  readonly logDirectory: string;
  /** Takes each line that the bridges log. */
  readonly onLog: (line: string) => void;
}

/** The demo's surroundings: stand-ins with bus, rules, schemas and dead-letter queue, and a bridge a configuration. */
export interface DemoEnvironment extends Pick<DemoStandIns, 'close' | 'deadLetterQueueUrl' | 'standIns'> {
  /** The bridge with this configuration document, started when first asked for. */
  readonly bridge: (name: string, configurationText: string) => LocalFunction;
}

export async function startDemoEnvironment({ onLog, ...options }: DemoOptions): Promise<DemoEnvironment> {
  const { standIns, deadLetterQueueUrl, putConfiguration, close } = await startDemoStandIns(options);
  const bridges = new Map<string, LocalFunction>();
  return {
    standIns,
    deadLetterQueueUrl,
    bridge: (name, configurationText) => {
      const known = bridges.get(name);
      if (known !== undefined) return known;
      const bridge = new LocalFunction({
        artefact: ARTEFACT,
        name: `bridge-${name}`,
        environment: {
          ...standIns.environment,
          ...bridgeEnvironment({
            configurationParameter: putConfiguration(name, withRegistryOf(standIns, configurationText)),
            deadLetterQueueUrl,
          }),
        },
        timeoutMs: FUNCTION_TIMEOUT_MS,
        onLog,
      });
      bridges.set(name, bridge);
      return bridge;
    },
    close: async () => {
      await Promise.all([...bridges.values()].map((bridge) => bridge.close()));
      await close();
    },
  };
}
