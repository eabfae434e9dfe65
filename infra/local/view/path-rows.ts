import { count, counted, nounOf } from '../../command-line/counted.ts';
import type { MappingSnapshot } from '../pipeline/snapshot.ts';
import { bar } from './bar.ts';
import type { Density } from './density.ts';
import { seconds, UNKNOWN } from './figures.ts';
import { flow } from './flow.ts';
import type { Counter, History, Waiting } from './history.ts';
import type { Layout } from './layout.ts';
import { type Line, listed, type Span, span, type Tone } from './line.ts';
import { stationRow } from './row.ts';
import { countOf, ofMapping, type Stage, stagesOf, sumOf } from './stages.ts';
import { printable } from './text-width.ts';

const FUNCTION = span('λ', 'strong');
const TOPIC = span('≡', 'accent');
const BUS = span('◆', 'strong');

/** The bar of a topic is full when its oldest record has waited so long. */
const FULL_WAIT_MS = 10_000;

/** Longer than a batch window, a cold start and a repetition take. */
const LONG_WAIT_MS = 3_000;

/** The way of the records, from the top to the bus, with what each station has done on the line between. */
export function pathRows(history: History, layout: Layout, density: Density): Line[] {
  const { latest } = history;
  const stations: { readonly row: Line; readonly details: readonly Span[] }[] = [];
  if (latest.producedRecords !== undefined) {
    stations.push({ row: producerRow(history, layout), details: [] });
  }
  for (const stage of stagesOf(latest)) {
    for (const mapping of stage.topics)
      stations.push({ row: topicRow(history, mapping, layout), details: [] });
    stations.push({ row: functionRow(history, stage, layout), details: functionDetails(history, stage) });
  }
  stations.push({ row: busRow(history, layout), details: busDetails(history) });
  const pulse = pulseOf(history, stations.length);
  return stations.flatMap(({ row, details }, index) => {
    const isShown = density.hasSpine || (density.hasDetails && details.length > 0);
    const line = span(' │ ', index === pulse ? 'accent' : 'dim');
    return isShown ? [row, [line, ...(density.hasDetails ? listed(details, layout.text - 3) : [])]] : [row];
  });
}

function producerRow(history: History, layout: Layout): Line {
  const produced: Counter = ({ producedRecords }) => producedRecords ?? 0;
  const total = produced(history.latest);
  return stationRow(
    {
      marker: FUNCTION,
      name: span('producer', 'strong'),
      ...flow(history, produced, layout),
      total,
      noun: nounOf(total, 'record'),
    },
    layout,
  );
}

function topicRow(history: History, mapping: MappingSnapshot, layout: Layout): Line {
  const committed = ofMapping(mapping, ({ counts }) => counts.committedEventCount);
  const lag = ofMapping(mapping, (each) => each.lag);
  const waiting = history.waiting(committed, lag);
  const tone: Tone = waiting.waitingMs >= LONG_WAIT_MS ? 'attention' : 'good';
  return stationRow(
    {
      marker: TOPIC,
      kind: 'topic',
      name: span(printable(mapping.topic), 'accent'),
      rateLabel: 'waits',
      rate: span(waitingText(waiting), mapping.lag === 0 ? 'dim' : tone),
      graph: bar(waiting.waitingMs / FULL_WAIT_MS, layout.graph, tone),
      total: mapping.lag,
      noun: 'lag',
    },
    layout,
  );
}

function waitingText({ waitingMs, isAtLeast }: Waiting): string {
  if (isAtLeast && waitingMs === 0) return UNKNOWN;
  return isAtLeast ? `>${seconds(waitingMs)}` : seconds(waitingMs);
}

function functionRow(history: History, { functionName }: Stage, layout: Layout): Line {
  const committed = countOf(functionName, 'committedEventCount');
  const total = committed(history.latest);
  return stationRow(
    {
      marker: FUNCTION,
      name: span(printable(functionName), 'strong'),
      ...flow(history, committed, layout, functionName),
      total,
      noun: nounOf(total, 'record'),
    },
    layout,
  );
}

function functionDetails({ latest }: History, { functionName, topics }: Stage): Span[] {
  const sum = (name: Parameters<typeof sumOf>[1]) => sumOf(latest, name, functionName);
  const coldStarts = topics.reduce((total, mapping) => total + mapping.coldStarts, 0);
  return [
    span(counted(sum('invocations'), 'invocation'), 'dim'),
    span(counted(coldStarts, 'cold start'), 'dim'),
    ...told(sum('droppedEventCount'), 'dropped', 'loss'),
    ...told(sum('onFailureDestinationDeliveredEventCount'), 'given up', 'attention'),
    ...told(sum('failedInvokeEventCount'), 'retried', 'attention'),
    ...told(sum('filteredOutEventCount'), 'filtered out', 'dim'),
  ];
}

function told(value: number, what: string, tone: Tone): Span[] {
  return value === 0 ? [] : [span(`${count(value)} ${what}`, tone)];
}

function busRow(history: History, layout: Layout): Line {
  const { bus } = history.latest;
  return stationRow(
    {
      marker: BUS,
      kind: 'bus',
      name: span(printable(bus.name), 'strong'),
      ...flow(history, (snapshot) => snapshot.bus.events, layout),
      total: bus.events,
      noun: nounOf(bus.events, 'event'),
    },
    layout,
  );
}

function busDetails({ latest: { bus } }: History): Span[] {
  const entries = bus.putEventsRequests === 0 ? undefined : bus.events / bus.putEventsRequests;
  return [
    span(counted(bus.putEventsRequests, 'PutEvents request'), 'dim'),
    ...(entries === undefined ? [] : [span(`${entries.toFixed(1)} events a request`, 'dim')]),
  ];
}

/** How long the light on the line stays between two stations. */
const PULSE_MS = 200;

/** Between two lights, in stations. */
const PULSE_PAUSE = 4;

/** Between which two stations the light is, while records move. */
function pulseOf(history: History, stations: number): number | undefined {
  const isMoving = (history.rate(({ bus }) => bus.events) ?? 0) > 0;
  if (!isMoving) return undefined;
  return Math.floor(history.latest.elapsedMs / PULSE_MS) % (stations + PULSE_PAUSE);
}
