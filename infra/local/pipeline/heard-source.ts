import type { RecordSource } from '../../kafka/record-source.ts';

/** A source that tells of each commit that it took. */
export function heardSource(
  source: RecordSource,
  onCommit: (nextOffsets: ReadonlyMap<number, number>) => void,
): RecordSource {
  return {
    eventMembers: source.eventMembers,
    join: async (subscription) => {
      const member = await source.join(subscription);
      return {
        assigned: () => member.assigned(),
        read: (limits) => member.read(limits),
        commit: async (nextOffsets) => {
          const taken = await member.commit(nextOffsets);
          onCommit(new Map([...nextOffsets].filter(([partition]) => taken.has(partition))));
          return taken;
        },
        lag: () => member.lag(),
        close: () => member.close(),
      };
    },
  };
}
