import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connectKafkaSource,
  type KafkaSource,
  type KafkaSourceOptions,
} from '../../infra/kafka/kafka-source.ts';
import type { GroupMember, ReadLimits, Subscription } from '../../infra/kafka/record-source.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import type { KafkaBroker } from './kafka-broker.ts';

/** Longer than any rebalance takes that a check waits for. */
const DONE_WITHIN_MS = 30_000;
const POLL_MS = 50;

/** Connects without login, and closes when the check is over. */
export async function withSource<Result>(
  { bootstrapServers }: KafkaBroker,
  use: (source: KafkaSource) => Promise<Result>,
  also: Partial<KafkaSourceOptions> = {},
): Promise<Result> {
  const source = await connectKafkaSource({ brokers: [bootstrapServers], access: { auth: 'none' }, ...also });
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

/** From the beginning, in the group of the topic's name, with nothing to do when partitions go. */
export function subscriptionTo(topic: string, also: Partial<Subscription> = {}): Subscription {
  return {
    topic,
    groupId: topic,
    startingPosition: 'TRIM_HORIZON',
    onRevoked: async () => undefined,
    ...also,
  };
}

/** One read. */
export function read(
  member: GroupMember,
  limits: Partial<ReadLimits> = {},
): Promise<readonly KafkaEventRecord[]> {
  const signal = new AbortController().signal;
  return member.read({ maxRecords: 500, waitMs: 200, except: new Set(), signal, ...limits });
}

/** Reads on until there are so many records; more if a read brings more. */
export async function readRecords(
  member: GroupMember,
  count: number,
  limits: Partial<ReadLimits> = {},
): Promise<KafkaEventRecord[]> {
  const records: KafkaEventRecord[] = [];
  const endMs = performance.now() + DONE_WITHIN_MS;
  while (records.length < count) {
    assert.ok(performance.now() < endMs, `There are ${records.length} records of ${count}.`);
    records.push(...(await read(member, limits)));
  }
  return records;
}

/** What is to be committed when these records are done. */
export function nextOffsets(records: readonly KafkaEventRecord[]): Map<number, number> {
  return new Map(records.map(({ partition, offset }) => [partition, offset + 1]));
}

/** Whether the members read or not, the group comes to rest with all partitions shared out among them. */
export async function sharedOut(members: readonly GroupMember[], partitions: number): Promise<void> {
  await until(async () => {
    const counts = members.map((member) => member.assigned().size);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return total === partitions && Math.max(...counts) - Math.min(...counts) <= 1;
  });
}

/** @throws AssertionError if it takes too long. */
export async function until(isDone: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + DONE_WITHIN_MS;
  while (!(await isDone())) {
    assert.ok(performance.now() < endMs, 'It has not come about in time.');
    await sleep(POLL_MS);
  }
}

/** `partition@offset`, so that a difference is easy to see. */
export function places(records: readonly KafkaEventRecord[]): string[] {
  return records.map(({ partition, offset }) => `${partition}@${offset}`);
}
