import type { ComparedRecord } from './compared-records.ts';
import type { Judgement } from './comparison.ts';
import type { RegistryName } from './foreign-frame.ts';
import type { Order } from './order.ts';

interface NamedReason {
  readonly name: string;
  readonly why: string;
}

/** The records that a serializer wrote in one format and one way. */
export interface Group {
  readonly dataFormat: Order['dataFormat'];
  /** How: `zlib`, `id in the header`. */
  readonly variant: string;
  readonly equal: number;
  /** Of the equal ones: also equal to what Kafka Connect makes of them. */
  readonly read: number;
  readonly different: readonly (Extract<Judgement, { verdict: 'different' }> & { readonly name: string })[];
  readonly refused: readonly NamedReason[];
  readonly unknown: readonly NamedReason[];
}

export function groupsOf(registry: RegistryName, records: readonly ComparedRecord[]): readonly Group[] {
  const groups = Map.groupBy(records, ({ order }) => `${order.dataFormat} ${variantOf(registry, order)}`);
  return Array.from(groups.values(), (group) => groupOf(registry, group));
}

/** Whether nothing is different, and enough was compared to say so. */
export function isGood({ equal, different, refused, unknown }: Group): boolean {
  const others = refused.length + unknown.length;
  return different.length === 0 && equal > 0 && others <= (equal + others) * MAX_SHARE_OF_OTHERS;
}

/** A serializer in another language refuses a few of the values; one that refuses many is not what is to be tested. */
const MAX_SHARE_OF_OTHERS = 0.1;

function groupOf(registry: RegistryName, records: readonly ComparedRecord[]): Group {
  const [first] = records;
  if (first === undefined) throw new TypeError('A group has a record.');
  const group = {
    dataFormat: first.order.dataFormat,
    variant: variantOf(registry, first.order),
    equal: 0,
    read: 0,
    different: [] as Group['different'][number][],
    refused: [] as NamedReason[],
    unknown: [] as NamedReason[],
  };
  for (const {
    order: { name },
    judgement,
  } of records) {
    switch (judgement.verdict) {
      case 'equal':
        group.equal += 1;
        if (judgement.isRead) group.read += 1;
        break;
      case 'different':
        group.different.push({ name, ...judgement });
        break;
      default:
        group[judgement.verdict].push({ name, why: judgement.why });
    }
  }
  return group;
}

function variantOf(registry: RegistryName, { placement, compression }: Order): string {
  if (registry === 'Confluent') return `id in the ${placement}`;
  return compression === 'NONE' ? 'not compressed' : 'compressed';
}
