import type { Account } from './account.ts';
import type { Cluster } from './cluster.ts';
import { Pipeline, type Setting } from './pipeline.ts';
import { planRecords } from './planned-record.ts';
import type { Scenario } from './scenario.ts';

export interface PlayOptions {
  readonly setting: Setting & { readonly cluster: Cluster };
  /** Of the plain run. */
  readonly records: number;
  readonly seed: number;
}

/** What a scenario came to. */
export interface Outcome {
  readonly scenario: string;
  /** Undefined when it did not come to its end. */
  readonly account: Account | undefined;
  /** Why it did not come to its end. */
  readonly error: string | undefined;
  /** What happened, in figures. */
  readonly remark: string;
  /** From the first record that was written until the group had committed the last one. */
  readonly bridgedMs: number;
  readonly putEventsRequests: number;
  /** Faults injected, by kind. */
  readonly faults: Readonly<Record<string, number>>;
}

/** So few that every partition has some, and that something is there to be disturbed. */
const MIN_RECORDS = 200;

/** Plays one scenario on a topic of its own, and accounts for every record of it. */
export async function play(scenario: Scenario, options: PlayOptions): Promise<Outcome> {
  const { name, share, poisonShare = 0, guarantees, act } = scenario;
  const { setting, seed } = options;
  const pipeline = await Pipeline.start(setting, { ...scenario, topic: name });
  const records = planRecords({
    records: Math.max(MIN_RECORDS, Math.round(options.records * share)),
    poisonShare,
    seed,
  });
  const startMs = performance.now();
  const outcome = (result: Pick<Outcome, 'account' | 'error' | 'remark'>, endMs: number): Outcome => ({
    scenario: name,
    ...result,
    bridgedMs: endMs - startMs,
    putEventsRequests: pipeline.surroundings.standIns.requests.count('eventbridge.PutEvents'),
    faults: Object.fromEntries(pipeline.surroundings.faults),
  });
  try {
    const { remark, givenUp = [] } = await act({ cluster: setting.cluster, pipeline, records });
    const endMs = performance.now();
    const account = await pipeline.account(guarantees, givenUp);
    return outcome({ account, error: undefined, remark }, endMs);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return outcome({ account: undefined, error: message, remark: '' }, performance.now());
  } finally {
    await pipeline.close();
  }
}
