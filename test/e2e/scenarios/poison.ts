import type { Scenario } from '../scenario.ts';

export const POISON: Scenario = {
  name: 'poison',
  about: 'records that can become no event among good ones and tombstones: they go to the dead letters',
  share: 0.1,
  poisonShare: 0.05,
  guarantees: {},
  act: async ({ pipeline, records }) => {
    await pipeline.startMapping();
    pipeline.production.write(records);
    await pipeline.drained();
    const kinds = Map.groupBy(records, ({ content }) => content.kind);
    const count = (kind: 'poison' | 'tombstone') => kinds.get(kind)?.length ?? 0;
    return { remark: `${count('poison')} poisoned records, ${count('tombstone')} tombstones` };
  },
};
