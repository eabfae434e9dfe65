import type { RecordsBatch } from '@platformatic/kafka';
import fc from 'fast-check';
import type { AbortedTransaction } from '../../../infra/kafka/sort-batches.ts';
import { batchOf, emptyBatch, marker, transactional } from './batches.ts';

/** Batches as a broker may have them, and what a consumer is to get of them. */
export interface LaidOutBatches {
  readonly batches: readonly RecordsBatch[];
  readonly abortedTransactions: readonly AbortedTransaction[];
  /** Offsets of the records that count. */
  readonly visible: readonly number[];
  readonly endOffset: number;
}

const PRODUCER = 1n;

type Piece = { readonly kind: 'records' | 'committed' | 'aborted' | 'cleaned'; readonly places: boolean[] };

/** Plain batches, transactions of one batch and its mark, and batches that were cleaned; places without record are gaps. */
export const laidOutBatches: fc.Arbitrary<LaidOutBatches> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<Piece['kind']>('records', 'committed', 'aborted', 'cleaned'),
      places: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
    }),
    { maxLength: 12 },
  )
  .map(layOut);

function layOut(pieces: readonly Piece[]): LaidOutBatches {
  const batches: RecordsBatch[] = [];
  const abortedTransactions: AbortedTransaction[] = [];
  const visible: number[] = [];
  let end = 0;
  for (const { kind, places } of pieces) {
    const last = end + places.length - 1;
    const offsets = places.flatMap((hasRecord, index) => (hasRecord ? [end + index] : []));
    // A batch keeps the offset that its first record had.
    const [first = end, ...rest] = kind === 'cleaned' ? [] : offsets;
    if (kind === 'cleaned' || offsets.length === 0) batches.push(emptyBatch(end, last));
    else if (kind === 'records') batches.push(batchOf([first, ...rest], { lastOffset: last }));
    else batches.push(transactional(PRODUCER, [first, ...rest], { lastOffset: last }));
    if (kind === 'aborted') abortedTransactions.push({ producerId: PRODUCER, firstOffset: BigInt(end) });
    if (kind === 'records' || kind === 'committed') visible.push(...offsets);
    end = last + 1;
    if (kind === 'committed' || kind === 'aborted') {
      batches.push(marker(PRODUCER, end++, kind === 'aborted' ? 'abort' : 'commit'));
    }
  }
  return { batches, abortedTransactions, visible, endOffset: end };
}
