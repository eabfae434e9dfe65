import type { ConnectorProperty } from './connector.ts';
import { GROUP_ID } from './consumer-position.ts';
import { type Decision, notNeeded } from './decision.ts';
import type { ImportContext } from './import-context.ts';
import { leftOutDecision } from './left-out.ts';
import { connectorRule } from './rules/connector-rules.ts';
import { consumerRule } from './rules/consumer-rules.ts';
import { converterRule } from './rules/converter-rules.ts';
import { errorRule } from './rules/error-rules.ts';
import { eventBridgeRule } from './rules/event-bridge-rules.ts';
import type { PropertyRule } from './rules/property-rule.ts';
import { remainingRule } from './rules/remaining-rule.ts';
import { transformRule } from './rules/transform-rules.ts';

/** The first that decides counts. */
const RULES: readonly PropertyRule[] = [
  connectorRule,
  consumerRule,
  errorRule,
  converterRule,
  eventBridgeRule,
  transformRule,
  remainingRule,
];

/** What becomes of each property but the consumer group, in the order in which they were written. */
export function decisions(context: ImportContext): Decision[] {
  const { properties, ignored } = context.connector;
  return [
    ...[...properties.values()]
      // Whether the bridge can have the group depends on the topics.
      .filter(({ name }) => name !== GROUP_ID)
      .flatMap((property) => decide(property, context)),
    ...context.leftOut.map(leftOutDecision),
    ...ignored.map((property) => notNeeded(property, ignoredBecause(property))),
  ];
}

function decide(property: ConnectorProperty, context: ImportContext): Decision[] {
  for (const rule of RULES) {
    const decision = rule(property, context);
    if (decision !== undefined) return [decision];
  }
  return [];
}

function ignoredBecause({ name }: ConnectorProperty): string {
  const [converter = ''] = /^\w+\.converter/.exec(name) ?? [];
  return `Kafka Connect takes it only together with ${converter}, which is not written.`;
}
