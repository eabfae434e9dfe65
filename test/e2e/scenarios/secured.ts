import type { Scenario } from '../scenario.ts';

export const SECURED: Scenario = {
  name: 'secured',
  about: 'over TLS with a private authority, logged in by SCRAM-SHA-512',
  share: 0.1,
  listener: 'secured',
  guarantees: {},
  act: async ({ pipeline, records }) => {
    await pipeline.startMapping();
    pipeline.production.write(records);
    await pipeline.drained();
    return { remark: 'the producer as well' };
  },
};
