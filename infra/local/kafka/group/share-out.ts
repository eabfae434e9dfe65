/**
 * Shares partitions out evenly among the members of a group. A partition stays where it is as long as its member does not
 * have more than its share, so that a member which comes or goes moves as few as possible.
 *
 * @param members in the order in which they joined; the first get the partitions that are left over.
 * @param owners by partition, whose it is now.
 * @returns by partition, whose it should be.
 * @see https://cwiki.apache.org/confluence/display/KAFKA/KIP-429%3A+Kafka+Consumer+Incremental+Rebalance+Protocol
 */
export function shareOut<Member>(
  members: readonly Member[],
  owners: readonly (Member | undefined)[],
): readonly (Member | undefined)[] {
  if (members.length === 0) return owners.map(() => undefined);
  const room = rooms(members, owners);
  const takeRoom = (member: Member) => {
    const left = room.get(member) ?? 0;
    if (left > 0) room.set(member, left - 1);
    return left > 0;
  };
  const kept = owners.map((owner) => (owner !== undefined && takeRoom(owner) ? owner : undefined));
  return kept.map((owner) => owner ?? members.find(takeRoom));
}

/** How many partitions each may have; those that have more now are the first to have one more than others. */
function rooms<Member>(
  members: readonly Member[],
  owners: readonly (Member | undefined)[],
): Map<Member, number> {
  const held = (member: Member) => owners.filter((owner) => owner === member).length;
  const share = Math.floor(owners.length / members.length);
  const leftOver = owners.length % members.length;
  const byHeld = members.toSorted((a, b) => held(b) - held(a));
  return new Map(byHeld.map((member, index) => [member, index < leftOver ? share + 1 : share]));
}
