import { setTimeout as sleep } from 'node:timers/promises';
import { parts, type Scenario } from '../scenario.ts';
import { within } from '../wait-until.ts';

const AWAY_MS = 1_000;

export const BROKER_RESTARTS: Scenario = {
  name: 'broker-restarts',
  about:
    'the broker is killed while records are written and bridged, and later shut down; both times it comes back',
  share: 0.15,
  configuration: { 'aws.eventbridge.ordering': 'partition' },
  guarantees: { isOrdered: true, mayRepeat: true },
  act: async ({ cluster: { broker }, pipeline, records }) => {
    const { production } = pipeline;
    await pipeline.startMapping();
    const waiting: number[] = [];
    let awayMs = 0;
    const [first = [], second = [], third = [], fourth = []] = parts(records, 4);
    for (const [signal, before, meanwhile] of [
      ['SIGKILL', first, second],
      ['SIGTERM', third, fourth],
    ] as const) {
      const acknowledgedBefore = production.acknowledged.length;
      production.write(before);
      await pipeline.acknowledged(acknowledgedBefore + Math.floor(before.length / 2));
      const stoppedAtMs = performance.now();
      await within('the broker to end', broker.stop(signal));
      production.write(meanwhile);
      await sleep(AWAY_MS);
      waiting.push(production.waiting);
      await broker.start();
      awayMs += performance.now() - stoppedAtMs;
      await production.settled();
    }
    await pipeline.drained();
    return {
      remark: `away for ${(awayMs / 1_000).toFixed(1)} s in all; ${waiting.join(' and ')} records waited for it`,
    };
  },
};
