/** One step into a value: to the member of an object, or to the item of an array. */
export type JsonPathStep =
  | { readonly kind: 'member'; readonly name: string }
  /** Below 0 it counts from the end: -1 is the last item. */
  | { readonly kind: 'index'; readonly index: number };

/** The way to one place in a JSON value, from its root; no step for the value itself. */
export type JsonPath = readonly JsonPathStep[];

/**
 * What is left of a path behind the members that it has to begin with.
 *
 * @returns undefined when it begins otherwise.
 */
export function pathWithin(path: JsonPath, members: readonly string[]): JsonPath | undefined {
  const isWithin = members.every((member, index) => {
    const step = path[index];
    return step?.kind === 'member' && step.name === member;
  });
  return isWithin ? path.slice(members.length) : undefined;
}
