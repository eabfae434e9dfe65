import type { Audit } from '../../infra/local/mapping/audit.ts';

/**
 * Records that the bus took for the first time after a later one of their lane. Records that it never took do not count.
 *
 * @param laneOf the number of the partition, or of the key in it, by number of the record; undefined for one without order.
 */
export function orderViolations(
  { book, acceptances }: Audit,
  laneOf: (record: number) => number | undefined,
): string[] {
  const isKnown = new Uint8Array(book.size);
  const highest = new Map<number, number>();
  const violations: string[] = [];
  for (const record of acceptances.records) {
    if (isKnown[record] === 1) continue;
    isKnown[record] = 1;
    const lane = laneOf(record);
    if (lane === undefined) continue;
    const offset = book.offset(record);
    const before = highest.get(lane) ?? Number.NEGATIVE_INFINITY;
    if (offset < before) violations.push(book.name(record));
    else highest.set(lane, offset);
  }
  return violations;
}
