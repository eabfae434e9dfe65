import type { MappingCounts } from '../mapping/mapping-counts.ts';
import type { MappingSnapshot, PipelineSnapshot } from '../pipeline/snapshot.ts';
import type { Counter } from './history.ts';

/** A function and the topics that its event source mappings read. */
export interface Stage {
  readonly functionName: string;
  readonly topics: readonly MappingSnapshot[];
}

/** In the order in which records pass them. */
export function stagesOf({ mappings }: PipelineSnapshot): Stage[] {
  const stages = Map.groupBy(mappings, ({ functionName }) => functionName);
  return Array.from(stages, ([functionName, topics]) => ({ functionName, topics }));
}

/** A count of a function's event source mappings, all together. */
export function countOf(functionName: string, name: keyof MappingCounts): Counter {
  return (snapshot) => sumOf(snapshot, name, functionName);
}

/** A count of the event source mappings of one function, or of all. */
export function sumOf(
  { mappings }: PipelineSnapshot,
  name: keyof MappingCounts,
  functionName?: string,
): number {
  let sum = 0;
  for (const mapping of mappings) {
    if (functionName === undefined || mapping.functionName === functionName) sum += mapping.counts[name];
  }
  return sum;
}

/** The one mapping of a function and a topic. */
export function ofMapping(
  { functionName, topic }: MappingSnapshot,
  count: (mapping: MappingSnapshot) => number,
): Counter {
  return ({ mappings }) => {
    const mapping = mappings.find((each) => each.functionName === functionName && each.topic === topic);
    return mapping === undefined ? 0 : count(mapping);
  };
}
