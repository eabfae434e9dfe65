import type { PipelineSnapshot } from '../pipeline/snapshot.ts';
import { bar } from './bar.ts';
import { clock } from './figures.ts';
import type { Layout } from './layout.ts';
import { type Line, lineWidth, listed, span } from './line.ts';
import { printable } from './text-width.ts';

const TITLE = [span(' Kafka → EventBridge', 'strong')];

const MAX_BAR = 30;
/** A shorter bar tells nothing. */
const MIN_BAR = 6;

/** Title at the left, time at the right. */
export function titleRow(snapshot: PipelineSnapshot, { panel }: Layout, hasEnded: boolean): Line {
  const time = timeCells(snapshot, hasEnded, panel - lineWidth(TITLE) - 2);
  const gap = panel - lineWidth(TITLE) - lineWidth(time);
  return gap < 1 ? TITLE : [...TITLE, span(' '.repeat(gap)), ...time];
}

function timeCells(snapshot: PipelineSnapshot, hasEnded: boolean, columns: number): Line {
  const { elapsedMs, durationMs } = snapshot;
  const elapsed = span(clock(elapsedMs));
  const left = columns - elapsed.text.length;
  const end = span(hasEnded ? 'ended' : goalOf(snapshot, left - MIN_BAR - 2), 'dim');
  const cells = left - end.text.length - 2;
  if (durationMs === undefined || cells < MIN_BAR) return listed([elapsed, end], columns);
  const progress = bar(elapsedMs / Math.max(1, durationMs), Math.min(MAX_BAR, cells), 'accent');
  return [elapsed, span(' '), ...progress, span(' '), end];
}

const FINISHING = 'finishing; the second Ctrl-C ends it at once';

/** What the run goes towards, in so many columns if that can be. */
function goalOf({ durationMs, isFinishing }: PipelineSnapshot, columns: number): string {
  // Records may be under way when no more are produced.
  if (isFinishing) return FINISHING.length <= columns ? FINISHING : 'finishing';
  return durationMs === undefined ? 'Ctrl-C ends it' : clock(durationMs);
}

/** Where the records come from, and what is put in their way. */
export function sourceRow({ source, faults }: PipelineSnapshot, { text }: Layout): Line {
  return [
    span(' '),
    ...listed(
      [
        span(printable(source), 'dim'),
        ...(faults === undefined ? [] : [span(`faults ${printable(faults)}`, 'attention')]),
      ],
      text - 1,
    ),
  ];
}
