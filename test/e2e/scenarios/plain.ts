import type { Scenario } from '../scenario.ts';

export const PLAIN: Scenario = {
  name: 'plain',
  about: 'two pollers, nothing fails',
  share: 1,
  guarantees: {},
  act: async ({ pipeline, records }) => {
    const mapping = await pipeline.startMapping();
    pipeline.production.write(records);
    await pipeline.drained();
    const { invocations } = mapping.counts();
    return { remark: `${invocations} batches` };
  },
};
