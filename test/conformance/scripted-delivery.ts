import { Bridge } from '../../functions/bridge/bridge.ts';
import { type DeadLetter, WRITTEN } from '../../functions/bridge/dead-letter.ts';
import { configuration } from '../fixtures/configuration.ts';
import { type BusAnswer, type EntryAnswer, FakeEventBus, serviceError } from '../fixtures/event-bus.ts';
import { base64, eventRecord, kafkaEvent } from '../fixtures/kafka-event.ts';
import { NO_REGISTRIES } from '../fixtures/schema-registry.ts';
import { listen } from './global-endpoint.ts';
import type { GoldenCase } from './golden-cases.ts';
import {
  type OffloadingTarget,
  offloadingProperties,
  type ScriptedUpload,
  scriptedBucket,
} from './offloading.ts';
import type { Properties } from './refusal.ts';

export interface DeliveryCase extends Omit<GoldenCase, 'expect'> {
  /** The whole loop with its retries, or one pass. */
  readonly kind: 'delivery' | 'attempt';
  readonly config: Properties;
  /** Whether failed records can be reported; of one pass they always can. */
  readonly deadLetter?: boolean;
  readonly offsets: readonly number[];
  readonly unmappable?: readonly number[];
  readonly putEventsScript: readonly ScriptedAnswer[];
  readonly offload?: OffloadingTarget;
  readonly uploadScript?: readonly ScriptedUpload[];
  readonly expect: LoopEnding | PassEnding;
}

/** How the loop over a batch ends; `failed` when something is to be delivered again. */
export interface LoopEnding {
  readonly outcome: 'done' | 'failed';
  readonly putEventsCalls: readonly Call[];
  readonly reported: readonly Reported[];
  readonly approxElapsedMs?: number;
}

/** How one pass ends, by offsets. */
export interface PassEnding {
  readonly delivered: readonly number[];
  readonly retry: readonly number[];
  readonly putEventsCalls: readonly Call[];
  readonly reported: readonly Reported[];
}

interface Call {
  readonly offsets: readonly number[];
  /** Global endpoint. */
  readonly endpointId?: string;
}

interface Reported {
  readonly offset: number;
}

type ScriptedAnswer =
  | { readonly ok: true }
  | { readonly hang: true }
  | { readonly failedEntries: readonly { readonly index: number; readonly errorCode: string }[] }
  | { readonly fail: ScriptedFailure };

interface ScriptedFailure {
  readonly kind: 'service' | 'client' | 'unexpected';
  readonly status?: number;
  readonly message: string;
}

/** More than any script takes; waits are told of, not waited for. */
const INVOCATION_MS = 60_000;

/** The whole bridge on one batch, with a clock that only its own waits move; what {@link deliveryText} says of it. */
export async function deliver(delivery: DeliveryCase): Promise<string> {
  const { kind, config, deadLetter, offsets, unmappable = [], putEventsScript, offload, expect } = delivery;
  const bus = new FakeEventBus(putEventsScript.map(busAnswer));
  const reported: DeadLetter[] = [];
  let elapsedMs = 0;
  const onePass = kind === 'attempt' ? { 'aws.eventbridge.retries.max': '0' } : {};
  const offloading = offload === undefined ? {} : offloadingProperties(offload);
  const settings = configuration({ ...config, ...onePass, ...offloading });
  const globalEndpoint = settings.globalEndpointId === undefined ? undefined : await listen(settings, bus);
  const bridge = new Bridge(settings, {
    schemas: NO_REGISTRIES,
    putEvents: globalEndpoint?.putEvents ?? bus.putEvents,
    putObject: scriptedBucket(delivery.uploadScript ?? []),
    describeBus: async () => 'exists',
    writeDeadLetters:
      deadLetter === false
        ? undefined
        : async (letters) => {
            reported.push(...letters);
            return letters.map(() => WRITTEN);
          },
    now: () => elapsedMs,
    random: () => 0.5,
    sleep: async (ms) => {
      elapsedMs += ms;
    },
  });
  const records = offsets.map((offset) =>
    eventRecord({ offset, value: base64(unmappable.includes(offset) ? '{' : '"a"') }),
  );
  const { outcomes } = await bridge.carry(kafkaEvent(...records), () => INVOCATION_MS - elapsedMs);
  await globalEndpoint?.close();
  const offsetsOf = (wanted: string) => offsets.filter((_, index) => outcomes[index]?.kind === wanted);
  const requests = {
    putEventsCalls: bus.requests.map((request) => {
      const endpointId = globalEndpoint?.endpointIdOf(request);
      return {
        offsets: request.map(({ index }) => offsets[index] ?? Number.NaN),
        ...(endpointId === undefined ? {} : { endpointId }),
      };
    }),
    reported: reported.map(({ record }) => record),
  };
  if (kind === 'attempt') {
    return deliveryText({ ...requests, delivered: offsetsOf('sent'), retry: offsetsOf('retry') });
  }
  const isTimed = 'approxElapsedMs' in expect && !putEventsScript.some((answer) => 'hang' in answer);
  return deliveryText({
    ...requests,
    outcome: offsetsOf('retry').length === 0 ? 'done' : 'failed',
    ...(isTimed ? { approxElapsedMs: elapsedMs } : {}),
  });
}

function busAnswer(answer: ScriptedAnswer): BusAnswer {
  if ('fail' in answer) return { kind: 'error', error: clientError(answer.fail) };
  // How long the client waits is its own affair; this is what it says then.
  if ('hang' in answer) return { kind: 'error', error: serviceError('TimeoutError') };
  return { kind: 'entries', answers: 'failedEntries' in answer ? entryAnswers(answer.failedEntries) : [] };
}

function entryAnswers(
  failed: readonly { readonly index: number; readonly errorCode: string }[],
): readonly EntryAnswer[] {
  const codes = new Map(failed.map(({ index, errorCode }) => [index, errorCode]));
  return Array.from({ length: 10 }, (_, index): EntryAnswer => {
    const code = codes.get(index);
    return code === undefined ? 'taken' : { code };
  });
}

/** Names under which EventBridge gives the statuses of the scripts. */
const ERROR_NAMES: ReadonlyMap<number, string> = new Map([
  [400, 'AccessDeniedException'],
  [413, 'RequestEntityTooLargeException'],
  [429, 'ThrottlingException'],
  [500, 'InternalException'],
]);

function clientError({ kind, status, message }: ScriptedFailure): Error {
  if (kind === 'unexpected') return new TypeError(message);
  if (kind === 'client' || status === undefined) return serviceError('ECONNRESET', undefined, message);
  return serviceError(ERROR_NAMES.get(status) ?? 'EventBridgeServiceException', status, message);
}

/** Requests and ending as one line; the order of requests and offsets counts. */
export function deliveryText(ending: LoopEnding | PassEnding): string {
  const requests = ending.putEventsCalls.map(requestText).join(' ');
  const reported = ranges(ending.reported.map(({ offset }) => offset));
  return `requests ${requests || 'none'}, reported ${reported}, ${endingText(ending)}`;
}

function requestText({ offsets, endpointId }: Call): string {
  return `[${ranges(offsets)}]${endpointId === undefined ? '' : ` at ${endpointId}`}`;
}

function endingText(ending: LoopEnding | PassEnding): string {
  if ('delivered' in ending) {
    return `delivered ${ranges(ending.delivered)}, to be retried ${ranges(ending.retry)}`;
  }
  const { outcome, approxElapsedMs } = ending;
  return approxElapsedMs === undefined ? outcome : `${outcome} after ${approxElapsedMs} ms`;
}

/** `0-9, 12`; the order counts. */
function ranges(offsets: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const offset of offsets) {
    const run = runs.at(-1);
    if (run !== undefined && offset === run[1] + 1) run[1] = offset;
    else runs.push([offset, offset]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ') || 'none';
}
