import { Refusal } from '../command-line/refusal.ts';

/** A rule over options: the sentence that says what is wrong and what to do, or undefined when nothing is. */
export type Rule<Options> = (options: Options) => string | undefined;

/**
 * Refuses options that contradict each other, at synth and all at once.
 *
 * @throws Refusal with one line a contradiction.
 */
export function refuseContradictions<Options>(
  what: string,
  options: Options,
  rules: readonly Rule<Options>[],
): void {
  const problems = rules.flatMap((rule) => rule(options) ?? []);
  if (problems.length > 0)
    throw new Refusal(`${what} cannot be built:\n${problems.map((line) => `- ${line}`).join('\n')}`);
}
