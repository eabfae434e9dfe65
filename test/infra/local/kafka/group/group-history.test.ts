import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GroupMember } from '../../../../../infra/kafka/record-source.ts';
import { type EmbeddedKafka, startEmbeddedKafka } from '../../../../../infra/local/kafka/embedded-kafka.ts';
import { limits, newRecord, subscription, TOPIC } from '../running-kafka.ts';

const PARTITIONS = 4;
const ALL_PARTITIONS: readonly number[] = [...Array(PARTITIONS).keys()];

type Step =
  | { readonly do: 'append'; readonly partition: number }
  | { readonly do: 'join'; readonly isFinishing: boolean }
  | { readonly do: 'read'; readonly member: number; readonly maxRecords: number }
  | { readonly do: 'commit' | 'leave' | 'kill'; readonly member: number };

const member = fc.nat({ max: 5 });
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('append'), partition: fc.nat(PARTITIONS - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('join'), isFinishing: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('read'), member, maxRecords: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('commit', 'leave', 'kill'), member }) },
);

/** A reader that knows what a group promises, and watches that it is kept. */
class WatchedGroup {
  readonly #kafka: EmbeddedKafka;
  readonly #members: { readonly member: GroupMember; readonly next: Map<number, number> }[] = [];
  readonly #committed = Array<number>(PARTITIONS).fill(0);
  /** By partition, the offset up to which everything was read by somebody. */
  readonly readUpTo = Array<number>(PARTITIONS).fill(0);

  constructor(kafka: EmbeddedKafka) {
    this.#kafka = kafka;
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'append') this.#kafka.append(newRecord({ partition: step.partition }));
    else if (step.do === 'join') await this.join(step.isFinishing);
    else {
      const at = step.member % Math.max(1, this.#members.length);
      const chosen = this.#members[at];
      if (chosen === undefined) return;
      if (step.do === 'read') await this.#read(at, step.maxRecords);
      else if (step.do === 'commit') await this.#commit(at, [...chosen.member.assigned()]);
      else await this.#end(at, step.do === 'leave');
    }
    await turn();
    this.#checkShares();
  }

  async join(isFinishing: boolean): Promise<void> {
    const next = new Map<number, number>();
    const joined: GroupMember = await this.#kafka.source.join(
      subscription({
        onRevoked: async (partitions) => {
          const at = this.#members.findIndex(({ member }) => member === joined);
          if (isFinishing) await this.#commit(at, partitions);
          for (const partition of partitions) next.delete(partition);
        },
      }),
    );
    this.#members.push({ member: joined, next });
  }

  async drain(): Promise<void> {
    for (const at of this.#members.keys()) {
      for (let read = -1; read !== 0; ) read = await this.#read(at, 3);
      await this.#commit(at, ALL_PARTITIONS);
    }
  }

  async lag(): Promise<number> {
    const lags = await Promise.all(this.#members.map(({ member }) => member.lag()));
    return lags.flatMap((lag) => [...lag.values()]).reduce((sum, count) => sum + count, 0);
  }

  async #read(at: number, maxRecords: number): Promise<number> {
    const chosen = this.#members[at];
    if (chosen === undefined) return 0;
    const records = await chosen.member.read(limits({ maxRecords }));
    expect(records.length).toBeLessThanOrEqual(maxRecords);
    for (const { partition, offset } of records) {
      expect(chosen.member.assigned()).toContain(partition);
      // In order and without gaps; the first from where the group is.
      expect(offset).toBe(chosen.next.get(partition) ?? this.#committed[partition]);
      chosen.next.set(partition, offset + 1);
      this.readUpTo[partition] = Math.max(this.readUpTo[partition] ?? 0, offset + 1);
    }
    return records.length;
  }

  async #commit(at: number, partitions: readonly number[]): Promise<void> {
    const chosen = this.#members[at];
    if (chosen === undefined) return;
    const offsets = [...chosen.next].filter(([partition]) => partitions.includes(partition));
    await chosen.member.commit(new Map(offsets));
    for (const [partition, next] of offsets) this.#committed[partition] = next;
  }

  async #end(at: number, isCommitting: boolean): Promise<void> {
    if (isCommitting) await this.#commit(at, ALL_PARTITIONS);
    const [ended] = this.#members.splice(at, 1);
    await ended?.member.close();
  }

  #checkShares(): void {
    if (this.#members.length === 0) return;
    const assigned = this.#members.flatMap(({ member }) => [...member.assigned()]);
    expect(assigned.toSorted()).toEqual(ALL_PARTITIONS);
  }
}

test('Whatever members do, every record is read by somebody, in order, from the committed offset on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 60 }), async (steps) => {
      const kafka = await startEmbeddedKafka({ topics: [{ name: TOPIC, partitions: PARTITIONS }] });
      try {
        const group = new WatchedGroup(kafka);
        for (const step of steps) await group.take(step);
        await group.join(true);
        await group.drain();

        expect(group.readUpTo.reduce((sum, count) => sum + count, 0)).toBe(kafka.recordCount(TOPIC));
        expect(await group.lag()).toBe(0);
      } finally {
        await kafka.close();
      }
    }),
  );
});
