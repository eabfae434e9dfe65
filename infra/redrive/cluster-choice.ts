import type { OffsetsDocument } from '../../functions/redrive/document.ts';

/**
 * Which cluster the given brokers belong to. Offsets mean nothing in another one, so that documents of one cluster only
 * are read back: of the one that is named, or else of that of the first document.
 */
export class ClusterChoice {
  #arn: string | null | undefined;

  /** @param clusterArn undefined when none is named. */
  constructor(clusterArn: string | undefined) {
    this.#arn = clusterArn;
  }

  isMeant({ eventSourceArn }: OffsetsDocument): boolean {
    if (this.#arn === undefined) this.#arn = eventSourceArn;
    return this.#arn === eventSourceArn;
  }
}
