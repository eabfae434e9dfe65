import { type ConnectorProperty, propertyText } from './connector.ts';
import { type BridgeParts, changed, type Decision, decided, isKnown, unknownValue } from './decision.ts';
import type { ImportContext } from './import-context.ts';

/** Where a connector names a group of its own. */
export const GROUP_ID = 'consumer.override.group.id';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-consumer-group-id.html */
const ACCEPTED = /^[a-zA-Z0-9-/*:_+=.@]{1,200}$/;

/**
 * Where the bridge begins: where the connector stopped, when it can have the connector's consumer group. Lambda wants a group for
 * each topic, so that it cannot with several.
 */
export function consumerPosition(context: ImportContext, topics: readonly string[]): Decision[] {
  const group = groupOf(context);
  const { property } = group;
  if (topics.length === 0) {
    return property.name === GROUP_ID
      ? [changed(property, 'consumerGroupId', 'It is taken over with one topic.')]
      : [];
  }
  if (topics.length > 1) {
    return [
      newGroup(
        context,
        property,
        'a group of its own for each topic',
        'Lambda wants a group for each topic, so that no offsets are taken over.',
      ),
    ];
  }
  switch (group.kind) {
    case 'known':
      return [takenOver(context, property, group.name)];
    case 'to be given':
      return [unknownValue(property)];
    case 'not known':
    case 'not accepted':
      return [newGroup(context, property, 'a group of its own', group.why)];
  }
}

/** The group of the connector, with the property that tells it. */
type Group = { readonly property: ConnectorProperty } & (
  | { readonly kind: 'known'; readonly name: string }
  /** It is looked up, or known at deployment only. */
  | { readonly kind: 'to be given' }
  | { readonly kind: 'not known' | 'not accepted'; readonly why: string }
);

/** Nobody wrote of a group. */
const UNWRITTEN: ConnectorProperty = { name: 'consumer group', value: undefined, origin: 'Kafka Connect' };

function groupOf({ connector, leftOut }: ImportContext): Group {
  const property = connector.properties.get(GROUP_ID);
  if (property !== undefined) {
    return isKnown(property.value) ? accepted(property, property.value) : { kind: 'to be given', property };
  }
  if (leftOut.some(({ name }) => name === GROUP_ID)) {
    return {
      kind: 'not known',
      property: UNWRITTEN,
      why: `${GROUP_ID} is left out, so that no offsets are taken over.`,
    };
  }
  if (!isKnown(connector.name)) {
    return {
      kind: 'not known',
      property: UNWRITTEN,
      why: "The connector's group is not known, because its name is not: give it with --set name=NAME to go on where it stopped.",
    };
  }
  // Sinks of Kafka Connect have this group unless they override it.
  const standard = `connect-${connector.name}`;
  return accepted({ name: UNWRITTEN.name, value: standard, origin: 'connector' }, standard);
}

function accepted(property: ConnectorProperty, name: string): Group {
  return ACCEPTED.test(name)
    ? { kind: 'known', property, name }
    : {
        kind: 'not accepted',
        property,
        why: 'Lambda takes no group of this name, so that no offsets are taken over.',
      };
}

function takenOver({ startingPosition }: ImportContext, property: ConnectorProperty, name: string): Decision {
  return {
    ...decided(property, 'carried over', {
      why: 'The bridge goes on where the connector stopped, and the other way round. Stop the connector before you deploy. For a run beside the connector, remove consumerGroupId from the file.',
    }),
    bridge: { consumerGroupId: name, ...positionOf(startingPosition) },
  };
}

function newGroup(
  context: ImportContext,
  property: ConnectorProperty,
  becomes: string,
  why: string,
): Decision {
  return changed(property, becomes, `${why} ${beginning(context)}`, positionOf(context.startingPosition));
}

function positionOf(startingPosition: ImportContext['startingPosition']): BridgeParts {
  return startingPosition === undefined ? {} : { startingPosition };
}

function beginning({ startingPosition, connector }: ImportContext): string {
  if (startingPosition !== undefined) return `The mappings begin at ${positionText(startingPosition)}.`;
  if (propertyText(connector, 'consumer.override.auto.offset.reset') === 'latest') {
    return 'The mappings begin at the latest record, so that records may be left out. Give --start-at TIME, shortly before the connector is stopped.';
  }
  return 'The mappings begin at the earliest record and send again what the topics still hold. To send less of it, give --start-at TIME, shortly before the connector is stopped.';
}

function positionText(position: NonNullable<BridgeParts['startingPosition']>): string {
  if (position === 'TRIM_HORIZON') return 'the earliest record';
  if (position === 'LATEST') return 'the latest record';
  return new Date(position.timestampSeconds * 1_000).toISOString().replace('.000Z', 'Z');
}
