import { parts, type Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

/** Two of each mapping. */
const POLLERS = 4;

export const REBALANCE: Scenario = {
  name: 'rebalance',
  about: 'a second mapping joins the group half way, and later the first one leaves it',
  share: 0.15,
  configuration: { 'aws.eventbridge.ordering': 'partition' },
  guarantees: { isOrdered: true, mayRepeat: true },
  act: async ({ cluster, pipeline, records }) => {
    const [alone = [], together = [], other = []] = parts(records, 3);
    const first = await pipeline.startMapping();
    pipeline.production.write(alone);
    await pipeline.reached(Math.floor(alone.length / 2));
    const second = await pipeline.startMapping();
    await waitUntil({
      for: () => `${POLLERS} pollers to share the partitions of ${pipeline.topic}`,
      until: async () => (await cluster.assignedMembers(pipeline.groupId)) === POLLERS,
    });
    pipeline.production.write(together);
    await pipeline.reached(alone.length + Math.floor(together.length / 2));
    await pipeline.stop(first);
    const left = first.counts();
    pipeline.production.write(other);
    await pipeline.drained();
    const joined = second.counts();
    if (joined.invokedEventCount <= other.length) {
      throw new Error('The second mapping got nothing while both were there. Try again with more --records.');
    }
    return {
      remark: `the first took ${left.invokedEventCount} records in ${left.invocations} batches, the second ${joined.invokedEventCount} in ${joined.invocations}`,
    };
  },
};
