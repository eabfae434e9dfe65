/** One thing that is wrong with the configuration. */
export interface ConfigurationProblem {
  /** The property, or `document` when it cannot be read at all. */
  readonly property: string;
  /** What is wrong, with the value where it is the bridge's own property, and what to do, as one or two sentences. */
  readonly message: string;
}

/** The configuration cannot be used. Carries every problem at once, so that one correction is enough. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'CONFIGURATION_INVALID';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[], options?: ErrorOptions) {
    const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
    super(
      `The configuration has ${count}:\n${problems.map(({ message }) => `- ${message}`).join('\n')}`,
      options,
    );
    this.problems = problems;
  }
}
