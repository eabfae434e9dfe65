import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { ConfigurationError } from '../../shared/configuration/configuration-error.ts';
import { unsupportedProperty } from '../../shared/configuration/connect-properties.ts';
import type { ConformanceResult } from './result.ts';

/** The members of a configuration document. */
export type Properties = Readonly<Record<string, string>>;

/** The configuration is refused for these properties and no others. */
export function refusedFor(...properties: readonly string[]): string {
  return `the configuration is refused for ${[...new Set(properties)].sort().join(', ') || 'nothing'}`;
}

/** What the bridge refuses of a configuration, as {@link refusedFor} says it; undefined when it is accepted. */
export function refusalOf(properties: Properties): string | undefined {
  const refused = refusedProperties(properties);
  return refused.length === 0 ? undefined : refusedFor(...refused);
}

function refusedProperties(properties: Properties): string[] {
  try {
    parseConfiguration(JSON.stringify(properties));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ property }) => property);
  }
}

/** The properties whose values ask for something that the bridge does not carry out. */
export function unsupportedProperties(properties: Properties): string[] {
  return Object.entries(properties)
    .filter(([name, value]) => unsupportedProperty(name)?.withoutEffect.includes(value.trim()) === false)
    .map(([name]) => name);
}

/** A case that asks for something the bridge does not offer. */
export interface UnsupportedCase {
  readonly id: string;
  readonly properties: Properties;
  readonly reason: string;
}

/**
 * What is not offered has to be refused by the names of the properties that ask for it, whatever else is wrong: ignoring
 * them would change what happens to events. A case that is not refused is a failure.
 */
export function checkRefused(
  cases: readonly UnsupportedCase[],
): Required<Pick<ConformanceResult, 'notYetSupported' | 'failures'>> {
  const checked: ReturnType<typeof checkRefused> = { notYetSupported: [], failures: [] };
  for (const { id, properties, reason } of cases) {
    const unsupported = unsupportedProperties(properties);
    const refused = refusedProperties(properties);
    if (unsupported.length > 0 && unsupported.every((name) => refused.includes(name))) {
      checked.notYetSupported.push({ id, reason });
    } else {
      checked.failures.push({ id, expected: refusedFor(...unsupported), actual: refusedFor(...refused) });
    }
  }
  return checked;
}
