import { describe, expect, it } from 'vitest';
import type { Counter } from '../../../../infra/local/view/history.ts';
import { History, WINDOW_MS } from '../../../../infra/local/view/history.ts';
import { syntheticSnapshot } from './synthetic-run.ts';

const produced: Counter = ({ producedRecords }) => producedRecords ?? 0;

/** Snapshots with these counts of produced records, by milliseconds since the start. */
function historyOf(counts: readonly (readonly [elapsedMs: number, count: number])[]): History {
  const history = new History();
  for (const [elapsedMs, producedRecords] of counts) {
    history.add({ ...syntheticSnapshot(0), elapsedMs, producedRecords });
  }
  return history;
}

describe('a rate', () => {
  it.each<[string, readonly (readonly [number, number])[], number | undefined]>([
    ['is not known in the first half second', [[400, 100]], undefined],
    ['is that of the time that there was', [[1_000, 100]], 100],
    [
      'is that of the last three seconds',
      [
        [0, 0],
        [7_000, 7_000],
        [10_000, 7_300],
      ],
      100,
    ],
    [
      'is nothing when nothing was counted for so long',
      [
        [1_000, 500],
        [5_000, 500],
      ],
      0,
    ],
    [
      'takes counts between two snapshots to grow evenly',
      [
        [0, 0],
        [4_000, 0],
        [6_000, 200],
        [6_400, 9_000],
      ],
      200 / 3,
    ],
  ])('%s', (_, counts, expected) => {
    expect(historyOf(counts).rate(produced)).toBe(expected);
  });

  it('stays as it is for half a second', () => {
    const history = historyOf([
      [0, 0],
      [2_000, 200],
    ]);
    const before = history.rate(produced);
    history.add({ ...syntheticSnapshot(0), elapsedMs: 2_400, producedRecords: 2_000 });

    expect(history.rate(produced)).toBe(before);
  });

  it('is that of the latest snapshots, though thousands came before', () => {
    const history = historyOf(Array.from({ length: 2_000 }, (_, index) => [index * 100, index * index]));

    // From 196.5 s to 199.5 s of 199.9 s.
    expect(history.rate(produced)).toBe((1_995 ** 2 - 1_965 ** 2) / 3);
  });
});

describe('increments', () => {
  it('are those of the parts of the window that are over, the latest last', () => {
    const history = historyOf([
      [0, 0],
      [1_000, 10],
      [2_000, 30],
      [3_000, 30],
      [3_900, 99],
    ]);

    expect(history.increments(produced, 30)).toEqual([10, 20, 0]);
  });

  it('are those of a second where the parts of a short run are shorter', () => {
    const history = historyOf(Array.from({ length: 31 }, (_, index) => [index * 100, index * 5]));

    expect(history.increments(produced, 20, 10_000)).toEqual([25, 50, 50, 50, 50, 50]);
  });

  it('are no more than the window has parts', () => {
    const history = historyOf(Array.from({ length: 600 }, (_, index) => [index * 100, index * 5]));

    expect(history.increments(produced, 15)).toEqual(
      Array.from({ length: 15 }, () => (WINDOW_MS / 15 / 100) * 5),
    );
  });
});

it('a snapshot that is no newer takes the place of the others', () => {
  const history = historyOf([
    [1_000, 10],
    [2_000, 20],
    [2_000, 25],
  ]);
  expect(produced(history.latest)).toBe(25);

  history.add({ ...syntheticSnapshot(0), elapsedMs: 500, producedRecords: 5 });
  expect(history.rate(produced)).toBe(10);
});

describe('the time that the oldest record waits', () => {
  type Moment = readonly [elapsedMs: number, committed: number, lag: number];

  function waiting(moments: readonly Moment[]) {
    const moment = (elapsedMs: number) => moments.find(([ms]) => ms === elapsedMs) ?? [0, 0, 0];
    return historyOf(moments.map(([ms]) => [ms, 0])).waiting(
      ({ elapsedMs }) => moment(elapsedMs)[1],
      ({ elapsedMs }) => moment(elapsedMs)[2],
    );
  }

  it.each<[string, readonly Moment[], ReturnType<History['waiting']>]>([
    [
      'is none without lag',
      [
        [0, 0, 0],
        [1_000, 50, 0],
      ],
      { waitingMs: 0, isAtLeast: false },
    ],
    [
      'is counted from when the topic had what is committed now, and no more',
      [
        [0, 0, 0],
        [1_000, 0, 50],
        [2_000, 0, 80],
        [3_000, 50, 60],
        [4_000, 50, 90],
      ],
      { waitingMs: 3_000, isAtLeast: false },
    ],
    [
      'is at least that of the history when the record is older',
      [
        [500, 0, 9_000],
        [1_000, 100, 8_900],
        [2_500, 200, 8_800],
      ],
      { waitingMs: 2_000, isAtLeast: true },
    ],
  ])('%s', (_, moments, expected) => {
    expect(waiting(moments)).toEqual(expected);
  });
});

it('has nothing to tell before the first snapshot', () => {
  expect(new History().isEmpty).toBe(true);
  expect(() => new History().latest).toThrow('There is no snapshot yet.');
});
