import type { PipelineSnapshot } from '../pipeline/snapshot.ts';
import { rate } from './figures.ts';
import { type Counter, type History, WINDOW_MS } from './history.ts';
import type { Layout } from './layout.ts';
import { type Line, type Span, span } from './line.ts';
import { type Sample, sparkline } from './sparkline.ts';
import { countOf } from './stages.ts';

/** Records a second, as a number and as a graph. With a function, the graph tells also when its records failed. */
export function flow(
  history: History,
  counter: Counter,
  layout: Layout,
  functionName?: string,
): { readonly rate: Span; readonly graph: Line } {
  const perSecond = history.rate(counter);
  return {
    rate: span(rate(perSecond, layout.rate), (perSecond ?? 0) > 0 ? 'good' : 'dim'),
    graph: sparkline(samples(history, counter, layout.graph, functionName), layout.graph),
  };
}

function samples(
  history: History,
  counter: Counter,
  parts: number,
  functionName: string | undefined,
): Sample[] {
  const windowMs = windowOf(history.latest);
  const values = history.increments(counter, parts, windowMs);
  if (functionName === undefined) return values.map((value) => ({ value, tone: 'good' }));
  const failed = history.increments(countOf(functionName, 'failedInvokeEventCount'), parts, windowMs);
  const dropped = history.increments(countOf(functionName, 'droppedEventCount'), parts, windowMs);
  return values.map((value, index) => ({
    value,
    tone: (dropped[index] ?? 0) > 0 ? 'loss' : (failed[index] ?? 0) > 0 ? 'attention' : 'good',
  }));
}

/** A shorter one would be a handful of batches. */
const MIN_WINDOW_MS = 5_000;

/** The graph of a short run is full at its end. */
function windowOf({ durationMs = WINDOW_MS }: PipelineSnapshot): number {
  return Math.max(MIN_WINDOW_MS, Math.min(WINDOW_MS, durationMs));
}
