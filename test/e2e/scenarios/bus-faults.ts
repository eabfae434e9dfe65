import type { Scenario } from '../scenario.ts';

const FAULTS =
  'throttle=0.05,internal=0.03,partial=0.08:InternalFailure+ThrottlingException,reset=0.05,cut=0.02,seed=7';

export const BUS_FAULTS: Scenario = {
  name: 'bus-faults',
  about: 'EventBridge throttles, fails, takes a part, or hangs up',
  share: 0.1,
  configuration: { 'aws.eventbridge.ordering': 'partition' },
  guarantees: { isOrdered: true, mayRepeat: true },
  act: async ({ pipeline, records }) => {
    const { standIns, faults } = pipeline.surroundings;
    standIns.faults.set(FAULTS);
    const mapping = await pipeline.startMapping();
    pipeline.production.write(records);
    await pipeline.drained();
    if (faults.size === 0) throw new Error('No fault came about. Try again with more --records.');
    return { remark: `${mapping.counts().invokedEventCount - records.length} records delivered again` };
  },
};
