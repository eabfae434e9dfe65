import type { PipelineAuditResult } from './pipeline-audit.ts';
import type { PipelineSnapshot } from './snapshot.ts';

/** Records on their way to the bus: the demo's, or those of somebody's topic. */
export interface Pipeline {
  /** Transactions that the demo's producer was asked for; undefined when the records are somebody else's. */
  readonly requestedRecords: number | undefined;
  /** What is to be seen now; time and course are the caller's. */
  readonly snapshot: () => Omit<PipelineSnapshot, 'elapsedMs' | 'durationMs' | 'isFinishing'>;
  /** Resolves when the time is up, or never when there is none; rejects when the demo's producer failed. */
  readonly production: Promise<void>;
  /** Ends the demo's producer before its time. */
  readonly endProduction: () => Promise<void>;
  /** Records that nobody has finished yet. */
  readonly pendingRecords: () => Promise<number>;
  /** Finishes what is under way, and tells what became of every record. */
  readonly finish: () => Promise<PipelineAuditResult>;
  /** An event as a rule delivered it, if there is one. */
  readonly exampleEvent: () => string | undefined;
  readonly close: () => Promise<void>;
}

/** A pipeline whose parts somebody else closes. */
export type AssembledPipeline = Omit<Pipeline, 'close'>;

/**
 * Puts a pipeline together.
 *
 * @param assemble tells the stack how to close each part as soon as it is there.
 * @throws what it throws, after the parts that were there are closed.
 */
export async function assemblePipeline(
  assemble: (closing: AsyncDisposableStack) => Promise<AssembledPipeline>,
): Promise<Pipeline> {
  const closing = new AsyncDisposableStack();
  try {
    const pipeline = await assemble(closing);
    return { ...pipeline, close: () => closing.disposeAsync() };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}
