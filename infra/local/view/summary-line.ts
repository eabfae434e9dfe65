import { count, counted } from '../../command-line/counted.ts';
import type { PipelineSnapshot } from '../pipeline/snapshot.ts';
import { failureCounts } from './failure-rows.ts';
import { clock, rate } from './figures.ts';
import type { Counter, History } from './history.ts';
import { countOf, stagesOf } from './stages.ts';
import { printable } from './text-width.ts';

/** The pipeline in one line that says everything by itself, for a log. */
export function summaryLine(history: History): string {
  const { latest } = history;
  const {
    bus,
    rules,
    failures: { injectedFaults },
  } = latest;
  const matched = rules.reduce((sum, rule) => sum + rule.matched, 0);
  const withRate = (counter: Counter) => `${count(counter(latest))} (${rate(history.rate(counter), 11)})`;
  const produced: Counter = ({ producedRecords }) => producedRecords ?? 0;
  const failures = failureCounts(latest).map(({ text }) => text);
  return [
    timeText(latest),
    ...(latest.producedRecords === undefined ? [] : [`produced ${withRate(produced)}`]),
    ...stagesOf(latest).flatMap(({ functionName, topics }) => [
      ...topics.map(({ topic, lag }) => `${printable(topic)} lag ${count(lag)}`),
      `${printable(functionName)} ${withRate(countOf(functionName, 'committedEventCount'))}`,
    ]),
    `bus ${counted(bus.events, 'event')} in ${counted(bus.putEventsRequests, 'request')}`,
    `rules matched ${count(matched)}`,
    ...(failures.length === 0 ? ['no failures'] : failures),
    ...(injectedFaults === 0 ? [] : [counted(injectedFaults, 'injected fault')]),
  ].join(' · ');
}

function timeText({ elapsedMs, durationMs, isFinishing }: PipelineSnapshot): string {
  if (isFinishing) return `${clock(elapsedMs)}, finishing`;
  return durationMs === undefined ? clock(elapsedMs) : `${clock(elapsedMs)} of ${clock(durationMs)}`;
}
