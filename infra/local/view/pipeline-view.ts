import type { PipelineSnapshot } from '../pipeline/snapshot.ts';

/** Shows a person, or a machine, how the pipeline runs. */
export interface PipelineView {
  show(snapshot: PipelineSnapshot): void;
  /** A line that stays, such as what a function logs. */
  say(text: string): void;
  /** Shows the last snapshot, if it was not, and leaves it there. What comes later is not shown any more, but said. */
  end(): void;
}
