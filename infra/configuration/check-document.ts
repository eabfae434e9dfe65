import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../shared/configuration/configuration-error.ts';
import type { ConfigurationNote } from '../../shared/configuration/settings.ts';

export interface Check {
  readonly problems: readonly ConfigurationProblem[];
  /** None where there are problems. */
  readonly notes: readonly ConfigurationNote[];
}

/** What the function would say of a document. */
export function checkDocument(text: string): Check {
  try {
    return { problems: [], notes: parseConfiguration(text).notes };
  } catch (error) {
    if (error instanceof ConfigurationError) return { problems: error.problems, notes: [] };
    throw error;
  }
}
