import type { OffsetRange, OffsetsDocument } from '../../functions/redrive/document.ts';
import type { ClusterChoice } from './cluster-choice.ts';
import { countOf, MAX_OFFSETS } from './offsets.ts';
import type { StayingCode } from './staying.ts';

/** Why the offsets of a range cannot be read back from Kafka, before it is tried; undefined when nothing is known against it. */
export function hindranceToRead(
  document: OffsetsDocument,
  range: OffsetRange,
  { cluster, hasKafka }: { readonly cluster: ClusterChoice; readonly hasKafka: boolean },
): StayingCode | undefined {
  if (countOf(range) > MAX_OFFSETS) return 'OFFSETS_TOO_MANY';
  if (!hasKafka) return 'KAFKA_NEEDED';
  return cluster.isMeant(document) ? undefined : 'OTHER_CLUSTER';
}
