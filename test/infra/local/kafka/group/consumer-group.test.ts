import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StartingPosition } from '../../../../../infra/kafka/record-source.ts';
import { REVOCATION_MS } from '../../../../../infra/local/kafka/group/member.ts';
import { limits, newRecord, places, runKafka, subscription } from '../running-kafka.ts';

const running = runKafka();

const append = (...partitions: number[]) => {
  for (const partition of partitions) running.kafka.append(newRecord({ partition }));
};

describe('A new group begins', () => {
  test.each<[StartingPosition, string[]]>([
    ['TRIM_HORIZON', ['0@0', '0@1', '0@2']],
    ['LATEST', ['0@2']],
    [{ timestampMs: 2_000 }, ['0@1', '0@2']],
    [{ timestampMs: 9_000 }, ['0@2']],
  ])('%j', async (startingPosition, expected) => {
    running.kafka.append(newRecord({ timestamp: 1_000 }));
    running.kafka.append(newRecord({ timestamp: 2_000 }));

    const member = await running.kafka.source.join(subscription({ startingPosition }));
    running.kafka.append(newRecord({ timestamp: 3_000 }));

    expect(places(await member.read(limits()))).toEqual(expected);
  });

  test('where it began once, although nobody committed and records came meanwhile', async () => {
    const startingPosition = 'LATEST';
    const first = await running.kafka.source.join(subscription({ startingPosition }));
    await first.close();
    append(0);

    const second = await running.kafka.source.join(subscription({ startingPosition }));

    expect(places(await second.read(limits()))).toEqual(['0@0']);
  });
});

describe('A group goes on from its committed offsets', () => {
  test('when a member comes after another has gone', async () => {
    append(0, 0, 0);
    const first = await running.kafka.source.join(subscription());
    await first.read(limits());
    await first.commit(new Map([[0, 2]]));
    await first.close();

    const second = await running.kafka.source.join(subscription());

    expect(places(await second.read(limits()))).toEqual(['0@2']);
  });

  test('and another group knows nothing of them', async () => {
    append(0);
    const member = await running.kafka.source.join(subscription({ groupId: 'one' }));
    await member.read(limits());
    await member.commit(new Map([[0, 1]]));

    const other = await running.kafka.source.join(subscription({ groupId: 'other' }));

    expect(places(await other.read(limits()))).toEqual(['0@0']);
  });

  test.each([-1, 0.5, 2])('and takes none that a partition cannot go on with: %d', async (nextOffset) => {
    append(0, 1);
    const member = await running.kafka.source.join(subscription());

    await expect(
      member.commit(
        new Map([
          [1, 1],
          [0, nextOffset],
        ]),
      ),
    ).rejects.toThrow(`Offset ${nextOffset} cannot be committed: partition 0 ends at 1.`);

    expect(await member.lag()).toEqual(
      new Map([
        [0, 1],
        [1, 1],
        [2, 0],
      ]),
    );
  });
});

describe('A read', () => {
  test('goes on where the last one ended, committed or not', async () => {
    append(0, 0);
    const member = await running.kafka.source.join(subscription());

    expect(places(await member.read(limits({ maxRecords: 1 })))).toEqual(['0@0']);
    expect(places(await member.read(limits({ maxRecords: 1 })))).toEqual(['0@1']);
    expect(await member.read(limits())).toEqual([]);
  });

  test('takes from all partitions, and from none for ever', async () => {
    append(0, 0, 0, 0, 0, 0, 1, 2);
    const member = await running.kafka.source.join(subscription());

    const read = places(await member.read(limits({ maxRecords: 3 })));
    expect(read.toSorted()).toEqual(['0@0', '1@0', '2@0']);

    append(1, 2, 1, 2);
    const firsts = [];
    for (let round = 0; round < 3; round++) firsts.push(await member.read(limits({ maxRecords: 1 })));
    expect(new Set(firsts.flat().map(({ partition }) => partition))).toEqual(new Set([0, 1, 2]));
  });

  test('leaves out the partitions that are not to be read', async () => {
    append(0, 1, 2);
    const member = await running.kafka.source.join(subscription());

    expect(places(await member.read(limits({ except: new Set([0, 2]) })))).toEqual(['1@0']);
    expect(places(await member.read(limits({ except: new Set([0]) })))).toEqual(['2@0']);
  });

  test('waits for the first record that it may have', async () => {
    const member = await running.kafka.source.join(subscription());
    const reading = member.read(limits({ waitMs: 60_000, except: new Set([0]) }));
    append(0);
    await turn();

    append(1);

    expect(places(await reading)).toEqual(['1@0']);
  });

  test('ends empty when nothing came in time', async () => {
    const member = await running.kafka.source.join(subscription());

    expect(await member.read(limits({ waitMs: 1 }))).toEqual([]);
  });

  test('ends when it is aborted, with what is there', async () => {
    const member = await running.kafka.source.join(subscription());
    const stop = new AbortController();
    const reading = member.read(limits({ waitMs: 60_000, signal: stop.signal }));

    stop.abort();

    expect(await reading).toEqual([]);
    append(0);
    expect(places(await member.read(limits({ waitMs: 60_000, signal: stop.signal })))).toEqual(['0@0']);
  });

  test('that waits gets the partitions of a member who goes', async () => {
    append(0, 1, 2);
    const first = await running.kafka.source.join(subscription());
    const second = await running.kafka.source.join(subscription());
    await second.read(limits());
    const reading = second.read(limits({ waitMs: 60_000 }));

    await first.close();

    expect((await reading).length).toBeGreaterThan(0);
  });
});

describe('When a member joins', () => {
  test('each partition has one member, and they have as many', async () => {
    const first = await running.kafka.source.join(subscription());
    expect(first.assigned()).toEqual(new Set([0, 1, 2]));

    const second = await running.kafka.source.join(subscription());

    expect(first.assigned()).toEqual(new Set([0, 1]));
    expect(second.assigned()).toEqual(new Set([2]));
  });

  test('the one before may finish and commit what it has to give up, and reads no more of it', async () => {
    append(2, 2);
    const finishing = Promise.withResolvers<void>();
    const onRevoked = vi.fn(() => finishing.promise);
    const first = await running.kafka.source.join(subscription({ onRevoked }));
    await first.read(limits({ maxRecords: 1 }));
    const joining = running.kafka.source.join(subscription());
    await turn();

    expect(onRevoked).toHaveBeenCalledWith([2]);
    expect(first.assigned()).toEqual(new Set([0, 1]));
    expect(await first.read(limits())).toEqual([]);
    await first.commit(new Map([[2, 1]]));
    finishing.resolve();

    expect(places(await (await joining).read(limits()))).toEqual(['2@1']);
  });

  test('a commit that comes too late is left out, and its member knows', async () => {
    append(0, 2);
    const first = await running.kafka.source.join(subscription());
    await first.read(limits());
    const second = await running.kafka.source.join(subscription());

    const taken = await first.commit(
      new Map([
        [0, 1],
        [2, 1],
      ]),
    );

    expect(taken).toEqual(new Set([0]));
    expect(await first.lag()).toEqual(
      new Map([
        [0, 0],
        [1, 0],
      ]),
    );
    expect(await second.lag()).toEqual(new Map([[2, 1]]));
  });

  test('one that fails to finish does not hold the others up', async () => {
    await running.kafka.source.join(
      subscription({ onRevoked: () => Promise.reject(new Error('not finished')) }),
    );

    const second = await running.kafka.source.join(subscription());

    expect(second.assigned()).toEqual(new Set([2]));
  });

  test('two at once, each partition is asked for once', async () => {
    const onRevoked = vi.fn(async () => {});
    const first = await running.kafka.source.join(subscription({ onRevoked }));

    const others = await Promise.all([1, 2].map(() => running.kafka.source.join(subscription())));

    expect(onRevoked.mock.calls).toEqual([[[1, 2]]]);
    expect([first, ...others].map((member) => [...member.assigned()])).toEqual([[0], [1], [2]]);
  });

  test('while another waits for its share, it waits for its turn', async () => {
    const finishing = Promise.withResolvers<void>();
    const onRevoked = vi.fn(() => finishing.promise);
    const first = await running.kafka.source.join(subscription({ onRevoked }));
    const second = running.kafka.source.join(subscription());
    await turn();
    const third = running.kafka.source.join(subscription());
    await turn();
    expect(onRevoked.mock.calls).toEqual([[[2]]]);

    finishing.resolve();

    const members = [first, await second, await third];
    expect(onRevoked.mock.calls).toEqual([[[2]], [[1]]]);
    expect(members.map((member) => [...member.assigned()])).toEqual([[0], [2], [1]]);
  });

  describe('and the clock stands still', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    const onRevoked = () => new Promise<void>(() => undefined);

    test('one that takes too long loses its partitions', async () => {
      await running.kafka.source.join(subscription({ onRevoked }));
      const joining = running.kafka.source.join(subscription());

      await vi.advanceTimersByTimeAsync(REVOCATION_MS);

      expect((await joining).assigned()).toEqual(new Set([2]));
    });

    test('one that goes away instead of finishing is not waited for', async () => {
      const first = await running.kafka.source.join(subscription({ onRevoked }));
      const joining = running.kafka.source.join(subscription());
      await turn();

      await first.close();

      const second = await joining;
      await turn();
      expect(second.assigned()).toEqual(new Set([0, 1, 2]));
    });

    test('the end of Kafka is not waited for either, and who was to join gets nothing', async () => {
      await running.kafka.source.join(subscription({ onRevoked }));
      const onRevokedOfSecond = vi.fn(async () => {});
      const joining = running.kafka.source.join(subscription({ onRevoked: onRevokedOfSecond }));
      await turn();

      await running.kafka.close();

      const second = await joining;
      await turn();
      expect(second.assigned()).toEqual(new Set());
      expect(onRevokedOfSecond).not.toHaveBeenCalled();
    });
  });
});

test('A member that was closed holds nothing and commits nothing', async () => {
  append(0);
  const onRevoked = vi.fn(async () => {});
  const first = await running.kafka.source.join(subscription({ onRevoked }));
  await first.read(limits());
  await first.close();
  await first.close();

  await first.commit(new Map([[0, 1]]));

  expect(first.assigned()).toEqual(new Set());
  expect(await first.lag()).toEqual(new Map());
  const second = await running.kafka.source.join(subscription());
  expect(await second.lag()).toEqual(
    new Map([
      [0, 1],
      [1, 0],
      [2, 0],
    ]),
  );
  expect(onRevoked).not.toHaveBeenCalled();
});
