import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GroupMember } from '../../../infra/kafka/record-source.ts';
import type { KafkaCheck, KafkaCheckSetting } from '../kafka-check.ts';
import { sharedOut, subscriptionTo, withSource } from '../source-members.ts';
import { createTopic } from '../topics.ts';

const TOPIC = 'source-closed';
const PARTITIONS = 2;

/** The steps of joining again, as the client names them. */
const STEPS = ['joinGroup', 'syncGroup'] as const;

/** Several times as long as a member waits between two heartbeats. */
const QUIET_MS = 2_000;

/** Where the client tells of each of its operations as it begins. https://nodejs.org/api/diagnostics_channel.html */
const GROUP_OPERATIONS = 'tracing:plt:kafka:consumer:group:start';
const HEARTBEATS = 'tracing:plt:kafka:consumer:heartbeat:start';

export const sourceClosed: KafkaCheck = {
  says: 'a member that is closed while it joins again, or while the broker is away, does nothing any more',
  async run(setting) {
    await createTopic(setting.admin, TOPIC, { partitions: PARTITIONS });
    const tookMs: number[] = [];
    for (const step of STEPS) tookMs.push(await closedWhileJoining(setting, step));
    tookMs.push(await closedWithoutBroker(setting));
    const [joining, syncing, alone] = tookMs.map(Math.round);
    return `closed within ${joining} and ${syncing} ms, without a broker within ${alone} ms`;
  },
};

/** @returns how long closing took. */
function closedWhileJoining({ broker }: KafkaCheckSetting, step: (typeof STEPS)[number]): Promise<number> {
  return withSource(broker, async (source) => {
    const subscription = subscriptionTo(TOPIC, { groupId: `${TOPIC}-${step}` });
    const staying = await source.join(subscription);
    const leaving = await source.join(subscription);
    await sharedOut([staying, leaving], PARTITIONS);

    const stepped = nextOperation(step);
    await leaving.close();
    await stepped;
    return quietlyClosed(staying);
  });
}

function closedWithoutBroker({ broker }: KafkaCheckSetting): Promise<number> {
  return withSource(broker, async (source) => {
    const member = await source.join(subscriptionTo(TOPIC));
    await broker.stop('SIGKILL');
    try {
      return await quietlyClosed(member);
    } finally {
      await broker.start();
    }
  });
}

async function quietlyClosed(member: GroupMember): Promise<number> {
  const startMs = performance.now();
  await member.close();
  const tookMs = performance.now() - startMs;
  let heartbeats = 0;
  const onHeartbeat = () => void heartbeats++;
  subscribe(HEARTBEATS, onHeartbeat);
  await sleep(QUIET_MS);
  unsubscribe(HEARTBEATS, onHeartbeat);
  assert.equal(heartbeats, 0);
  return tookMs;
}

/** Resolves when a member begins with the operation. */
function nextOperation(operation: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onOperation = (message: unknown) => {
    if ((message as { readonly operation: string }).operation !== operation) return;
    unsubscribe(GROUP_OPERATIONS, onOperation);
    resolve();
  };
  subscribe(GROUP_OPERATIONS, onOperation);
  return promise;
}
