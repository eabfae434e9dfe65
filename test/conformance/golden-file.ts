import { readFileSync } from 'node:fs';

/**
 * The cases of a file in `test/golden`.
 *
 * @throws RangeError for an integer that a double would round, so that no case is compared with something else than it
 * says. Such integers are fine inside the JSON texts of a case.
 */
export function readGoldenCases<Case>(file: string): readonly Case[] {
  const text = readFileSync(new URL(`../golden/${file}`, import.meta.url), 'utf8');
  const { cases }: { cases: readonly Case[] } = JSON.parse(text, refuseRounding);
  return cases;
}

function refuseRounding(member: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new RangeError(`${member} is ${context?.source}, which a double cannot hold.`);
  }
  return value;
}

/** A whole file of `test/golden`, for what stands beside its cases. */
export function readGoldenFile<Content>(file: string): Content {
  return JSON.parse(readFileSync(new URL(`../golden/${file}`, import.meta.url), 'utf8'));
}
