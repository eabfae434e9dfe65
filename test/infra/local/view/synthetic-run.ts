import type { MappingCounts } from '../../../../infra/local/mapping/mapping-counts.ts';
import type { FailedRecord, PipelineSnapshot } from '../../../../infra/local/pipeline/snapshot.ts';

const NO_COUNTS: MappingCounts = {
  polledEventCount: 0,
  filteredOutEventCount: 0,
  invokedEventCount: 0,
  failedInvokeEventCount: 0,
  droppedEventCount: 0,
  onFailureDestinationDeliveredEventCount: 0,
  committedEventCount: 0,
  pollingErrorCount: 0,
  invokeErrorCount: 0,
  onFailureDestinationDeliveryErrorCount: 0,
  commitErrorCount: 0,
  invocations: 0,
};

export function counts(some: Partial<MappingCounts> = {}): MappingCounts {
  return { ...NO_COUNTS, ...some };
}

export const POISON: readonly FailedRecord[] = [
  {
    topic: 'notifications',
    partition: 0,
    offset: 506,
    code: 'FRAME_INVALID',
    message: 'A Glue frame has at least 18 bytes; there are 17.',
    remedy:
      'The bytes are not what the serializers of the configured schema registry write. Check the producer, or choose another converter for this side of the record.',
  },
  {
    topic: 'notifications',
    partition: 2,
    offset: 1_312,
    code: 'SCHEMA_NOT_FOUND',
    message: 'The registry does not know the schema version 7b1e4f0a-8e6d-4c52-9d3f-000000000042.',
    remedy:
      'The schema is not in the registry that the converter reads. Register it again, or check where the producer registers its schemas: account and Region, or address.',
  },
];

export interface SyntheticRun {
  readonly ratePerSecond: number;
  readonly durationMs: number | undefined;
  /** When something goes wrong; undefined for a run in which nothing does. */
  readonly trouble: { readonly fromMs: number; readonly toMs: number } | undefined;
}

const CALM_RUN: SyntheticRun = { ratePerSecond: 2_000, durationMs: 30_000, trouble: undefined };

/** The demo at one moment, as if it ran; the same moment is always the same. */
export function syntheticSnapshot(elapsedMs: number, some: Partial<SyntheticRun> = {}): PipelineSnapshot {
  const run = { ...CALM_RUN, ...some };
  const at = (ms: number) => Math.max(0, Math.min(ms, run.durationMs ?? ms));
  const produced = producedUntil(at(elapsedMs), run.ratePerSecond);
  const analyzed = Math.min(produced, producedUntil(at(batchEnd(elapsedMs - 900, 500)), run.ratePerSecond));
  const notified = Math.floor(analyzed / 40);
  const stalledMs = run.trouble === undefined ? 0 : stalled(elapsedMs, run.trouble);
  const bridged = Math.floor(
    producedUntil(at(batchEnd(elapsedMs - 1_700 - stalledMs, 500)), run.ratePerSecond) / 40,
  );
  const failed = run.trouble === undefined ? 0 : failedUntil(elapsedMs, run.trouble);
  const latest = POISON.slice(0, failed > 40 ? 2 : failed > 10 ? 1 : 0);
  const events = Math.max(0, bridged - latest.length);
  const suspicious = Math.floor(events * 0.9);
  const large = Math.floor(events / 30);
  return {
    elapsedMs,
    durationMs: run.durationMs,
    isFinishing: run.durationMs !== undefined && elapsedMs > run.durationMs,
    source: 'in-memory log',
    faults: run.trouble === undefined ? undefined : 'throttle=0.3,reset=0.05',
    producedRecords: produced,
    mappings: [
      {
        functionName: 'demo-analyzer',
        topic: 'events',
        counts: counts({ committedEventCount: analyzed, invocations: Math.ceil(analyzed / 140) }),
        lag: produced - analyzed,
        coldStarts: elapsedMs > 800 ? 2 : 0,
      },
      {
        functionName: 'bridge',
        topic: 'notifications',
        counts: counts({
          committedEventCount: bridged,
          invocations: Math.ceil(bridged / 22) + Math.ceil(failed / 9),
          failedInvokeEventCount: failed,
        }),
        lag: notified - bridged,
        coldStarts: elapsedMs > 1_500 ? 1 : 0,
      },
    ],
    bus: {
      name: 'kafka-events',
      putEventsRequests: Math.ceil(events / 9.4),
      events,
      unmatchedEvents: events - suspicious,
    },
    rules: [
      {
        name: 'suspicious-activity',
        matched: suspicious,
        targets: [
          { to: 'log .local/logs/aws.events.suspicious-activity.log', delivered: suspicious },
          { to: 'webhook fraud-desk', delivered: suspicious },
        ],
      },
      {
        name: 'high-value',
        matched: large,
        targets: [{ to: 'log .local/logs/aws.events.high-value.log', delivered: large }],
      },
    ],
    failures: { injectedFaults: Math.floor(failed / 5), deadLetters: latest.length, latest },
  };
}

/** A producer that comes up to its speed and wavers a little. */
function producedUntil(ms: number, ratePerSecond: number): number {
  const seconds = Math.max(0, ms) / 1_000;
  return Math.floor(
    ratePerSecond * (seconds - Math.min(seconds, 1) / 2 + 0.2 * (1 - Math.cos(seconds * 0.9))),
  );
}

/** When the last batch was done. */
function batchEnd(ms: number, everyMs: number): number {
  return Math.floor(ms / everyMs) * everyMs;
}

/** By how much the bridge is late, because of the trouble; it catches up twice as fast. */
function stalled(elapsedMs: number, { fromMs, toMs }: { fromMs: number; toMs: number }): number {
  if (elapsedMs < fromMs) return 0;
  if (elapsedMs < toMs) return (elapsedMs - fromMs) * 0.7;
  return Math.max(0, (toMs - fromMs) * 0.7 - (elapsedMs - toMs));
}

function failedUntil(elapsedMs: number, { fromMs, toMs }: { fromMs: number; toMs: number }): number {
  return Math.max(0, Math.floor((Math.min(elapsedMs, toMs) - fromMs) / 90));
}
