import { type Configuration, parseConfiguration } from '../../shared/configuration/configuration.ts';
import type { FormatConfiguration } from '../../shared/configuration/format.ts';
import type { ConfigurationNote, Settings } from '../../shared/configuration/settings.ts';
import { readSettings } from '../../shared/configuration/settings.ts';
import { type EffectiveProperty, effectiveProperty, PROPERTIES } from './effective-property.ts';

/** What a document comes to. */
export interface EffectiveConfiguration {
  readonly properties: readonly EffectiveProperty[];
  /** Properties in which single topics differ, by topic. */
  readonly topics: Readonly<Record<string, readonly EffectiveProperty[]>>;
  /** What of the document has no effect, and other things worth knowing. */
  readonly notes: readonly ConfigurationNote[];
}

/**
 * What holds with a document, for all topics and for those with properties of their own.
 *
 * @throws ConfigurationError with every problem.
 */
export function effectiveConfiguration(text: string): EffectiveConfiguration {
  const configuration = parseConfiguration(text);
  const { settings, topics } = readSettings(text);
  const properties = PROPERTIES.flatMap((description) => effectiveProperty(description, settings) ?? []);
  return {
    properties,
    topics: Object.fromEntries(
      [...topics].map(([topic, own]) => [topic, topicProperties(topic, own, settings, configuration)]),
    ),
    notes: configuration.notes,
  };
}

function topicProperties(
  topic: string,
  own: Settings,
  shared: Settings,
  configuration: Configuration,
): EffectiveProperty[] {
  const formats = configuration.topics[topic];
  return [
    ...PROPERTIES.filter(({ name }) => name in own).flatMap((description) => {
      const found = effectiveProperty(description, own);
      return found === undefined ? [] : [{ ...found, origin: 'topic' as const }];
    }),
    ...(['key', 'value'] as const).flatMap((side) =>
      formats === undefined ? [] : withheld(side, formats[side], own, shared),
    ),
  ];
}

/** Credentials that belong to the registry or role of all topics, which a topic with another one does not get. */
const CREDENTIALS: readonly (readonly [
  member: string,
  read: (format: FormatConfiguration) => string | undefined,
])[] = [
  ['schema.registry.secret.arn', ({ confluent }) => confluent?.secretArn],
  ['schema.registry.ca.secret.arn', ({ confluent }) => confluent?.caSecretArn],
  ['bearer.auth.logical.cluster', ({ confluent }) => confluent?.logicalCluster],
  ['bearer.auth.identity.pool.id', ({ confluent }) => confluent?.identityPoolId],
  ['assumeRoleExternalId', ({ glue }) => glue.role?.externalId],
];

function withheld(
  side: 'key' | 'value',
  format: FormatConfiguration,
  own: Settings,
  shared: Settings,
): EffectiveProperty[] {
  return CREDENTIALS.flatMap(([member, read]) => {
    const property = `${side}.converter.${member}`;
    const isWithheld = property in shared && !(property in own) && read(format) === undefined;
    return isWithheld
      ? [{ property, value: 'none: it belongs to another registry or role', origin: 'topic' }]
      : [];
  });
}

/** What holds for one topic: its own properties, and for the rest what holds for all. */
export function effectiveForTopic(
  configuration: EffectiveConfiguration,
  topic: string,
): EffectiveConfiguration {
  const ofTopic = Object.hasOwn(configuration.topics, topic) ? configuration.topics[topic] : undefined;
  const own = new Map(ofTopic?.map((entry) => [entry.property, entry]));
  return {
    ...configuration,
    properties: configuration.properties.map((entry) => own.get(entry.property) ?? entry),
    topics: {},
  };
}
