import type { Contestant, ContestantModule, Job, JobAnswer } from './contestant.ts';
import { Stopwatch } from './measurement.ts';

/** The process of a contestant: `node contestant-host.ts <module> <argument>…`. Jobs come and measurements go over IPC. */

const [moduleUrl = '', ...args] = process.argv.slice(2);
const { start }: ContestantModule = await import(moduleUrl);

async function answer(contestant: Contestant, job: Job): Promise<JobAnswer> {
  const stopwatch = new Stopwatch();
  try {
    await contestant(job, stopwatch);
    return { measured: stopwatch.total };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const contestant = await start(...args);
process.on('message', async (job: Job) => process.send?.(await answer(contestant, job)));
process.on('disconnect', () => process.exit());
process.send?.('ready');
