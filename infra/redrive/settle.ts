import pLimit from 'p-limit';
import { messageOf } from '../command-line/error-text.ts';
import type { Journal } from './journal.ts';
import { type Objects, objectUrl } from './objects.ts';
import type { Settlement } from './settlement.ts';
import type { Source } from './source.ts';
import type { Tally } from './tally.ts';

/** Objects deleted at once; they take little more than the wait for an answer. */
const DELETE_WIDTH = 16;

/** How a document ends. */
export const ENDS = ['settled', 'leftOut', 'staying'] as const;
export type End = (typeof ENDS)[number];

export interface SettlePorts {
  readonly journal: Pick<Journal, 'objectsDone'>;
  readonly objects: Pick<Objects, 'remove'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Deletes what was sent as a whole: first the objects, then the items that name them, which are the only way to find them.
 * What cannot be deleted stays, and is told of.
 *
 * @returns how many items ended how.
 */
export async function settle(
  source: Source,
  settlements: readonly Settlement[],
  ports: SettlePorts,
  tally: Tally,
): Promise<Record<End, number>> {
  const settled = settlements.filter(({ end }) => end === 'settled');
  const problems = await removeObjects(settled, ports);
  const isFree = ({ objects }: Settlement) => !objects.some((object) => problems.has(objectUrl(object)));
  const removable = settled.filter(isFree).map(({ item }) => item);
  for (const [place, problem] of await source.remove(removable)) problems.set(place, problem);
  for (const [place, message] of problems) tally.add('NOT_DELETED', place, { message });
  const isGone = (settlement: Settlement) =>
    settlement.end === 'settled' && isFree(settlement) && !problems.has(settlement.item.place);
  const settledCount = settlements.filter(isGone).length;
  const leftOut = settlements.filter(({ end }) => end === 'left-out').length;
  return { settled: settledCount, leftOut, staying: settlements.length - settledCount - leftOut };
}

/** @returns why not, by URL, for those that could not be deleted. */
async function removeObjects(
  settled: readonly Settlement[],
  { journal, objects, now }: SettlePorts,
): Promise<Map<string, string>> {
  const byUrl = new Map(settled.flatMap((each) => each.objects.map((object) => [objectUrl(object), object])));
  const problems = new Map<string, string>();
  try {
    // Whoever finds a message that names one of them, and not the object, then knows that it is done.
    await journal.objectsDone([...byUrl.values()], now());
  } catch (error) {
    for (const url of byUrl.keys()) problems.set(url, messageOf(error));
    return problems;
  }
  const limit = pLimit(DELETE_WIDTH);
  await limit.map([...byUrl], async ([url, object]) => {
    const problem = await objects.remove(object);
    if (problem !== undefined) problems.set(url, problem);
  });
  return problems;
}
