import process from 'node:process';
import { LineView } from './line-view.ts';
import { Panel } from './panel.ts';
import type { PipelineView } from './pipeline-view.ts';
import { summaryLine } from './summary-line.ts';

/** `panel`: a picture that is drawn anew in place. `lines`: sentences for a log. `json`: one object a line. */
export type ViewKind = 'panel' | 'lines' | 'json';

export interface ViewOptions {
  readonly output: NodeJS.WriteStream;
  /** @default - `panel` on a terminal, `lines` elsewhere */
  readonly kind?: ViewKind;
  /** Called once when nobody reads the output any more, as after `| head`. What is written then goes nowhere. */
  readonly onClosed?: () => void;
}

/** Between two lines for a person who reads a log. */
const SUMMARY_INTERVAL_MS = 5_000;

/** Between two snapshots for a machine. */
const JSON_INTERVAL_MS = 1_000;

/** Begins to show a pipeline. Nothing else may write to a terminal between the first snapshot and the end. */
export function startView({ output, kind = fittingKind(output), onClosed }: ViewOptions): PipelineView {
  endQuietly(output, onClosed);
  switch (kind) {
    case 'panel':
      return new Panel(output);
    case 'lines':
      return new LineView(output, { intervalMs: SUMMARY_INTERVAL_MS, textOf: summaryLine });
    case 'json':
      return new LineView(output, {
        intervalMs: JSON_INTERVAL_MS,
        textOf: ({ latest }) => JSON.stringify({ snapshot: latest }),
        remarkOf: (remark) => JSON.stringify({ remark }),
      });
  }
}

/** Without a listener, writing to a closed pipe would crash the process; it stays for what is written after the view. */
function endQuietly(output: NodeJS.WriteStream, onClosed: (() => void) | undefined): void {
  let isClosed = false;
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (!isClosed) onClosed?.();
    isClosed = true;
  });
}

/** A dumb terminal cannot go back to a line. */
function fittingKind({ isTTY }: NodeJS.WriteStream): ViewKind {
  return isTTY && process.env.TERM !== 'dumb' ? 'panel' : 'lines';
}
