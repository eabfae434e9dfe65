import { checkSettings } from './checked-settings.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import type { EventSourceMapping, EventSourceMappingOptions } from './event-source-mapping.ts';
import type { MappingContext } from './mapping-context.ts';
import { MAX_PAYLOAD_BYTES } from './mapping-settings.ts';
import { startTally } from './mapping-tally.ts';
import { PartitionLocks } from './partition-locks.ts';
import { type Poller, startPoller } from './poller.ts';

/** What a test has other than Lambda. */
export interface MappingSurroundings {
  /** @default - the clock of the system */
  readonly clock?: Clock;
  /** @default - Lambda's limit */
  readonly maxPayloadBytes?: number;
}

/**
 * Starts an event source mapping: joins the consumer group with its pollers and delivers until it is stopped.
 *
 * @throws InvalidMappingSettingsError when Lambda would not create such a mapping; what the source throws when a group cannot be
 *   joined.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
 */
export async function startEventSourceMapping(
  { settings, source, fn, destination, onProblem = () => undefined }: EventSourceMappingOptions,
  { clock = SYSTEM_CLOCK, maxPayloadBytes = MAX_PAYLOAD_BYTES }: MappingSurroundings = {},
): Promise<EventSourceMapping> {
  const ending = new AbortController();
  const killed = new AbortController();
  const context: MappingContext = {
    settings: checkSettings(settings, destination?.arn),
    source,
    fn,
    destination,
    clock,
    maxPayloadBytes,
    tally: startTally(),
    locks: new PartitionLocks(),
    tell: onProblem,
    ending: ending.signal,
    killed: killed.signal,
  };
  const pollers = await startPollers(context, ending);
  const dead = Promise.withResolvers<void>();
  let finished: Promise<unknown> | undefined;
  return {
    counts: () => ({ ...context.tally }),
    lag: async () => {
      const lags = await Promise.all(pollers.map((poller) => poller.lag()));
      return lags.reduce((sum, lag) => sum + lag, 0);
    },
    stop: async () => {
      ending.abort();
      if (!killed.signal.aborted) finished ??= Promise.all(pollers.map((poller) => poller.finish()));
      await Promise.race([finished, dead.promise]);
    },
    kill: async () => {
      killed.abort();
      ending.abort();
      await Promise.all(pollers.map((poller) => poller.close()));
      dead.resolve();
    },
  };
}

/** All of them, or none. */
async function startPollers(context: MappingContext, ending: AbortController): Promise<Poller[]> {
  const starts = await Promise.allSettled(
    Array.from({ length: context.settings.pollers }, () => startPoller(context)),
  );
  const pollers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failure = starts.find((start) => start.status === 'rejected');
  if (failure === undefined) return pollers;
  ending.abort();
  await Promise.all(pollers.map((poller) => poller.finish()));
  throw failure.reason;
}
