import { type Configuration, parseConfiguration } from '../../shared/configuration/configuration.ts';
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../shared/configuration/configuration-error.ts';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { isRecent } from './is-recent.ts';

/** How long a document is used before the parameter is read again. */
export const MAX_AGE_SECONDS = 60;

/** How long a reading may take. A store that does not answer must not use up the invocation. */
export const READ_TIMEOUT_MS = 5_000;

export interface ConfigurationReading {
  readonly configuration: Configuration;
  /** True when the configuration differs from that of the last reading. */
  readonly isNew: boolean;
  /** Why a newer document is not in use; told once for each attempt to read it. */
  readonly refusal: Error | undefined;
}

/** Reads the text of the configuration document. */
export type ReadParameter = (name: string) => Promise<string | undefined>;

/** The configuration in force. A bad or unreachable new document never replaces a good one. */
export class ConfigurationSource {
  readonly #readParameter: ReadParameter;
  readonly #parameterName: string | undefined;
  readonly #now: () => number;
  #text: string | undefined;
  #configuration: Configuration | undefined;
  #readMs = Number.NEGATIVE_INFINITY;

  /** @param now epoch milliseconds. */
  constructor(readParameter: ReadParameter, environment: NodeJS.ProcessEnv, now: () => number) {
    this.#readParameter = readParameter;
    this.#parameterName = environment[ENVIRONMENT.configurationParameter] || undefined;
    this.#now = now;
  }

  /**
   * @param budgetMs the most that a reading may take.
   * @throws ConfigurationError when there is no good configuration yet; the batch then fails and is delivered again.
   */
  async read(budgetMs: number = READ_TIMEOUT_MS): Promise<ConfigurationReading> {
    const known = this.#configuration;
    if (known !== undefined && isRecent(this.#readMs, MAX_AGE_SECONDS * 1_000, this.#now())) {
      return { configuration: known, isNew: false, refusal: undefined };
    }
    try {
      const text = await this.#readText(Math.min(READ_TIMEOUT_MS, budgetMs));
      const isNew = text !== this.#text;
      const configuration = known === undefined || isNew ? parseConfiguration(text) : known;
      this.#text = text;
      this.#configuration = configuration;
      return { configuration, isNew, refusal: undefined };
    } catch (error) {
      if (known === undefined) throw error;
      const refusal = error instanceof Error ? error : new Error(String(error));
      return { configuration: known, isNew: false, refusal };
    } finally {
      this.#readMs = this.#now();
    }
  }

  async #readText(timeoutMs: number): Promise<string> {
    const name = this.#parameterName;
    if (name === undefined) {
      throw configurationError(
        `The environment variable ${ENVIRONMENT.configurationParameter} is not set. Give the name of the SSM parameter with the configuration.`,
      );
    }
    let text: string | undefined;
    try {
      text = await within(timeoutMs, this.#readParameter(name));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw configurationError(
        `The SSM parameter ${name} could not be read: ${why}. Check that it exists and that the execution role has ssm:GetParameter on it.`,
        cause,
      );
    }
    if (text === undefined || text === '') {
      throw configurationError(`The SSM parameter ${name} is empty. Store the configuration document in it.`);
    }
    return text;
  }
}

function configurationError(message: string, cause?: unknown): ConfigurationError {
  const problem: ConfigurationProblem = { property: 'document', message };
  return new ConfigurationError([problem], { cause });
}

/** Gives up on a promise that takes too long; what it does then does not matter any more. */
async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs / 1_000} s`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined);
  }
}
