import { isLoopback } from '../../../shared/configuration/loopback.ts';
import type { BridgePlan } from './bridge-plan.ts';
import { readsConfluent } from './topic-formats.ts';

/** Something that may be meant, and that would be hard to find if it is not. */
export interface BridgeWarning {
  /** Names the warning, for who wants to acknowledge it. */
  readonly id: string;
  readonly message: string;
}

export function bridgeWarnings(plan: BridgePlan): BridgeWarning[] {
  return [...unusedOverrides(plan), ...registriesOfTheMachine(plan)];
}

/** A typing error in the name of a topic would leave it to the formats of all topics. */
function unusedOverrides({ options: { topics }, configuration }: BridgePlan): BridgeWarning[] {
  const unused = Object.keys(configuration.topics).filter((topic) => !topics.includes(topic));
  if (unused.length === 0) return [];
  const message = `configuration.topics has ${unused.join(', ')}, which ${unused.length === 1 ? 'is' : 'are'} not among the topics of the bridge (${topics.join(', ')}): without effect.`;
  return [{ id: 'override-without-topic', message }];
}

/** The address in every example of a registry; of use only with templates for this machine. */
function registriesOfTheMachine({ formats }: BridgePlan): BridgeWarning[] {
  const urls = formats
    .filter(({ format }) => readsConfluent(format.converter))
    .flatMap(({ format }) => format.confluent?.urls ?? [])
    .filter((url) => isLoopback(new URL(url).hostname));
  if (urls.length === 0) return [];
  const message = `schema.registry.url is ${[...new Set(urls)].join(', ')}: on Lambda that is the function itself, where no registry answers.`;
  return [{ id: 'registry-on-loopback', message }];
}
