import { startStandIns } from '../../infra/local/stand-ins.ts';
import { ROLE } from './calls/sts.ts';
import { CHAPTERS } from './chapters.ts';
import { type Clients, clientsFor, closeClients } from './clients.ts';
import { type Comparison, compare, isSettled } from './comparison.ts';
import { EVENT_PATTERN_DIFFERENCES } from './differences/event-patterns.ts';
import { type MotoServer, REGION, startMotoServer } from './moto-server.ts';
import { patternOpinions } from './patterns/pattern-chapter.ts';
import { type RecordedPatterns, recordedPatterns } from './patterns/recorded-patterns.ts';
import { openMotoAccount } from './pipeline/moto-account.ts';
import type { PipelineResult } from './pipeline/pipeline-check.ts';
import { PIPELINE_CHECKS } from './pipeline/pipeline-checks.ts';

/** What moto says of all this. */
export interface SecondOpinions {
  readonly pipeline: readonly PipelineResult[];
  readonly comparisons: readonly Comparison[];
  /** @default - no file was given */
  readonly recorded?: RecordedPatterns;
}

/** Told what is there so far. */
export interface OpinionListener {
  readonly onStage: (text: string) => void;
  readonly onPipeline: (result: PipelineResult) => void;
  readonly onComparison: (comparison: Comparison) => void;
}

/** Whether nothing was lost, and every difference is explained. */
export function areSettled({ pipeline, comparisons, recorded }: SecondOpinions): boolean {
  return (
    pipeline.every(({ problems }) => problems.length === 0) &&
    comparisons.every(isSettled) &&
    (recorded === undefined || recorded.standInsDiffer.length === 0)
  );
}

/** Runs the built functions before moto, and puts the same requests to moto and to the stand-ins. */
export async function askMoto(
  python: string,
  eventPatterns: string | undefined,
  listener: OpinionListener,
): Promise<SecondOpinions> {
  listener.onStage('the built functions run before moto');
  const pipeline = await withMoto(python, (moto) => pipelineResults(moto, listener));
  listener.onStage('the same requests go to the stand-ins and to moto');
  return await withMoto(python, async (moto) => {
    const standIns = await startStandIns();
    standIns.sts.createRole(ROLE);
    const ours = clientsFor(standIns.url, REGION);
    const theirs = clientsFor(moto.url, REGION);
    try {
      const comparisons = await comparisonsOf(ours, theirs, listener);
      if (eventPatterns === undefined) return { pipeline, comparisons };
      return { pipeline, comparisons, recorded: await recordedPatterns(eventPatterns, ours, theirs) };
    } finally {
      closeClients(ours);
      closeClients(theirs);
      await standIns.close();
    }
  });
}

/** An empty one, which ends with the work. */
async function withMoto<Result>(
  python: string,
  work: (moto: MotoServer) => Promise<Result>,
): Promise<Result> {
  const moto = await startMotoServer(python);
  return await work(moto).finally(() => moto.close());
}

async function pipelineResults(
  moto: MotoServer,
  { onPipeline }: OpinionListener,
): Promise<readonly PipelineResult[]> {
  const account = await openMotoAccount(moto);
  const results: PipelineResult[] = [];
  try {
    for (const { name, run } of PIPELINE_CHECKS) {
      const result = { name, ...(await run(account)) };
      results.push(result);
      onPipeline(result);
    }
  } finally {
    await account.close();
  }
  return results;
}

async function comparisonsOf(
  ours: Clients,
  theirs: Clients,
  { onComparison }: OpinionListener,
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  const add = (comparison: Comparison) => {
    comparisons.push(comparison);
    onComparison(comparison);
  };
  for (const { chapter, known } of CHAPTERS) {
    const { name, answers } = chapter;
    add(compare({ name, standIns: await answers(ours), moto: await answers(theirs) }, known));
  }
  add(compare(await patternOpinions(ours, theirs), EVENT_PATTERN_DIFFERENCES));
  return comparisons;
}
