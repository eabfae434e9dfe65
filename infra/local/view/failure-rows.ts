import { counted } from '../../command-line/counted.ts';
import type { MappingCounts } from '../mapping/mapping-counts.ts';
import type { FailedRecord, PipelineSnapshot } from '../pipeline/snapshot.ts';
import type { Density } from './density.ts';
import type { Layout } from './layout.ts';
import { type Line, listed, type Span, span, type Tone } from './line.ts';
import { sumOf } from './stages.ts';
import { cell, printable, textWidth, wrap } from './text-width.ts';

/** What failed, why, and what to do. */
export function failureRows(snapshot: PipelineSnapshot, layout: Layout, density: Density): Line[] {
  const counts = failureCounts(snapshot);
  const faults = told(snapshot.failures.injectedFaults, 'injected fault', 'dim');
  if (counts.length === 0) {
    return [[span(' ✓ ', 'good'), ...listed([span('No failures', 'dim'), ...faults], layout.text - 3)]];
  }
  const title = span(' Failures  ', 'strong');
  return [
    [title, ...listed([...counts, ...faults], layout.text - title.text.length)],
    ...recordRows(snapshot.failures.latest.slice(-density.maxFailures), layout, density),
  ];
}

/** The kinds of failures that there are, the worst first. What a repetition in the function has healed is none. */
export function failureCounts(snapshot: PipelineSnapshot): Span[] {
  const sum = (name: keyof MappingCounts) => sumOf(snapshot, name);
  return [
    ...told(sum('droppedEventCount'), 'record', 'loss', ' dropped'),
    ...told(sum('onFailureDestinationDeliveredEventCount'), 'record', 'attention', ' given up'),
    ...told(snapshot.failures.deadLetters, 'dead letter', 'attention'),
    ...told(sum('failedInvokeEventCount'), 'record', 'attention', ' retried'),
    ...told(sum('pollingErrorCount'), 'polling error', 'attention'),
    ...told(sum('commitErrorCount'), 'commit error', 'attention'),
    ...told(sum('onFailureDestinationDeliveryErrorCount'), 'destination error', 'attention'),
  ];
}

function told(value: number, what: string, tone: Tone, became = ''): Span[] {
  return value === 0 ? [] : [span(`${counted(value, what)}${became}`, tone)];
}

/** Less of a message tells nothing. */
const MIN_MESSAGE = 20;

const INDENTATION = '   ';

function recordRows(records: readonly FailedRecord[], { text }: Layout, { maxRemedyLines }: Density): Line[] {
  const codes = Math.max(0, ...records.map(({ code }) => textWidth(code)));
  const places = Math.max(0, ...records.map((record) => textWidth(place(record))));
  const message = text - INDENTATION.length - codes - places - 4;
  return records.flatMap((record, index) => [
    [
      span(INDENTATION),
      span(`${cell(record.code, codes)}  `, 'attention'),
      span(`${cell(place(record), places)}  `),
      span(message < MIN_MESSAGE ? '' : printable(record.message)),
    ],
    // One remedy for neighbours with the same code.
    ...(records[index + 1]?.code === record.code ? [] : remedyRows(record, text, maxRemedyLines)),
  ]);
}

function remedyRows({ remedy }: FailedRecord, columns: number, maxLines: number): Line[] {
  const lines = wrap(printable(remedy), columns - INDENTATION.length - 2);
  const shown = lines.slice(0, maxLines);
  if (shown.length < lines.length && shown.length > 0) {
    // The rest of it on the last line, which is cut where the terminal ends.
    shown.push(lines.slice(shown.length - 1).join(' '));
    shown.splice(-2, 1);
  }
  return shown.map((line) => [span(`${INDENTATION}  ${line}`, 'dim')]);
}

/** As the redrive writes it. */
function place({ topic, partition, offset }: FailedRecord): string {
  return printable(`${topic}-${partition}@${offset}`);
}
