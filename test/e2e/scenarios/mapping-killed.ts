import type { Scenario } from '../scenario.ts';

export const MAPPING_KILLED: Scenario = {
  name: 'mapping-killed',
  about: 'the mapping is killed without a commit, and another one goes on from what was committed',
  share: 0.15,
  configuration: { 'aws.eventbridge.ordering': 'partition' },
  guarantees: { isOrdered: true, mayRepeat: true },
  act: async ({ pipeline, records }) => {
    const killed = await pipeline.startMapping();
    pipeline.production.write(records);
    await pipeline.reached(Math.floor(records.length / 3));
    await pipeline.kill(killed);
    const { committedEventCount } = killed.counts();
    const next = await pipeline.startMapping();
    await pipeline.drained();
    if (committedEventCount === 0 || next.counts().invokedEventCount >= records.length) {
      throw new Error('Nothing was committed, so that everything came again. Try again with more --records.');
    }
    return { remark: `${committedEventCount} records committed when it was killed` };
  },
};
