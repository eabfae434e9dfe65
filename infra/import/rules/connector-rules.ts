import { listItems } from '../../../shared/configuration/property.ts';
import { provisionedPollers } from '../../constructs/kafka/pollers.ts';
import type { ConnectorProperty } from '../connector.ts';
import {
  changed,
  type Decision,
  isKnown,
  missing,
  notNeeded,
  unknownValue,
  unsupported,
} from '../decision.ts';
import { byName } from './property-rule.ts';

/** What says which connector it is, what it reads, and how many of it there are. */
export const connectorRule = byName({
  name: (property, { bridgeName }) =>
    changed(property, `bridge ${bridgeName}`, `Its stack is KafkaEventBridge-${bridgeName}.`),
  'connector.class': (property) => notNeeded(property, 'The bridge is the connector.'),
  topics: topicsDecision,
  'topics.regex': (property, { connector }) =>
    connector.properties.has('topics')
      ? changed(property, 'topics', 'Topics are named one by one, as they were given.')
      : unsupported(
          property,
          'Event source mappings read topics by name. Give those that match with --set topics=ONE,TWO; a topic that comes later needs a deployment.',
        ),
  'tasks.max': tasksDecision,
});

/** Kafka allows one character and a leading dot as well; a mapping does not. */
const TOPIC = /^[a-zA-Z0-9_-][a-zA-Z0-9._-]{1,248}$/;

function topicsDecision(property: ConnectorProperty): Decision {
  if (!isKnown(property.value)) return unknownValue(property);
  const topics = [...new Set(listItems(property.value).filter((topic) => topic !== ''))];
  const wrong = topics.filter((topic) => !TOPIC.test(topic));
  if (wrong.length > 0) {
    return unsupported(property, `Event source mappings do not take the name ${wrong.join(', ')}.`);
  }
  if (topics.length === 0) return missing(property, 'Name a topic: --set topics=ONE,TWO.');
  const why =
    topics.length === 1
      ? 'An event source mapping of Lambda reads the topic.'
      : 'An event source mapping of Lambda reads each topic; one function carries all.';
  return changed(property, topics.length === 1 ? 'a mapping' : 'a mapping each', why, { topics });
}

/** As many as cost nothing more, and at least as many as there were tasks. */
const MOST_POLLERS = 2_000;

function tasksDecision(property: ConnectorProperty): Decision {
  if (!isKnown(property.value)) return unknownValue(property);
  const tasks = Number(property.value);
  const { maximum = 1 } = provisionedPollers(undefined) ?? {};
  if (!Number.isInteger(tasks) || tasks <= maximum) {
    return changed(
      property,
      `1 to ${maximum} pollers a topic`,
      'Lambda adds pollers while records wait. Ten of them cost as much as one.',
    );
  }
  const maximumPollers = Math.min(tasks, MOST_POLLERS);
  return changed(
    property,
    `mapping.polling.maximumPollers ${maximumPollers}`,
    'Lambda adds pollers while records wait. Every ten that run cost one unit more.',
    { maximumPollers },
  );
}
