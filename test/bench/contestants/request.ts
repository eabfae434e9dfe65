import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { eventBus } from '../../../functions/bridge/aws/event-bridge.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import { MAX_REQUEST_ENTRIES } from '../../../shared/configuration/limits.ts';
import { EVENT_BUS_ARN } from '../configuration-document.ts';
import type { Contestant } from '../contestant.ts';
import type { BatchPlan } from '../workloads/batch.ts';
import { BarePoster } from './bare-poster.ts';
import { baselineSettings } from './bench-environment.ts';
import { type PreparedBatch, prepareBatch } from './prepared-batch.ts';

/** How a request is sent: by the bridge, by the SDK's client as it comes, or bare of all that is not HTTP. */
export const SENDERS = ['bridge', 'sdk', 'bare'] as const;
export type Sender = (typeof SENDERS)[number];

/** Sends one of the ready requests. */
type Send = (request: number) => Promise<unknown>;

/** PutEvents requests with entries that are ready, as many under way as the bridge has; its units are requests. */
export async function start(sender = ''): Promise<Contestant> {
  const found = SENDERS.find((known) => known === sender);
  if (found === undefined) throw new Error(`There is no sender "${sender}".`);
  let prepared: { readonly plan: string; readonly send: Send; readonly concurrency: number } | undefined;
  return async ({ plan, units }, stopwatch) => {
    if (prepared?.plan !== JSON.stringify(plan)) prepared = await prepare(found, plan);
    const { send, concurrency } = prepared;
    let next = 0;
    const lane = async () => {
      while (next < units) await send(next++);
    };
    await stopwatch.measure(async () => await Promise.all(Array.from({ length: concurrency }, lane)));
  };
}

async function prepare(sender: Sender, plan: BatchPlan) {
  const batch = await prepareBatch(plan);
  const { maxConcurrency } = batch.configuration;
  return { plan: JSON.stringify(plan), concurrency: maxConcurrency, send: PREPARE[sender](batch) };
}

const PREPARE: Readonly<Record<Sender, (batch: PreparedBatch) => Send>> = {
  bridge: ({ configuration, entries }) => {
    const { putEvents } = eventBus(configuration);
    const requests = inTens(entries);
    const { signal } = new AbortController();
    return async (request) => {
      const results = await putEvents(requests[request % requests.length] ?? [], signal);
      if (results.some(({ eventId }) => eventId === undefined)) throw new Error('An entry was not taken.');
    };
  },
  sdk: ({ entries }) => {
    const client = new EventBridgeClient({});
    const requests = inTens(entries).map((request) => ({ Entries: request.map(plainEntry) }));
    return async (request) => {
      const { FailedEntryCount } = await client.send(
        new PutEventsCommand(requests[request % requests.length] ?? { Entries: [] }),
      );
      if (FailedEntryCount !== 0) throw new Error('An entry was not taken.');
    };
  },
  bare: ({ entries, configuration: { maxConcurrency } }) => {
    const poster = new BarePoster(baselineSettings(process.env).endpoint, maxConcurrency);
    const bodies = inTens(entries).map((request) =>
      Buffer.from(JSON.stringify({ Entries: request.map(plainEntry) })),
    );
    return (request) => poster.post(bodies[request % bodies.length] ?? Buffer.alloc(0));
  },
};

function inTens(entries: readonly BridgeEntry[]): readonly (readonly BridgeEntry[])[] {
  return Array.from({ length: Math.floor(entries.length / MAX_REQUEST_ENTRIES) }, (_, request) =>
    entries.slice(request * MAX_REQUEST_ENTRIES, (request + 1) * MAX_REQUEST_ENTRIES),
  );
}

function plainEntry({ source, detailType, resources, detail }: BridgeEntry) {
  return {
    EventBusName: EVENT_BUS_ARN,
    Source: source,
    DetailType: detailType,
    Resources: [...resources],
    Detail: detail,
  };
}
