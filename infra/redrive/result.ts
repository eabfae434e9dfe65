import type { Staying } from './staying.ts';

/** How a redrive ended. */
export interface RedriveResult {
  /** Records that EventBridge took in this run. */
  readonly sent: number;
  /** Records that the journal knows: they are not sent once more. */
  readonly alreadySent: number;
  /** Records that the filters leave out. */
  readonly leftOut: number;
  readonly documents: {
    /** Settled, and deleted where that is possible. */
    readonly settled: number;
    /** Not everything in them was meant. */
    readonly leftOut: number;
    /** Not everything in them was sent. */
    readonly staying: number;
  };
  readonly staying: readonly Staying[];
  /** Why the run ended before all was seen; undefined when all was. */
  readonly stopped: StopReason | undefined;
  /** Sources that could not be read, or not to their end. */
  readonly failedSources: readonly FailedSource[];
  readonly remarks: readonly string[];
  readonly durationMs: number;
}

export type StopReason =
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'limit' }
  /** Nothing gets through: what would come next would fail as well. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'journal'; readonly message: string };

export interface FailedSource {
  readonly name: string;
  readonly message: string;
}

/** Everything that was selected is done. */
export function isSettled({ staying, stopped, failedSources }: RedriveResult): boolean {
  const isWhole = stopped === undefined || stopped.kind === 'limit';
  return isWhole && staying.length === 0 && failedSources.length === 0;
}
